"""Where in its text an object answers a search: short extracts with the words in `<mark>`."""

import re

from django.utils.html import escape

EXTRACTS_MAX = 3
"""Extracts of one object."""
LENGTH = 160
"""Characters of one extract, before its ends are cut to whole words."""
TEXT_MAX = 50_000
"""Characters of one object's text that are looked through."""

_WORD = re.compile(r"\w+")
_ENDINGS = re.compile(r"(?:(?<=[sxz])|(?<=[cs]h))es$|(?<!s)s$|(?:ings?|edly|ed|ly)$")


def stem(word):
    """A word without its ending, roughly as the search indexes compare words."""
    word = word.lower()
    short = _ENDINGS.sub("", word)
    return short if len(short) > 2 else word


def highlights(query, texts):
    """Extracts of texts as HTML that is safe to show; none when only other forms were found."""
    wanted = {stem(word) for word in _WORD.findall(query)}
    found = []
    for text in texts:
        text = " ".join(text[:TEXT_MAX].split())
        end = 0
        for match in _WORD.finditer(text):
            if len(found) == EXTRACTS_MAX:
                return found
            if match.start() >= end and stem(match[0]) in wanted:
                start, end = around(text, match)
                found.append(marked(text, start, end, wanted))
    return found


def around(text, match):
    """Where the extract around a match begins and ends, at whole words."""
    if len(text) <= LENGTH:
        return 0, len(text)
    start = max(0, match.start() - LENGTH // 2)
    end = min(len(text), start + LENGTH)
    if start:
        start = text.find(" ", start, match.start()) + 1 or match.start()
    if end < len(text):
        end = max(text.rfind(" ", match.end(), end), match.end())
    return start, end


def marked(text, start, end, wanted):
    """A part of a text as HTML, the wanted words marked."""
    html, last = ["…" if start else ""], start
    for match in _WORD.finditer(text, start, end):
        if stem(match[0]) in wanted:
            html += [escape(text[last : match.start()]), f"<mark>{escape(match[0])}</mark>"]
            last = match.end()
    return "".join([*html, escape(text[last:end]), "…" if end < len(text) else ""])
