import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.csl.markup import MARKS, marked, plain, to_html, to_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("The life of <i>E. coli</i>", "The life of <i>E. coli</i>"),
        ("<em>E. coli</em> and <strong>more</strong>", "<i>E. coli</i> and <b>more</b>"),
        ("H<sub>2</sub>O, 10<sup>3</sup>", "H<sub>2</sub>O, 10<sup>3</sup>"),
        ('<i class="x" onclick="alert(1)">a</i>', "<i>a</i>"),
        ("<i>a<b>b</b></i>", "<i>a<b>b</b></i>"),
        ('<span class="nocase">HIV</span>', "HIV"),
        ("Pain & care, 5 < 6", "Pain &amp; care, 5 &lt; 6"),
        ("a <i>b", "a &lt;i&gt;b"),
        ("a</i> b", "a&lt;/i&gt; b"),
        ("<i>a<b>b</i></b>", "&lt;i&gt;a<b>b&lt;/i&gt;</b>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("&lt;script&gt;", "&amp;lt;script&amp;gt;"),
    ],
)
def test_balanced_tags_of_four_kinds_survive_and_all_else_is_text(text, html):
    assert to_html(marked(text)) == html


def test_marks_of_ours_cannot_be_sent_in():
    assert marked(f"a{MARKS}b") == "ab"


def test_italics_within_italics_are_upright():
    italic = marked("<i>Life of <i>E. coli</i> in water</i>")
    assert to_html(italic) == "<i>Life of </i>E. coli<i> in water</i>"
    assert to_html(marked("<i><i>a</i></i>")) == "a"


def test_what_is_a_link_is_linked_once_where_it_stands_last():
    html = to_html(
        "10.1/x. https://doi.org/10.1/x", [("https://doi.org/10.1/x", "https://e.org/?a&b")]
    )
    assert html == '10.1/x. <a href="https://e.org/?a&amp;b">https://doi.org/10.1/x</a>'


def test_no_link_leads_anywhere_but_to_the_web():
    assert to_html("x", [("x", "javascript:alert(1)")]) == "<a>x</a>"


@given(st.text("ab<>/&;i bsup\"'= \n\ue100\ue110"))
def test_whatever_comes_becomes_html_that_says_the_same(text):
    html = to_html(marked(text))
    assert to_text(html) == plain(marked(text))
    assert "<" not in to_text(html).replace(plain(marked(text)), "")
