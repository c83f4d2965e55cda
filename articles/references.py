"""The works that a page cites, as one set in the style of its site.

What formats references is loaded only where works have to be told apart or are marked in the text:
elsewhere each has its reference ready.
"""

from typing import NamedTuple

from django.utils.functional import cached_property

from evidence.styles import APA


class Reference(NamedTuple):
    """The reference of a work. Both are clean."""

    text: str
    html: str


def alone(work, style=APA):
    """The `Reference` of a work as it stands alone."""
    return Reference(**work.formatted[style])


class References:
    """The references of some works, each once, in the order in which they are cited."""

    def __init__(self, works, style=APA):
        self.works = works
        self.style = style

    def reference(self, pk):
        """The `Reference` of one of the works; None for another, such as one that is gone."""
        return self._references.get(pk)

    @cached_property
    def _references(self):
        if self._may_look_alike:
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
