import pytest
from django.db import connection
from wagtail.search.query import PlainText

from articles.models import ArticlePage
from search.backend import words
from search.query import search_pages
from tests.builders import make_article

HOSTILE = [
    '"',
    'a"b',
    '"a" OR b*',
    "tea & cake",
    "o'clock",
    "100%",
    "(a",
    "NOT",
    "title:a",
    "\\",
    "^a",
]


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("path", ["/search/?query=", "/api/v2/pages/?search="])
def test_no_query_breaks_the_search(client, db, path, query):
    name = path.rpartition("?")[2].removesuffix("=")
    assert client.get(path.partition("?")[0], {name: query}).status_code == 200


def test_marks_between_words_do_not_hide_a_page(client, db):
    make_article(title="Tea & cake at four o’clock")
    for query in ("tea & cake", '"tea"', "cake/tea", "four o’clock"):
        assert b"Tea &amp; cake" in client.get("/search/", {"query": query}).content, query


def test_only_words_are_asked_for():
    assert words('Größe "x" – 4%') == "Größe x 4"
    assert words(PlainText('a"b')).query_string == "a b"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite looks things up")
def test_what_is_found_and_its_scores_are_looked_up_by_an_index(db):
    make_article(title="Tea")
    statement, values = (
        search_pages("tea", ArticlePage.objects.all())[:20].get_queryset().query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        plan = [row[3] for row in cursor.fetchall()]
    assert [step for step in plan if "content_type_id=? AND object_id=?" in step]
    # From the words to the entries: "0:=M" would be from each entry to the words.
    assert [step for step in plan if "VIRTUAL TABLE INDEX 0:M" in step]
