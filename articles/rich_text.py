"""Rich text on its way to the public: links resolved, headings anchored, addresses absolute."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote, urlencode
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.html import escape, strip_tags
from django.utils.text import slugify
from wagtail.api.rich_text import APIRichText
from wagtail.coreutils import string_to_ascii
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.rewriters import LinkRewriter
from wagtail.whitelist import check_url

from delivery.answers import Answer

PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
ARTICLE_FEATURES = ["h2", "h3", "h4", *PROSE_FEATURES, "superscript", "subscript", "work"]

PAGE_IDS = {
    "about-the-authors",
    "cite-this-article",
    "columns",
    "end",
    "latest",
    "main",
    "password",
    "password-error",
    "query",
    "references",
    "warning-expression-of-concern",
    "warning-retraction",
}
"""The ids that templates give to parts of the pages around rich text."""

UNSAFE = "unsafe:"
"""Stands in front of an address that a browser would run, until the editor has mended it."""

_HEADING = re.compile(r"<h([2-4])[^>]*>(.*?)</h\1>", re.DOTALL)
_ANCHORED = re.compile(r'<h([2-4]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_ROOT_RELATIVE = re.compile(r'(<a\b[^>]*?\bhref=")(?=/(?!/))')


class Heading(Answer):
    """A heading of a text, and where it stands: `#` and the anchor lead to it."""

    level: int
    """As in HTML, 2 to 4: the page's title is the only one of level 1."""
    text: str
    anchor: str


def expand_all(sources):
    """Display HTML of many rich texts, with one query per kind of link for all of them."""
    fence = f"<!--{uuid4()}-->"
    htmls = expand_db_html(fence.join(sources)).split(fence)
    if len(htmls) != len(sources):  # A tag that is never closed has swallowed a fence.
        htmls = [expand_db_html(source) for source in sources]
    return htmls


def expand(source):
    """Display HTML of one rich text."""
    return expand_all([source])[0]


def with_anchors(htmls):
    """The HTMLs of one document, each heading given an `id` that is unique on its page."""
    taken = set(PAGE_IDS)

    def anchored(match):
        level, inner = match.groups()
        stem = slugify(string_to_ascii(unescape(strip_tags(inner)))) or "section"
        anchor, number = stem, 1
        while anchor in taken:
            number += 1
            anchor = f"{stem}-{number}"
        taken.add(anchor)
        return f'<h{level} id="{anchor}">{inner}</h{level}>'

    return [_HEADING.sub(anchored, html) for html in htmls]


def anchored_headings(html):
    """The headings of an HTML that went through `with_anchors`; those without words left out."""
    found = (
        Heading(level=int(level), text=plain(inner), anchor=anchor)
        for level, anchor, inner in _ANCHORED.findall(html)
    )
    return [heading for heading in found if heading.text]


def absolute_links(html, base_url):
    """Display HTML whose site-relative links start with `base_url`, for readers elsewhere."""
    return _ROOT_RELATIVE.sub(rf"\g<1>{escape(base_url)}", html)


def in_format(name, source, html, base_url, features):
    """A rich text in one of Wagtail's API formats (`rich_text_format`); its setting's for None.

    `source` is what is stored and `html` its display HTML. No format asks the database again or
    names the address of a hidden page or document, as Wagtail's own Markdown would.
    """
    name = name or APIRichText.get_default_format()
    if name == APIRichText.FORMAT_HTML:
        return absolute_links(html, base_url)
    if name == APIRichText.FORMAT_MARKDOWN:
        source = absolute_links(html, base_url)
    elif name == APIRichText.FORMAT_DB_MARKDOWN:
        source = _references_as_addresses(source)
    return APIRichText.serialize(source, format=name, features=features)


def _reference(kind, *more):
    """The rule that turns links to one kind of object into Wagtail's addresses in Markdown.

    They hold the id, and those of `more` attributes that a link has.
    """

    def rule(attrs):
        known = {"id": attrs.get("id", "")} | {name: attrs[name] for name in more if name in attrs}
        return f'<a href="wagtail://{kind}?{escape(urlencode(known, quote_via=quote))}">'

    return rule


_references_as_addresses = LinkRewriter(
    {
        "page": _reference("page"),
        "document": _reference("document"),
        "work": _reference("work", "locator"),
    }
)


class _Words(HTMLParser):
    """The words of a rich text, with lines' ends where HTML has them."""

    def __init__(self):
        super().__init__()
        self.parts = []
        self.open_lists = 0
        self.ends = 0
        """Line ends to write before the next word."""

    def handle_starttag(self, tag, attrs):
        if tag in _LISTS or tag in _PARAGRAPHS:
            self.end_paragraph()
        elif tag in ("li", "br"):
            self.end_line()
        self.open_lists += tag in _LISTS

    def handle_endtag(self, tag):
        self.open_lists -= tag in _LISTS
        if tag in _LISTS or tag in _PARAGRAPHS:
            self.end_paragraph()

    def handle_data(self, data):
        if data.strip():
            self.parts.append("\n" * self.ends)
            self.ends = 0
        self.parts.append(re.sub(r"\s+", " ", data))

    def end_line(self):
        self.ends = max(self.ends, 1)

    def end_paragraph(self):
        self.ends = max(self.ends, 1 if self.open_lists > 0 else 2)


_LISTS = {"ol", "ul"}
_PARAGRAPHS = {"p", "h2", "h3", "h4"}


def plain(html):
    """The words of a rich text: a blank line between paragraphs, a line for each list item."""
    words = _Words()
    words.feed(html)
    words.close()
    lines = "".join(words.parts).strip().split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.hrefs = []

    def handle_starttag(self, tag, attrs):
        self.hrefs += [value or "" for name, value in attrs if name == "href"]


def validate_links(html):
    """Refuses rich text with a link that a browser would run, such as `javascript:`."""
    links = _Links()
    links.feed(html)
    for href in links.hrefs:
        if check_url(href) is None:
            raise ValidationError(
                f"The link to “{href.removeprefix(UNSAFE)[:60]}” cannot be used. "
                "Link to a page, a document, or an address that starts with https://.",
                code="unsafe_link",
            )
