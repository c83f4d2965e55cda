import pytest
from django.urls import reverse

from tests import builders


@pytest.mark.django_db
def test_alternative_text_is_seen_whole_and_kept_in_one_line(client):
    client.force_login(builders.make_user())
    image = builders.make_image()
    url = reverse("wagtailimages:edit", args=[image.pk])
    field = client.get(url).context["form"]["alt_text"]
    assert str(field).startswith("<textarea")
    given = {"title": "A level beam", "alt_text": " A beam,\r\nquite level. ", "collection": "1"}
    client.post(url, given)
    image.refresh_from_db()
    assert image.alt_text == "A beam, quite level."
