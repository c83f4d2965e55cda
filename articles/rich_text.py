"""Rich text on its way to the public: links resolved, headings anchored, addresses absolute."""

import re
from html import unescape
from html.parser import HTMLParser
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.html import escape, strip_tags
from django.utils.text import slugify
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import check_url

PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
ARTICLE_FEATURES = ["h2", "h3", "h4", *PROSE_FEATURES, "superscript", "subscript"]

_HEADING = re.compile(r"<h([2-4])[^>]*>(.*?)</h\1>", re.DOTALL)
_ROOT_RELATIVE = re.compile(r'(<a\b[^>]*?\bhref=")(?=/(?!/))')


def expand_all(sources):
    """Display HTML of many rich texts, with one query per kind of link for all of them."""
    fence = f"<!--{uuid4()}-->"
    return expand_db_html(fence.join(sources)).split(fence)


def expand(source):
    """Display HTML of one rich text."""
    return expand_all([source])[0]


def with_anchors(htmls):
    """The HTMLs of one document, each heading given an `id` that is unique in the document."""
    taken = set()

    def anchored(match):
        level, inner = match.groups()
        stem = slugify(unescape(strip_tags(inner))) or "section"
        anchor, number = stem, 1
        while anchor in taken:
            number += 1
            anchor = f"{stem}-{number}"
        taken.add(anchor)
        return f'<h{level} id="{anchor}">{inner}</h{level}>'

    return [_HEADING.sub(anchored, html) for html in htmls]


def absolute_links(html, base_url):
    """Display HTML whose site-relative links start with `base_url`, for readers elsewhere."""
    return _ROOT_RELATIVE.sub(rf"\g<1>{escape(base_url)}", html)


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
                f"The link to “{href[:60]}” cannot be used. "
                "Link to a page, a document, or an address that starts with https://.",
                code="unsafe_link",
            )
