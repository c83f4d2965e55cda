import json

import pytest

from articles.blocks.text import derive_html
from tests.articles.blocks.asking import (
    BASE_URL,
    html,
    kind,
    parsed,
    plain_text,
    public,
    refusals,
    value_of,
    words,
)
from tests.builders import make_article, make_page

UNSAFE = '<p><a href="JaVaScript:alert(1)">the words</a></p>'


def test_public_form_is_display_html_with_anchored_headings():
    assert public("text", content="<h2>Aim</h2><p>A <b>word</b>.</p>") == {
        "content": '<h2 id="aim">Aim</h2><p>A <b>word</b>.</p>'
    }


@pytest.mark.django_db
def test_links_are_absolute_for_apps_and_relative_for_readers():
    page = make_page()
    source = f'<p><a linktype="page" id="{page.pk}">there</a></p>'
    assert public("text", content=source) == {
        "content": f'<p><a href="{BASE_URL}{page.url}">there</a></p>'
    }
    assert html("text", content=source).a["href"] == page.url


@pytest.mark.django_db
def test_link_to_a_deleted_page_keeps_its_words():
    source = '<p>Go <a linktype="page" id="4711">there</a>.</p>'
    assert public("text", content=source) == {"content": "<p>Go <a>there</a>.</p>"}
    link = html("text", content=source).a
    assert link.text == "there"
    assert link.attrs == {}


def test_empty_text_has_the_same_keys_and_no_html():
    assert public("text") == {"content": ""}
    assert words(html("text")) == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("html", '<h2 id="aim">Aim</h2>'),
        ("db_html", '<h2 data-block-key="a">Aim</h2>'),
        ("markdown", "## Aim\n\n"),
        ("db_markdown", "## Aim\n\n"),
    ],
)
def test_app_chooses_the_format_as_of_any_rich_text_of_wagtail(name, content):
    value = value_of("text", content='<h2 data-block-key="a">Aim</h2>')
    context = {"_wagtail_rich_text_format": name}
    assert kind("text").get_api_representation(value, context) == {"content": content}


def test_anchors_are_unique_across_the_blocks_of_a_page():
    values = [value_of("text", content="<h2>Aim</h2>") for _ in range(3)]
    derive_html([(None, values)])
    assert [parsed(value.html).h2["id"] for value in values] == ["aim", "aim-2", "aim-3"]


def test_anchors_of_one_page_do_not_depend_on_another_page():
    pages = [[value_of("text", content="<h2>Aim</h2>")] for _ in range(2)]
    derive_html([(None, values) for values in pages])
    assert [parsed(value.html).h2["id"] for [value] in pages] == ["aim", "aim"]


@pytest.mark.django_db
def test_html_and_json_of_a_page_carry_the_same_anchors():
    article = make_article(body=[("text", {"content": "<h2>Aim</h2>"}) for _ in range(2)])
    rendered = parsed("".join(block.render() for block in article.content))
    shown = parsed("".join(block["value"]["content"] for block in body_json(article)))
    expected = ["aim", "aim-2"]
    assert [heading["id"] for heading in rendered("h2")] == expected
    assert [heading["id"] for heading in shown("h2")] == expected


def body_json(article):
    return article.content.stream_block.get_api_representation(article.content, {})


@pytest.mark.parametrize("content", ["", "<p></p>", '<p data-block-key="a">&nbsp;</p><h2> </h2>'])
def test_words_are_demanded_on_publishing_only(content):
    assert refusals("text", content=content).keys() == {"content"}
    assert refusals("text", content=content, draft=True) == {}


@pytest.mark.parametrize("draft", [True, False])
def test_unsafe_link_is_refused_always_and_named(draft):
    message = refusals("text", content=UNSAFE, draft=draft)["content"]
    assert "JaVaScript:alert(1)" in message
    assert "https://" in message


def test_refused_text_comes_back_to_the_editor_whole():
    block = kind("text")
    value = value_of("text", content=UNSAFE)
    assert refusals("text", content=UNSAFE)
    form = json.loads(block.get_form_state(value)["content"])
    assert form["blocks"][0]["text"] == "the words"
    assert form["entityMap"]["0"]["data"]["url"] == "JaVaScript:alert(1)"


def test_plain_text_is_the_words():
    assert plain_text("text", content="<h2>Aim</h2><p>A <b>w</b>ord &amp; more.</p>") == (
        "Aim\n\nA word & more."
    )


def test_headings_are_those_that_have_words():
    value = value_of("text", content="<h2>A <i>good</i> aim</h2><h3> </h3><h4>Tea &amp; me</h4>")
    assert [heading.model_dump() for heading in kind("text").headings(value)] == [
        {"level": 2, "text": "A good aim", "anchor": "a-good-aim"},
        {"level": 4, "text": "Tea & me", "anchor": "tea-me"},
    ]
