import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.api.rich_text import APIRichText

from articles.rich_text import (
    ARTICLE_FEATURES,
    PAGE_IDS,
    absolute_links,
    expand,
    expand_all,
    in_format,
    plain,
    validate_links,
    with_anchors,
)
from tests.builders import make_document, make_page, make_private, private_collection


def link_to(target, words="the words"):
    """A paragraph with a stored link to a page or document, or to what once had that id."""
    kind = "document" if hasattr(target, "file") else "page"
    return f'<p>Read <a linktype="{kind}" id="{target.pk}">{words}</a> now.</p>'


def anchors(*htmls):
    """The ids that the headings of one document's HTMLs get."""
    return [re.findall(r' id="([^"]*)"', html) for html in with_anchors(htmls)]


# Anchors


def test_heading_is_anchored_by_its_words():
    assert with_anchors(["<h2>What we saw</h2><p>Much.</p>"]) == [
        '<h2 id="what-we-saw">What we saw</h2><p>Much.</p>'
    ]


def test_anchors_are_unique_across_all_texts_of_a_page():
    assert anchors("<h2>Aim</h2><h3>Aim</h3>", "<p>Aim</p>", "<h4>Aim</h4>") == [
        ["aim", "aim-2"],
        [],
        ["aim-3"],
    ]


def test_anchor_that_a_heading_spells_out_is_not_given_twice():
    assert anchors("<h2>Aim 2</h2><h2>Aim</h2><h2>Aim</h2>") == [["aim-2", "aim", "aim-3"]]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Éducation à l’école", "education-a-lecole"),
        ("Straße", "strasse"),
        ("Что дальше", "chto-dalshe"),
        ("教育", "jiaoyu"),
        ("Q&amp;A", "qa"),
        ("Less is &lt;b&gt;more&lt;/b&gt;", "less-is-bmoreb"),
        ("Two&nbsp;words", "two-words"),
        ('A <b>bold</b> <a href="/x/">link</a>', "a-bold-link"),
        ("…", "section"),
        ("", "section"),
    ],
)
def test_anchor_is_plain_ascii_whatever_the_heading(heading, anchor):
    assert anchors(f"<h2>{heading}</h2>") == [[anchor]]


def test_what_the_editor_stores_in_a_heading_gives_way_to_its_anchor():
    assert with_anchors(['<h2 data-block-key="a1b2c">Aim</h2>']) == ['<h2 id="aim">Aim</h2>']


def test_heading_never_takes_the_id_of_a_part_of_the_page():
    templates = set((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
    # Shows no rich text.
    templates = {path for path in templates if path.parts[-2:] != ("api", "reference.html")}
    # Nor does what is made with the admin's own templates and tags stand on a page.
    templates = {path for path in templates if "wagtailadmin" not in path.read_text()}
    used = {name for path in templates for name in re.findall(r' id="([\w-]+)"', path.read_text())}
    assert used <= PAGE_IDS
    assert anchors("<h2>Main</h2><h2>Query</h2>") == [["main-2", "query-2"]]


@given(st.lists(st.lists(st.text(max_size=20), max_size=5), max_size=4))
def test_no_two_headings_share_an_anchor(texts):
    htmls = ["".join(f"<h2>{escape_angles(words)}</h2>" for words in text) for text in texts]
    found = [anchor for text in anchors(*htmls) for anchor in text]
    assert len(found) == sum(map(len, texts))
    assert len(set(found)) == len(found)


def escape_angles(words):
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# Links to pages and documents


@pytest.mark.django_db
def test_link_to_a_public_page_leads_to_its_address():
    page = make_page()
    assert expand(link_to(page)) == f'<p>Read <a href="{page.url}">the words</a> now.</p>'


@pytest.mark.django_db
def test_link_to_a_public_document_leads_to_its_address():
    document = make_document()
    assert expand(link_to(document)) == f'<p>Read <a href="{document.url}">the words</a> now.</p>'


def draft():
    return make_page(live=False, slug="hidden")


def expired():
    return make_page(expire_at=timezone.now() - timezone.timedelta(minutes=1), slug="hidden")


def private():
    page = make_page(slug="hidden")
    make_private(page)
    return page


def below_private():
    return make_page(parent=private(), slug="hidden-too")


def deleted():
    page = make_page(slug="hidden")
    pk = page.pk
    page.delete()
    page.pk = pk
    return page


def private_document():
    return make_document(title="hidden", collection=private_collection())


def deleted_document():
    document = make_document(title="hidden")
    pk = document.pk
    document.delete()
    document.pk = pk
    return document


HIDDEN = [draft, expired, private, below_private, deleted, private_document, deleted_document]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["html", "markdown"])
@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: hidden.__name__)
def test_link_to_what_is_hidden_keeps_its_words_and_tells_no_address(hidden, name):
    target = hidden()
    source = link_to(target)
    shown = in_format(name, source, expand(source), "https://cms.example", ARTICLE_FEATURES)
    assert "Read" in shown
    assert "the words" in shown
    assert "hidden" not in shown
    assert "href" not in shown
    assert "](" not in shown
    assert "document" not in shown


@pytest.mark.django_db
@pytest.mark.parametrize("stored", ["", "abc", "0", "-1", "1.5", "٣", "9" * 30])
@pytest.mark.parametrize("kind", ["page", "document"])
def test_link_to_an_id_that_is_none_leads_nowhere(kind, stored):
    source = f'<p><a linktype="{kind}" id="{stored}">the words</a></p>'
    assert BeautifulSoup(expand(source), "html.parser").a.attrs == {}


def test_links_to_other_sites_and_mail_stay_as_they_are():
    html = (
        '<p><a href="https://a.example/?x=1&amp;y=2">a</a> <a href="mailto:b@c.example">b</a></p>'
    )
    assert expand(html) == html


@pytest.mark.django_db
def test_texts_are_expanded_apart_although_at_once():
    page = make_page()
    sources = ["<p>one</p>", "", link_to(page), "<p>four</p>"]
    assert expand_all(sources) == [expand(source) for source in sources]


def test_no_texts_expand_to_none():
    assert expand_all([]) == []


pieces = st.sampled_from(
    ["<a", "<a linktype='page'", '<a linktype="x"', ">", "<!--", "-->", "</a>", " text ", "<embed "]
)


@given(st.lists(st.lists(pieces, max_size=6).map("".join), max_size=4))
def test_broken_text_spoils_no_other_text(sources):
    assert expand_all(sources) == [expand(source) for source in sources]


@pytest.mark.django_db
def test_ten_texts_with_links_cost_the_queries_of_one():
    def queries(count):
        sources = [link_to(make_page()) + link_to(make_document()) for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            expand_all(sources)
        return len(captured)

    queries(1)
    assert queries(10) == queries(1)


# Addresses for readers elsewhere


@pytest.mark.parametrize(
    ("href", "absolute"),
    [
        ("/about/", "https://cms.example/about/"),
        ("/about/?a=1&amp;b=2", "https://cms.example/about/?a=1&amp;b=2"),
        ("https://other.example/x", "https://other.example/x"),
        ("//other.example/x", "//other.example/x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("#aim", "#aim"),
    ],
)
def test_only_links_within_the_site_become_absolute(href, absolute):
    html = absolute_links(f'<p>/x/ <a class="c" href="{href}">/y/</a></p>', "https://cms.example")
    assert html == f'<p>/x/ <a class="c" href="{absolute}">/y/</a></p>'


# Formats of the API


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["db_html", "db_markdown", "markdown", "html"])
def test_public_text_reads_in_every_format_as_wagtail_gives_it(name):
    source = (
        "<h2>Aim</h2><p>A <b>bold</b> &amp; <i>fine</i> word.</p><ul><li>one</li><li>two</li></ul>"
        + link_to(make_page())
        + link_to(make_document())
        + '<p><a href="https://a.example/?x=1&amp;y=2">far</a></p>'
    )
    stock = APIRichText.serialize(source, format=name, features=ARTICLE_FEATURES)
    assert in_format(name, source, expand(source), "", ARTICLE_FEATURES) == stock


@pytest.mark.django_db
def test_format_is_the_setting_s_unless_asked_for(settings):
    source = link_to(make_page())
    html = expand(source)
    assert in_format(None, source, html, "https://cms.example", []) == absolute_links(
        html, "https://cms.example"
    )
    settings.WAGTAILAPI_RICH_TEXT_FORMAT = "db_html"
    assert in_format(None, source, html, "https://cms.example", []) == source


@pytest.mark.django_db
def test_markdown_has_absolute_links():
    page = make_page()
    source = link_to(page)
    markdown = in_format("markdown", source, expand(source), "https://cms.example", ["link"])
    assert markdown == f"Read [the words](https://cms.example{page.url}) now.\n\n"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["db_html", "db_markdown", "markdown", "html"])
def test_no_format_asks_the_database_again(name, django_assert_num_queries):
    source = link_to(make_page()) + link_to(make_document())
    html = expand(source)
    with django_assert_num_queries(0):
        in_format(name, source, html, "https://cms.example", ARTICLE_FEATURES)


# Links that a browser would run

UNSAFE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript\x00:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "blob:https://a.example/1",
    "unsafe:javascript:alert(1)",
]
SAFE = [
    "https://a.example/javascript:alert(1)",
    "http://a.example/",
    "mailto:a@b.example",
    "tel:+4420",
    "#javascript:",
    "/data:/",
    "?q=javascript:alert(1)",
]


@pytest.mark.parametrize("url", UNSAFE)
def test_link_that_a_browser_would_run_is_refused_and_named(url):
    with pytest.raises(ValidationError) as refused:
        validate_links(f'<p><a href="{escape_angles(url)}">x</a></p>')
    assert refused.value.code == "unsafe_link"
    assert f"“{url.removeprefix('unsafe:')[:60]}”" in refused.value.message


@pytest.mark.parametrize(
    "attribute",
    [
        "href=javascript:alert(1)",
        "href='javascript:alert(1)'",
        'href="&#106;avascript:alert(1)"',
        'href="&#x6A;avascript&colon;alert(1)"',
        'href="java&Tab;script:alert(1)"',
        'HREF="javascript:alert(1)"',
        'href="https://a.example" href="javascript:alert(1)"',
        'linktype="page" id="1" href="javascript:alert(1)"',
    ],
)
def test_no_spelling_of_the_tag_hides_an_unsafe_link(attribute):
    with pytest.raises(ValidationError):
        validate_links(f"<p><a {attribute}>x</a></p>")


@pytest.mark.parametrize("url", SAFE)
def test_link_that_only_speaks_of_scripts_is_accepted(url):
    validate_links(f'<p><a href="{url}">x</a> javascript:alert(1)</p>')


def contentstate(url):
    """What the editor posts for one linked word."""
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "a1b2c",
                    "text": "word",
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [{"key": 0, "offset": 0, "length": 4}],
                }
            ],
            "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}},
        }
    )


@pytest.fixture
def editor():
    return get_rich_text_editor_widget(features=ARTICLE_FEATURES)


@pytest.mark.parametrize("url", UNSAFE[:-1])
def test_unsafe_link_from_the_editor_is_refused_instead_of_dropped(editor, url):
    stored = editor.value_from_datadict({"text": contentstate(url)}, {}, "text")
    with pytest.raises(ValidationError, match="cannot be used"):
        validate_links(stored)


def test_unsafe_link_comes_back_to_the_editor_with_its_words_and_address(editor):
    stored = editor.value_from_datadict({"text": contentstate("javascript:alert(1)")}, {}, "text")
    shown = json.loads(editor.format_value(stored))
    assert shown["blocks"][0]["text"] == "word"
    assert shown["entityMap"]["0"]["data"]["url"] == "unsafe:javascript:alert(1)"


@pytest.mark.parametrize("url", [*SAFE, "", None])
def test_safe_link_from_the_editor_is_stored_as_it_is(editor, url):
    stored = editor.value_from_datadict({"text": contentstate(url)}, {}, "text")
    validate_links(stored)
    assert BeautifulSoup(stored, "html.parser").a.attrs == {"href": url or ""}


# Words alone


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<h2>one</h2><p>two<br/>three</p>", "one\n\ntwo\nthree"),
        ("<ul><li>one</li><li>two</li></ul><p>three</p>", "one\ntwo\n\nthree"),
        ("<p>a</p><ol><li>b<ol><li>c</li></ol></li><li>d</li></ol>", "a\n\nb\nc\nd"),
        ("<p>w<b>or</b>d  and\n more</p>", "word and more"),
        ("<p>a&nbsp;&lt; b &amp; c</p>", "a < b & c"),
        ('<p data-block-key="a">&nbsp;</p><h2> </h2>', ""),
        ("<p>never <b>closed", "never closed"),
        ("<ul><li>a</ul><p>b</p></ul><p>c</p>", "a\n\nb\n\nc"),
        ("<p>a</p> \n <p>b</p>", "a\n\nb"),
    ],
)
def test_plain_text_has_paragraphs_apart_and_list_items_on_lines(html, text):
    assert plain(html) == text


@given(st.text())
def test_any_text_is_its_words(text):
    assert plain(f"<p>{escape(text)}</p>").split() == text.split()
