from io import StringIO

import pytest
from django.core.management import call_command
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


def test_scores_do_not_tell_of_other_texts(db):
    for title in ("Tea", "Tea in a long title of six", "Coffee"):
        make_article(title=title, body=[("quote", {"text": "Tea and milk"})])

    def scores():
        found = search_pages("tea", ArticlePage.objects.all()).annotate_score("score")
        return [(page.title, page.score) for page in found]

    before = scores()
    assert len(before) == 3
    for title in ("Tea", "One two three four five six seven eight nine"):
        make_article(title=title).unpublish()
    call_command("update_index", verbosity=0, stdout=StringIO())
    assert scores() == before


def test_words_in_titles_count_more_and_of_equals_the_newest_is_first(db):
    for title in ("Old tea", "New tea", "Cups"):
        make_article(title=title, body=[("quote", {"text": "Milk"})])
    make_article(title="Coffee", body=[("quote", {"text": "Tea, tea and tea"})])
    found = [page.title for page in search_pages("tea", ArticlePage.objects.all())]
    assert found == ["New tea", "Old tea", "Coffee"]


def test_with_or_who_has_more_of_the_words_is_first(client, db):
    for title, text in (("Both", "Tea, milk"), ("Milk", "Milk"), ("One", "Tea"), ("None", "Water")):
        make_article(title=title, body=[("quote", {"text": text})])
    asked = {"search": "tea milk", "search_operator": "or"}
    items = client.get("/api/v2/pages/", asked).json()["items"]
    assert [item["title"] for item in items] == ["Milk", "Both", "One"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite looks things up")
def test_what_is_found_and_its_scores_are_looked_up_by_an_index(db):
    make_article(title="Tea")
    statement, values = (
        search_pages("tea", ArticlePage.objects.all())[:20].get_queryset().query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        plan = [row[3] for row in cursor.fetchall()]
    # From the words to the entries: "0:=M" would be from each entry to the words.
    looked_up = [step for step in plan if "VIRTUAL TABLE" in step]
    assert looked_up
    assert all("INDEX 0:M" in step for step in looked_up)
