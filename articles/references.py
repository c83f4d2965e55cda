"""The works that a page cites, as one set in the style of its site.

What formats references is loaded only where works have to be told apart or are marked in the text:
elsewhere each has its reference ready.
"""

from collections import defaultdict
from typing import NamedTuple

from django.utils.functional import cached_property

from evidence.styles import APA


class Reference(NamedTuple):
    """The reference of a work. Both are clean."""

    text: str
    html: str


class Listed(NamedTuple):
    """An entry of a list of references."""

    work: object
    anchor: str
    label: str
    """Such as `1.` in styles that number; else empty."""
    reference: Reference
    mentions: list
    """The places of its marks in the text."""


def alone(work, style=APA):
    """The `Reference` of a work as it stands alone."""
    return Reference(**work.formatted[style])


class References:
    """The references of some works, each once, in the order in which they are cited."""

    def __init__(self, works, style=APA):
        self.works = works
        self.style = style
        self.mentions = defaultdict(list)
        """The places of the marks in the text, by the id of the work that they mention."""
        self._marks = {}

    def begin(self):
        """Before the marks of the page's text are made."""
        self.mentions.clear()
        vars(self).pop("_references", None)

    def reference(self, pk):
        """The `Reference` of one of the works; None for another, such as one that is gone."""
        return self._references.get(pk)

    def mark(self, pk, locator=""):
        """HTML of the mark of a work in the text; None for one that is gone."""
        if pk not in self._ids:
            return None
        if (pk, locator) not in self._marks:
            self._marks[pk, locator] = self._formatted.mark(pk, locator)
        return self._marks[pk, locator]

    @staticmethod
    def anchor(pk):
        """Where the reference of a work stands in the list. No heading has a name with a dot."""
        return f"work.{pk}"

    @property
    def listed(self):
        """The `Listed` references in the order of the style; without marks, in that of citing."""
        works = {work.pk: work for work in self.works}
        if not self.mentions:
            return [
                Listed(work, self.anchor(work.pk), "", self.reference(work.pk), [])
                for work in self.works
            ]
        entries = ((int(entry.id), entry.label) for entry in self._formatted.entries())
        return [
            Listed(works[pk], self.anchor(pk), label, self.reference(pk), self.mentions.get(pk, []))
            for pk, label in entries
        ]

    @cached_property
    def _ids(self):
        return {work.pk for work in self.works}

    @cached_property
    def _references(self):
        if self.mentions or self._may_look_alike:
            entries = {int(entry.id): entry for entry in self._formatted.entries()}
            return {pk: Reference(entry.text, entry.html) for pk, entry in entries.items()}
        return {work.pk: alone(work, self.style) for work in self.works}

    @property
    def _may_look_alike(self):
        """Whether two works may need a letter behind their year (APA Style 7, 8.19)."""
        return len({(_lead(work.csl), work.year) for work in self.works}) < len(self.works)

    @cached_property
    def _formatted(self):
        from evidence.csl.references import References

        return References([{**work.csl, "id": str(work.pk)} for work in self.works], self.style)


def _lead(csl):
    """What the mark of a work begins with: the family of who made it, or its title."""
    for role in ("author", "editor"):
        names = csl.get(role)
        if isinstance(names, list) and names and isinstance(names[0], dict):
            return str(names[0].get("family") or names[0].get("literal")).casefold()
    return str(csl.get("title")).casefold()
