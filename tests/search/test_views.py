"""The search page, and that the API's search is the same search."""

import re
from html import unescape

import pytest
from wagtail.models import Page, Site

from home.models import HomePage
from search.query import MAX_LENGTH, MAX_WORDS, clean_query, search_pages
from search.views import PAGE_SIZE
from tests import builders

pytestmark = pytest.mark.django_db

ODD = [
    *('"', '""', '"words', "'", "' \"", "NEAR(a b)", "NOT", "AND", "OR", "a AND", "title:words"),
    *("*", "wor*", "^words", "+a -b", "a:*b", "&|!():*<->", "(((", "\\", "%", "_", "{}", "-", "--"),
    *("the of and", "the", "🙂", "🙂 🙂", "\u202e\u200b", "\x0b\x1b", "é", "İ", "ß", "学习", "½²"),
    *("x" * 10_000, "x " * 5_000, '" ' * 5_000, "a(" * 5_000),
]


def search(client, query, **parameters):
    return client.get("/search/", {"query": query} | parameters)


def titles(answer):
    """The titles of the results on a page, in order."""
    assert answer.status_code == 200
    return [
        unescape(t) for t in re.findall(r'card__title"><a[^>]*>(.*?)</a>', answer.content.decode())
    ]


def through_the_api(client, query):
    answer = client.get("/api/v2/pages/", {"search": query, "limit": 100})
    assert answer.status_code == 200
    return [item["title"] for item in answer.json()["items"]]


def words(text):
    return [("text", {"content": f"<p>{text}</p>"})]


def test_words_are_found_in_all_that_readers_read(client):
    topic, author = builders.make_topic(name="Quince"), builders.make_author(name="Ada Quill")
    builders.make_article(
        title="Marmalade",
        summary="Sandwiches.",
        topics=[topic],
        authors=[author],
        body=words("Jam."),
    )
    builders.make_page(title="Contact", introduction="Telephone.")
    for query in ("marmalade", "sandwiches", "quince", "quill", "jam"):
        assert titles(search(client, query)) == ["Marmalade"], query
    assert titles(search(client, "telephone")) == ["Contact"]


def test_a_result_has_all_words(client):
    builders.make_article(title="Bread and marmalade")
    builders.make_article(title="Bread")
    assert titles(search(client, "marmalade bread")) == ["Bread and marmalade"]
    assert through_the_api(client, "marmalade bread") == ["Bread and marmalade"]


def test_what_a_page_is_more_about_comes_first(client):
    builders.make_article(title="Once", body=words("marmalade and bread and butter and tea"))
    builders.make_article(title="Often", body=words("marmalade and marmalade and marmalade too"))
    assert titles(search(client, "marmalade")) == ["Often", "Once"]


def test_page_and_api_find_the_same(client):
    for number in range(3):
        builders.make_article(title=f"Marmalade {number}", body=words("bread " * number))
    builders.make_page(title="About marmalade")
    builders.make_article(title="Hidden marmalade").unpublish()
    for query in ("marmalade", "bread", "marmalade bread", "about", "nothing", '"marmalade', "the"):
        assert sorted(titles(search(client, query))) == sorted(through_the_api(client, query)), (
            query
        )


def test_results_are_paged_and_counted(client):
    for number in range(PAGE_SIZE + 2):
        builders.make_page(title=f"Marmalade {number}")
    first, second = (search(client, "marmalade", page=page) for page in (1, 2))
    assert f"{PAGE_SIZE + 2} results" in first.content.decode()
    assert (len(titles(first)), len(titles(second))) == (PAGE_SIZE, 2)
    assert not set(titles(first)) & set(titles(second))
    assert 'href="?query=marmalade&amp;page=2"' in first.content.decode()


@pytest.mark.parametrize(
    "page", ["2", "0", "-1", "x", "", "1.5", "00000000012", "9" * 40, "9" * 5000, "²", "٣"]
)
def test_a_page_number_that_is_none_is_not_found(client, page):
    builders.make_page(title="Marmalade")
    assert search(client, "marmalade", page=page).status_code == 404
    assert client.get(builders.article_index().url, {"page": page}).status_code == 404


def test_nothing_found_is_said_plainly(client):
    answer = search(client, "marmalade <b>")
    assert titles(answer) == []
    assert "Nothing was found for <q>marmalade &lt;b&gt;</q>" in answer.content.decode()


def test_without_words_the_page_asks_for_some(client):
    builders.make_page()
    for answer in (client.get("/search/"), search(client, ""), search(client, " \t ")):
        assert titles(answer) == []
        assert "Type a word or two" in answer.content.decode()


@pytest.mark.parametrize("query", ODD, ids=lambda query: repr(query[:12]))
def test_odd_queries_are_answered(client, query):
    builders.make_article(title="Some words", body=words('"quoted" & (bracketed) 🙂'))
    assert search(client, query).status_code == 200
    assert client.get("/api/v2/pages/", {"search": query}).status_code == (
        400 if len(query) > MAX_LENGTH else 200
    )


def test_nul_is_refused(client):
    assert client.get("/search/?query=a%00b").status_code == 400


def test_marks_around_a_word_change_nothing(client):
    builders.make_article(title="Marmalade")
    for query in ('"marmalade"', "marmalade!", "(marmalade", "marmalade*", "+marmalade"):
        assert titles(search(client, query)) == ["Marmalade"], query


def test_a_query_is_cut_to_what_the_field_takes():
    assert clean_query("  two \n words ") == "two words"
    assert len(clean_query("x" * 1000)) == MAX_LENGTH
    assert clean_query("a " * 100).split() == ["a"] * MAX_WORDS


def test_only_pages_of_this_site_are_found(client):
    root = Page.objects.get(depth=1).add_child(instance=HomePage(title="Marmalade", slug="other"))
    Site.objects.create(hostname="other.example.org", port=80, root_page=root)
    assert titles(search(client, "marmalade")) == []


def test_hidden_pages_are_left_out_of_any_query():
    shown, hidden = builders.make_page(title="Marmalade"), builders.make_page(title="Marmalade")
    builders.make_private(hidden)
    assert [page.pk for page in search_pages("marmalade")] == [shown.pk]


def test_without_a_site_there_is_no_search(client):
    Site.objects.all().delete()
    assert client.get("/search/").status_code == 404


def test_search_is_read_only(client):
    assert client.post("/search/", {"query": "x"}).status_code == 405
