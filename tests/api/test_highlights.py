"""Extracts that show where an object answers a search."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.highlights import EXTRACTS_MAX, LENGTH, TEXT_MAX, highlights, stem
from tests import builders
from tests.api.asking import answer, refused


def test_words_are_marked_in_each_text_that_has_them():
    assert highlights("pain class", ["Pain in class", "No word", "A class."]) == [
        "<mark>Pain</mark> in <mark>class</mark>",
        "A <mark>class</mark>.",
    ]


def test_nothing_in_the_text_is_markup():
    assert highlights("b", ['<b>&"x"</b>']) == [
        "&lt;<mark>b</mark>&gt;&amp;&quot;x&quot;&lt;/<mark>b</mark>&gt;"
    ]
    assert highlights("<script>", ["<script>alert(1)</script>"]) == [
        "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"
    ]


def test_other_endings_of_a_word_are_marked_and_other_words_are_not():
    (found,) = highlights("readings", ["Read reads reading reader bread already"])
    assert found == "<mark>Read</mark> <mark>reads</mark> <mark>reading</mark> reader bread already"
    for one, other in (("class", "classes"), ("note", "notes"), ("reads", "readings")):
        assert stem(one) == stem(other)
    assert stem("is") == "is"
    assert stem("note") != stem("not")


def test_long_texts_are_cut_at_whole_words():
    text = "before " * 50 + "marmalade" + " after" * 50
    (found,) = highlights("marmalade", [text])
    assert found.startswith("…before ")
    assert found.endswith(" after…")
    assert "<mark>marmalade</mark>" in found
    assert len(found) <= LENGTH + len("…<mark></mark>…")


def test_a_word_longer_than_an_extract_is_shown_whole():
    word = "x" * 2 * LENGTH
    assert highlights(word, [f"a {word} b"]) == [f"a <mark>{word}</mark>…"]


def test_extracts_are_few_and_do_not_overlap():
    text = ("marmalade " + "word " * 60) * 10
    found = highlights("marmalade", [text, text])
    assert len(found) == EXTRACTS_MAX
    assert all(extract.count("<mark>") == 1 for extract in found)


def test_what_lies_beyond_the_cap_is_not_looked_at():
    assert highlights("end", ["x " * TEXT_MAX + "end"]) == []


@pytest.mark.parametrize("query", ["", "!", "\u0663", "(", "\\", "a" * 200, "a " * 100])
def test_no_query_breaks_it(query):
    assert isinstance(highlights(query, ["", "!", "(\\ a"]), list)


@pytest.mark.django_db
def test_results_carry_extracts_of_title_summary_and_body_on_request(client):
    builders.make_article(
        title="Marmalade & bread",
        summary="On marmalade.",
        body=[
            ("text", {"content": "<p>One</p><p>two <b>marmalade</b>s &lt; x.</p>"}),
            ("quote", {"text": "No marmalade!"}),
        ],
    )
    builders.make_page(title="Marmalade", introduction="Also marmalade.")
    found = {
        item["title"]: item["meta"]["highlights"]
        for item in answer(client, search="marmalade", highlights="true")["items"]
    }
    mark = "<mark>{}</mark>".format
    assert found == {
        "Marmalade & bread": [
            f"{mark('Marmalade')} &amp; bread",
            f"On {mark('marmalade')}. One two {mark('marmalades')} &lt; x. No {mark('marmalade')}!",
        ],
        "Marmalade": [mark("Marmalade"), f"Also {mark('marmalade')}."],
    }
    for query in ({}, {"highlights": "false"}):
        items = answer(client, search="marmalade", **query)["items"]
        assert not any("highlights" in item["meta"] for item in items)


@pytest.mark.django_db
def test_they_go_with_any_fields_and_any_endpoint(client):
    builders.make_article(title="Marmalade")
    builders.make_image(title="Marmalade")
    asked = {"search": "marmalade", "highlights": "true"}
    expected = [{"meta": {"highlights": ["<mark>Marmalade</mark>"]}}]
    assert answer(client, "images/", **asked, fields="_")["items"] == expected
    assert answer(client, **asked, fields="_")["items"] == expected
    of_type = answer(client, **asked, fields="*", type="articles.ArticlePage")["items"][0]
    assert of_type["meta"]["highlights"] == ["<mark>Marmalade</mark>"]
    assert of_type["summary"]


@pytest.mark.django_db
def test_authors_and_topics_show_the_texts_that_were_searched(client):
    builders.make_author(name="Ada Marmalade", note="Eats marmalade.")
    builders.make_topic(name="Bread", description="With marmalade.")
    asked = {"search": "marmalade", "highlights": "true", "fields": "_"}
    [author] = answer(client, "authors/", **asked)["items"]
    assert author["meta"]["highlights"] == [
        "Ada <mark>Marmalade</mark>",
        "Eats <mark>marmalade</mark>.",
    ]
    [topic] = answer(client, "topics/", **asked)["items"]
    assert topic["meta"]["highlights"] == ["With <mark>marmalade</mark>."]


@pytest.mark.django_db
def test_a_draft_s_words_are_not_shown(client):
    article = builders.make_article(title="Marmalade", summary="Bread.")
    article.summary = "Secret marmalade."
    article.save_revision()
    items = answer(client, search="marmalade", highlights="true")["items"]
    assert items[0]["meta"]["highlights"] == ["<mark>Marmalade</mark>"]


@pytest.mark.django_db
@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize("query", [{}, {"type": "articles.ArticlePage"}])
def test_extracts_cost_the_same_for_one_result_as_for_ten(client, query):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            answer(client, search="marmalade", highlights="true", **query)
        return len(queries)

    builders.make_article(title="Marmalade")
    cost()
    one = cost()
    for _ in range(9):
        builders.make_article(title="Marmalade")
    assert cost() == one


@pytest.mark.django_db
def test_they_need_a_search_and_a_list(client):
    assert refused(client, highlights="true") == "highlights need a search"
    assert "highlights must be 'true' or 'false'" in refused(client, search="x", highlights="1")
    assert refused(client, "pages/2/", highlights="false") == "highlights is for lists"
