"""Kept answers: the same as those that are rendered anew, headers included."""

import pytest
from django.test import Client

from delivery import settling
from tests import builders

pytestmark = pytest.mark.django_db


def test_kept_lists_of_the_website_vary_by_cookie_as_before(client):
    address = f"{builders.article_index().url}?page=1"
    first, kept = client.get(address), Client().get(address)
    assert hasattr(kept, "ready")
    assert "Cookie" in first["Vary"]
    assert kept["Vary"] == first["Vary"]


def test_a_list_without_pictures_still_to_be_made_is_not_kept(client):
    image = builders.make_image()
    settling.settle()
    (before,) = client.get("/api/v2/images/?fields=src").json()["items"]
    assert before["src"] is None
    made = client.get(f"/api/v2/images/{image.pk}/").json()["src"]
    (after,) = client.get("/api/v2/images/?fields=src").json()["items"]
    assert after["src"] == made
