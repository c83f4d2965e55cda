import pytest
from wagtail.search.query import PlainText

from search.backend import words
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
