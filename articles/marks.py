"""References to works in rich text, on their way to readers: the marks of the page's style.

They are stored as links of the type `work`, with the work's id and a locator; what stands between
the tags is the mark as the editor saw it, and stays only where the work is gone.
"""

import re
from html import escape, unescape

from wagtail.rich_text.rewriters import extract_attrs

LINK = re.compile(r'<a\b([^<>]*\blinktype="work"[^<>]*)>(.*?)</a>', re.DOTALL)
_ID = re.compile(r"[0-9]{1,18}")


def links_in(html):
    """The ids of the works that a stored rich text refers to, in order."""
    return [pk for pk, _ in words_of_links(html)]


def words_of_links(html):
    """The id of each work that a stored rich text refers to, with the HTML that does, in order."""
    found = LINK.findall(html)
    return [(pk, words) for attrs, words in found if (pk := _id(extract_attrs(attrs)))]


def linking_instead(html, old, new):
    """A stored rich text that refers to one work instead of another: `old` and `new` are ids."""

    def link(match):
        attrs = extract_attrs(match[1])
        if _id(attrs) != old:
            return match[0]
        return _stored(new, unescape(attrs.get("locator", "")), match[2])

    return LINK.sub(link, html)


class Marks:
    """The marks of one page, numbered through all of its texts.

    `references` is the page's `articles.references.References`, which learns where works are
    mentioned.
    """

    def __init__(self, references):
        self.references = references
        references.begin()
        self.count = 0

    def stored(self, html):
        """A rich text as it is stored, each reference with the mark that readers see."""
        return self._with_marks(html, _stored)

    def shown(self, html):
        """The same with marks that lead to the list of references, for readers."""

        def link(pk, locator, mark):
            self.count += 1
            place = f"mark.{self.count}"
            self.references.mentions[pk].append(place)
            anchor = self.references.anchor(pk)
            return f'<a id="{place}" href="#{anchor}" role="doc-biblioref">{mark}</a>'

        return self._with_marks(html, link)

    def _with_marks(self, html, link):
        def replaced(match):
            attrs = extract_attrs(match[1])
            pk, locator = _id(attrs), unescape(attrs.get("locator", ""))
            mark = pk and self.references.mark(pk, locator)
            return link(pk, locator, mark) if mark else match[2]

        return LINK.sub(replaced, html)


def _id(attrs):
    text = attrs.get("id", "")
    return int(text) if _ID.fullmatch(text) and text.isascii() else None


def _stored(pk, locator, words):
    locator = f' locator="{escape(locator)}"' if locator else ""
    return f'<a linktype="work" id="{pk}"{locator}>{words}</a>'
