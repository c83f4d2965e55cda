"""Documents are what an object's home answers, or nothing; other doors are tested in tests/api/."""

import json

import pytest
from django.test import Client

from delivery import settling
from delivery.documents import Homes, documents
from delivery.models import Edition, PublicObject
from tests.api.test_endpoints import second_site
from tests.builders import make_author, make_page

pytestmark = pytest.mark.django_db


def test_of_what_several_sites_have_answered_the_home_counts(settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = second_site()
    author, page = make_author(), make_page(other.root_page.specific)
    address = f"/api/v2/authors/{author.pk}/"
    answers = [
        Client(headers={"host": host}).get(address) for host in ("localhost", other.hostname)
    ]
    assert answers[0].content != answers[1].content
    assert Edition.objects.filter(public_object__resource="authors").count() == 2
    state = settling.settled()
    objects = list(PublicObject.objects.filter(object_id__in=[author.pk, page.pk]))
    homes = Homes()
    found = {(one.resource, one.object_id): one.pk for one in objects}
    made = documents(objects, state, homes)
    assert made[found["authors", author.pk]] == answers[0].content
    here = json.loads(made[found["pages", page.pk]])["meta"]["html_url"]
    assert here.startswith(other.root_url)


def test_what_is_not_there_any_more_has_none():
    state = settling.settled()
    gone = PublicObject.objects.create(resource="authors", object_id=99999, number=1)
    assert documents([gone], state, Homes()) == {gone.pk: None}
