"""Lists that take what they show from editions: the same answers, at a fraction of the cost."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from delivery.editions import switched_off
from delivery.models import Edition, PublicObject
from delivery.preparing import prepare
from delivery.settling import settle
from delivery.worker import make_ready
from tests import builders, samples

pytestmark = pytest.mark.django_db

ASKED = [
    "fields=*",
    "fields=body",
    "fields=_,id",
    "fields=_,title,slug",
    "fields=*,-body,-title",
    "fields=summary,locale,alias_of",
    "type=articles.ArticlePage&fields=*",
    "type=articles.ArticlePage&fields=authors,ctas&order=-title",
    "type=home.HomePage,home.StandardPage&fields=tagline,introduction",
    "fields=*&limit=2&offset=1",
    "fields=*&limit=2&cursor=",
    "fields=*&search=article",
    "fields=*&rich_text_format=markdown",
    "fields=parent&child_of=root",
    "fields=alias_of(title)",
]


@pytest.fixture
def site():
    article = samples.full_article()
    article.create_alias(update_slug="alias")
    builders.make_article()
    builders.make_page()
    return article


def answered_as_anew(client, addresses):
    """The answers at the addresses, which must be the same as rendered anew."""
    kept = {address: client.get(f"/api/v2/{address}") for address in addresses}
    with switched_off():
        anew = {address: client.get(f"/api/v2/{address}") for address in addresses}
    assert [one for one in addresses if kept[one].content != anew[one].content] == []
    return kept


def test_they_answer_as_if_rendered_anew(client, site):
    """One of the pages has no edition that is fresh."""
    make_ready(seconds=60)
    Edition.objects.filter(public_object__object_id=site.pk).update(is_fresh=False)
    answers = answered_as_anew(client, [f"pages/?{query}" for query in ASKED])
    assert {answer.status_code for answer in answers.values()} == {200, 400}


SNIPPETS = [
    *("authors/", "authors/?fields=name", "authors/?search=byron", "authors/?order=-name&limit=2"),
    *("topics/", "topics/?fields=_,name", "topics/?cursor=", "ctas/", "ctas/?fields=*,-heading"),
    *("settings/", "settings/?fields=footer", "settings/?rich_text_format=markdown"),
]


def test_lists_of_snippets_and_settings_answer_as_if_rendered_anew(client, site):
    late = builders.make_author(name="Late Byron")
    make_ready(seconds=60)
    Edition.objects.filter(public_object__object_id=late.pk).update(is_fresh=False)
    answers = answered_as_anew(client, SNIPPETS)
    assert b"Late Byron" in answers["authors/"].content


@pytest.mark.parametrize("name", ["authors", "topics", "ctas", "settings"])
def test_lists_of_snippets_and_settings_cost_at_most_five_queries(client, site, name):
    make_ready(seconds=60)
    client.get("/api/v2/pages/?limit=0")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/api/v2/{name}/").json()["items"]
    assert len(queries) <= 5, [query["sql"] for query in queries]
    assert "delivery_edition" in queries[-1]["sql"]


def test_twenty_cost_at_most_five_queries_with_bodies_and_without(client):
    for _ in range(20):
        builders.make_article(summary="Read.", body=[("text", {"content": "<p>Read.</p>"})])
    make_ready(seconds=60)
    client.get("/api/v2/pages/?limit=0")
    for query in ("", "&search=read", "&fields=*", "&fields=*&type=articles.ArticlePage"):
        caches["answers"].clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/api/v2/pages/?limit=20{query}")
        assert len(answer.json()["items"]) == 20
        assert len(queries) <= 5, [query["sql"] for query in queries]


def test_what_is_written_is_in_the_next_list(client, site):
    address = "/api/v2/pages/?type=articles.ArticlePage&fields=summary"
    settle()
    prepare(PublicObject.objects.get(resource="pages", object_id=site.pk))
    client.get(address)
    site.summary = "Another summary."
    site.save_revision().publish()
    listed = {item["id"]: item["summary"] for item in client.get(address).json()["items"]}
    assert listed[site.pk] == "Another summary."
    Page.objects.filter(pk=site.pk).update(live=False)
    assert site.pk not in [item["id"] for item in client.get(address).json()["items"]]
