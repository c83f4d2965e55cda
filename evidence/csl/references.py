"""The works of an article, formatted as one set: their list, and the marks in the text.

Suffixes of years, initials and further names in a mark depend on all works that are cited
(CSL 1.0.2, “Disambiguation”; APA Style 7, 8.17 to 8.20).
"""

import re
from collections import defaultdict
from contextlib import contextmanager
from functools import cmp_to_key
from typing import NamedTuple

from citeproc.source import VariableError

from evidence.csl.collation import collated
from evidence.csl.data import Person, Works
from evidence.csl.locators import locator_of
from evidence.csl.markup import MARKS, plain, to_html, to_text
from evidence.csl.styles import style_of
from evidence.doi import doi_url
from evidence.names import initials
from evidence.styles import APA


class Entry(NamedTuple):
    """A work in a list of references."""

    id: str
    label: str
    """Such as `1.` in styles that number; else empty."""
    html: str
    text: str


class Cite:
    """A work as citeproc-py asks for it while it renders."""

    def __init__(self, fields, number):
        self.reference, self.number, self.key = fields, number, fields.key
        self.locator = None
        self.is_mark = False
        """Whether its mark is being rendered, not its entry."""
        self.names_shown = None
        """How many names a mark shows; None: as many as the style says."""
        self.has_initials = False

    @property
    def has_locator(self):
        return self.locator is not None

    def get_field(self, name):
        return self.reference.get(name)


class References:
    """The works of CSL-JSON `items`, in the order in which they are cited, in a style."""

    def __init__(self, items, style=APA):
        self.style = style_of(style)
        works = Works(items)
        self.cites = {key: Cite(works[key], n) for n, key in enumerate(works, 1)}
        self._in_order = self._sorted(list(self.cites.values()))
        self._tell_apart()

    def entries(self, order="style"):
        """The `Entry` of each work, in the order of the style, or of citing (`cited`)."""
        cites = self._in_order if order == "style" else self.cites.values()
        return [self._entry(cite) for cite in cites]

    def mark(self, id, locator=""):
        """HTML of the mark of a work in the text, with a locator such as `pp. 4-5`.

        Raises KeyError for a work that is not of the set.
        """
        cite = self.cites[str(id)]
        cite.locator = locator_of(locator)
        return to_html(self._mark(cite))

    # One at a time

    def _entry(self, cite):
        layout = self.style.bibliography.layout
        label, children = "", list(layout)
        if self.style.bibliography.get("second-field-align") and len(children) > 1:
            label = plain(finished(self._rendered([children.pop(0)], cite))).strip()
        text = finished(self._rendered(children, cite) + layout.get("suffix", ""))
        html = to_html(text, links_of(cite.reference))
        return Entry(cite.key, label, html, to_text(html))

    def _mark(self, cite):
        layout = self.style.citation.layout
        with _as_a_mark(cite):
            text = self._rendered(list(layout), cite)
        text = layout.get("prefix", "") + text + layout.get("suffix", "")
        return finished(str(layout.format(text)))

    def _rendered(self, elements, cite):
        cite.reference.begin()
        parts = []
        for element in elements:
            try:
                parts.append(element.render(cite))
            except VariableError:
                continue
        return "".join(str(part) for part in parts if part is not None)

    # All of them

    def _sorted(self, cites):
        sort = self.style.bibliography.find("cs:sort", self.style.bibliography.nsmap)
        if sort is None:
            return cites
        layout = self.style.bibliography.layout
        columns = []
        for key in sort:
            descending = key.get("sort") == "descending"
            columns.append((descending, {cite.key: _sort_key(key, cite, layout) for cite in cites}))

        def compared(one, other):
            for descending, values in columns:
                left, right = values[one.key], values[other.key]
                if left != right:
                    # “Sorting”: what is empty comes last.
                    if not left or not right:
                        return 1 if not left else -1
                    return (1 if left > right else -1) * (-1 if descending else 1)
            return 0

        return sorted(cites, key=cmp_to_key(compared))

    def _tell_apart(self):
        """Makes the marks of different works differ, as far as the style wants it."""
        citation = self.style.citation
        if citation.get("disambiguate-add-givenname") == "true":
            by_family = defaultdict(set)
            for cite in self._in_order:
                if (first := _first_person(cite)) is not None:
                    by_family[first.get("family")].add(_initials(first))
            for cite in self._in_order:
                first = _first_person(cite)
                cite.has_initials = first is not None and len(by_family[first["family"]]) > 1
        if citation.get("disambiguate-add-names") == "true":
            for alike in self._alike():
                self._show_more_names(alike)
        if citation.get("disambiguate-add-year-suffix") == "true":
            for alike in self._alike():
                for number, cite in enumerate(alike):
                    cite.reference.values["year_suffix"] = letters(number)

    def _alike(self):
        """Works that have the same mark, in the order of the list."""
        groups = defaultdict(list)
        for cite in self._in_order:
            groups[_heard(self._mark(cite))].append(cite)
        return [group for group in groups.values() if len(group) > 1]

    def _show_more_names(self, alike):
        best, shown = 1, None
        for number in range(2, 1 + max(len(_names(cite)) for cite in alike)):
            for cite in alike:
                cite.names_shown = number
            different = len({_heard(self._mark(cite)) for cite in alike})
            if different > best:
                best, shown = different, number
        for cite in alike:
            cite.names_shown = shown


def links_of(fields):
    """What of a reference becomes a link, with its address: the DOI or else the URL."""
    doi, url = str(fields.get("DOI", "")), str(fields.get("URL", ""))
    links = []
    if doi:
        address = doi_url(doi)
        links += [(shown, address) for shown in (f"https://doi.org/{doi}", f"doi:{doi}", doi)]
    if url.startswith(("http://", "https://")):
        links.append((url, url))
    return links


def letters(number):
    """0 as `a`, 25 as `z`, 26 as `aa`."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


_CLOSE = f"[{MARKS}”’\"']*"
_RULES = [
    (re.compile(" {2,}"), " "),
    (re.compile(rf"([?!]{_CLOSE})\."), r"\1"),
    (re.compile(rf"(?<!\.)(\.{_CLOSE})\.(?!\.)"), r"\1"),
    (re.compile(r"(?<=[^.,])([”’]+)([.,])"), r"\2\1"),
]


def finished(text):
    """A rendered text with its punctuation in order (“Style-options”, as in English, US)."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text.strip()


def _sort_key(key, cite, layout):
    cite.reference.begin()
    try:
        found = key.sort_keys([cite], layout)[0]
    except VariableError:
        return ""
    if found is None:
        return ""
    text = str(found)
    return f"{int(text):09}" if text.isdecimal() else collated(text)


ROLES = ("author", "editor")


def _role(cite):
    return next((role for role in ROLES if cite.reference.values.get(role)), None)


def _names(cite):
    role = _role(cite)
    return cite.reference.values[role] if role else []


def _first_person(cite):
    names = _names(cite)
    return names[0] if names and "family" in names[0] else None


def _initials(person):
    return initials(person.get("given") or "")


def _heard(mark):
    """A mark as it is heard: italics and quotation marks tell no two titles apart."""
    return re.sub("[“”‘’]", "", plain(mark)).casefold()


@contextmanager
def _as_a_mark(cite):
    """While it lasts, the first name of a work has its initials, where marks need them."""
    values, role = cite.reference.values, _role(cite)
    names = values.get(role)
    if cite.has_initials:
        shown = Person(**names[0])
        shown["family"] = f"{_initials(shown)} {shown['family']}".strip()
        values[role] = [shown, *names[1:]]
    cite.is_mark = True
    try:
        yield
    finally:
        cite.is_mark = False
        if names:
            values[role] = names
