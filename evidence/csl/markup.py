"""The marks that survive in a title: balanced `i`, `b`, `sub` and `sup`.

While a reference is put together, each stands as one character of a private use area: neither
punctuation rules nor changes of case meet HTML. Only what is finished is escaped, once, as a whole.
"""

import re
from html import escape, unescape

import nh3

TAGS = ("i", "b", "sup", "sub")
NOCASE = "span"
"""CSL-JSON's `<span class="nocase">`: no style changes the case of what is inside."""
# Two characters of Unicode's private use area for each tag.
OPENING = {tag: chr(0xE100 + number) for number, tag in enumerate([*TAGS, NOCASE])}
CLOSING = {tag: chr(0xE110 + number) for number, tag in enumerate([*TAGS, NOCASE])}
MARKS = "".join([*OPENING.values(), *CLOSING.values()])
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ANY_TAG = re.compile(r"<(/?)(i|em|b|strong|sup|sub|span)(?:\s[^<>]*)?>", re.IGNORECASE)
_SAME = {"em": "i", "strong": "b"}


class formatter:
    """What citeproc-py has wrap what a style wants in italics and the like."""

    @staticmethod
    def preformat(text):
        return str(text)

    @staticmethod
    def _plain(text):
        return str(text)

    def _wrapped(tag):
        return staticmethod(lambda text: OPENING[tag] + str(text) + CLOSING[tag])

    Italic = Oblique = _wrapped("i")
    Bold = _wrapped("b")
    Superscript = _wrapped("sup")
    Subscript = _wrapped("sub")
    Light = Underline = SmallCaps = _plain


def marked(text):
    """A text of CSL-JSON with its tags as marks; tags without a partner stay text."""
    text = _PRIVATE.sub("", text)
    parts, opened, end = [], [], 0
    for found in _ANY_TAG.finditer(text):
        parts.append(text[end : found.start()])
        end = found.end()
        tag = found[2].lower()
        tag = _SAME.get(tag, tag)
        if not found[1]:
            opened.append((tag, len(parts)))
        elif opened and opened[-1][0] == tag:
            _, at = opened.pop()
            parts[at] = OPENING[tag]
            parts.append(CLOSING[tag])
            continue
        parts.append(found[0])
    return "".join([*parts, text[end:]])


def plain(text):
    """A text without its marks."""
    return text.translate(dict.fromkeys(map(ord, MARKS)))


def to_html(text, links=()):
    """HTML of a text with marks. What of it is in `links`, address by text, becomes a link.

    Italics within italics are upright, as typographers set them.
    """
    unmarked = text.replace(OPENING[NOCASE], "").replace(CLOSING[NOCASE], "")
    html = escape(_turned(unmarked), quote=False)
    for shown, address in links:
        shown = escape(shown, quote=False)
        if shown in html:
            anchor = f'<a href="{escape(address)}">{shown}</a>'
            before, _, after = html.rpartition(shown)
            html = before + anchor + after
            break
    for tag in TAGS:
        html = html.replace(OPENING[tag], f"<{tag}>").replace(CLOSING[tag], f"</{tag}>")
    return nh3.clean(html, tags={*TAGS, "a"}, attributes={"a": {"href"}}, link_rel=None)


def to_text(html):
    """The plain text of HTML that `to_html` has made."""
    return unescape(re.sub(r"<[^<>]*>", "", html))


def _turned(text):
    """A text whose italics within italics are closed instead of opened, and the other way round."""
    turned, depth = [], 0
    for character in text:
        if character == OPENING["i"]:
            turned.append((OPENING if depth % 2 == 0 else CLOSING)["i"])
            depth += 1
        elif character == CLOSING["i"]:
            depth -= 1
            turned.append((CLOSING if depth % 2 == 0 else OPENING)["i"])
        else:
            turned.append(character)
    empty = OPENING["i"] + CLOSING["i"]
    return "".join(turned).replace(empty, "")
