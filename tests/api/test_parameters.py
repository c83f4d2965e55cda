"""The caps on parameters bound what the dearest legal request may cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api import parameters
from library.models import Image
from tests import builders, samples

pytestmark = pytest.mark.django_db

ARTICLES = "articles.ArticlePage"
MANY = ",".join(f"a-{number}" for number in range(parameters.VALUES_MAX))
EVERY_LIST = {
    "everything": {"fields": "*"},
    "everything of one type": {"fields": "*", "type": ARTICLES},
    "found by all words": {
        "search": " ".join(["pain"] * parameters.SEARCH_WORDS_MAX),
        "search_operator": "or",
        "highlights": "true",
        "fields": "*",
    },
    "by content": {
        "author": f"ada-quill,{MANY[:-5]}",
        "topic": f"pain,{MANY[:-5]}",
        "has_block": "text,citation,quote,image",
        "cites": "10.1080/24740527.2022.2126754",
        "fields": "*",
    },
    "by a cursor": {"cursor": "", "fields": "*"},
    "by chance": {"order": "random", "descendant_of": "root", "fields": "*"},
}


def asked(client, path="pages/", **query):
    """The queries of a list that finds something, once what is made on first sight is made."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/api/v2/{path}", {"limit": "100"} | query)
    assert answer.json()["items"], answer.content
    return [each["sql"] for each in queries]


@pytest.mark.parametrize("name", EVERY_LIST)
def test_dearest_lists_cost_the_same_for_one_article_as_for_five(client, name):
    article = samples.full_article()
    one = len(asked(client, **EVERY_LIST[name]))
    for number in range(4):
        copy = article.copy(update_attrs={"title": f"Pain {number}", "slug": f"pain-{number}"})
        copy.save_revision().publish()
    assert len(asked(client, **EVERY_LIST[name])) == one


def joins(queries):
    return sum(len(re.findall(r"\bJOIN\b|\bSELECT\b", sql)) for sql in queries)


@pytest.mark.parametrize(
    ("name", "one", "more"),
    [
        ("author", "ada-quill", MANY[:-5]),
        ("topic", "pain", MANY[:-5]),
        ("has_block", "text", "citation,quote,image,table,cta,embed"),
        ("cites", "10.1080/24740527.2022.2126754", ",".join(["10.1000/1"] * 49)),
        ("slug__in", "pain-in-class", MANY[:-5]),
        ("id__in", "5", ",".join(["5"] * 49)),
        ("locale__in", "en-gb", MANY[:-5]),
    ],
)
def test_fifty_values_are_joined_like_one(client, name, one, more):
    article = samples.full_article()
    one = str(article.pk) if name == "id__in" else one
    assert joins(asked(client, **{name: one})) == joins(asked(client, **{name: f"{one},{more}"}))


def test_each_tag_is_a_join_and_there_are_few(client):
    image = builders.make_image()
    tags = list("abcde")[: parameters.TAGS_MAX]
    image.tags.add(*tags)
    one, all_ = (joins(asked(client, "images/", tags=names)) for names in ("a", ",".join(tags)))
    # The list and its count; for each tag, the link to it and the tag.
    assert all_ - one <= 2 * 2 * (parameters.TAGS_MAX - 1)
    assert Image.objects.count() == 1


def test_a_field_named_often_is_shown_once(client):
    samples.full_article()
    once = asked(client, fields="body,summary", type=ARTICLES)
    often = asked(client, fields=",".join(["body,summary"] * 100), type=ARTICLES)
    assert len(often) == len(once)


def test_nothing_is_asked_of_the_database_for_what_is_refused_at_sight(client):
    for query in (
        "limit=1&limit=2",
        "title=" + "x" * 2001,
        "fields=a(b(c(d(e(f)))))",
        "x=1&" * 999,
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v2/pages/?{query}").status_code == 400
        assert not queries.captured_queries
