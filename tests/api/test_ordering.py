"""The order of a list."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.api.asking import ids, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anew")]

ARTICLES = {"type": "articles.ArticlePage"}


def test_equals_stand_by_id_in_a_search_too(client):
    made = [builders.make_article(title="Marmalade").pk for _ in range(4)]
    parts = [
        ids(client, **ARTICLES, search="marmalade", order="-title", limit=2, offset=offset)
        for offset in (0, 2)
    ]
    assert parts[0] + parts[1] == made


@pytest.mark.parametrize("query", [{}, {"search": "marmalade"}])
def test_equals_stand_by_id_whatever_the_database_would_do(client, query):
    builders.make_article(title="Marmalade")
    with CaptureQueriesContext(connection) as queries:
        ids(client, **ARTICLES, order="-title", **query)
    ordered = [query["sql"] for query in queries if '"title" DESC' in query["sql"]]
    assert ordered
    assert all(re.search('"title" DESC, .+ ASC', sql) for sql in ordered)


def test_the_best_answers_of_a_search_come_in_a_fixed_order(client):
    made = [builders.make_article(title="Marmalade").pk for _ in range(4)]
    parts = [ids(client, search="marmalade", limit=2, offset=offset) for offset in (0, 2)]
    assert sorted(parts[0] + parts[1]) == made


def test_several_fields_order_one_after_the_other(client):
    pages = [builders.make_page(title=title, slug=slug) for title, slug in ("bx", "ay", "az")]
    x, y, z = (page.pk for page in pages)
    of_type = {"type": "home.StandardPage"}
    assert ids(client, order="title,-slug", **of_type) == [z, y, x]
    assert ids(client, order="-title,slug", **of_type) == [x, y, z]


@pytest.mark.parametrize("limit", ["", "0", "2", "100"])
def test_chance_goes_with_limit_and_filters(client, limit):
    made = {builders.make_article().pk for _ in range(3)}
    query = {"limit": limit} if limit else {}
    found = ids(client, order="random", title__contains="article", **ARTICLES, **query)
    assert len(found) == min(3, int(limit or 3))
    assert set(found) <= made


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            {"order": "random", "search": "x"},
            "random ordering with a search query is not supported",
        ),
        ({"order": "random", "offset": "0"}, "random ordering with offset is not supported"),
        ({"order": "-random"}, "cannot order by '-random' (unknown field)"),
        ({"order": "random,id"}, "random ordering cannot be combined with other fields"),
        ({"order": "title,"}, "cannot order by '' (unknown field)"),
        ({"order": "alias_of"}, "cannot order by 'alias_of' (it points to something else)"),
        ({"order": "-lead_image", **ARTICLES}, "cannot order by 'lead_image' (it points to"),
        ({"order": "lead_image__title", **ARTICLES}, "'lead_image__title' (unknown field)"),
        ({"order": "article_authors", **ARTICLES}, "'article_authors' (it points to"),
        (
            {"order": "-summary"},
            "cannot order by 'summary' (unknown field). summary needs type=articles.ArticlePage",
        ),
        ({"order": "path"}, "cannot order by 'path' (unknown field)"),
        ({"order": "id,title,slug,id,title,slug"}, "order cannot be by more than 5 fields"),
    ],
)
def test_what_cannot_be_meant_is_refused(client, query, message):
    assert message in refused(client, **query)
