"""What makes things public, as plain facts: nothing asks the tables, or `Visibility`, for them."""

from dataclasses import dataclass, field


@dataclass
class Timed:
    """What begins and ends to be public: a page or a call to action."""

    live: bool = True
    begins: object = None
    ends: object = None
    waits: tuple | None = None
    """Beginning and end of the version that waits for its moment."""
    has_live_version: bool = True

    def is_live(self, now):
        begun = self.begins is None or self.begins <= now
        return self.live and begun and (self.ends is None or self.ends > now)

    def publish(self, begins, ends, now):
        """Returns whether anything was written to the row."""
        if begins and begins > now:
            self.waits = (begins, ends)
            if self.has_live_version:
                return False
            self.live = self.has_live_version = False
        else:
            self.live, self.has_live_version, self.waits = True, True, None
        self.begins, self.ends = begins, ends
        return True

    def unpublish(self):
        if self.live:
            self.live, self.has_live_version, self.waits = False, False, None


@dataclass
class PageFacts(Timed):
    parent: int | None = None
    source: int | None = None
    """The page of which this is an alias."""
    closed: int = 0
    """Restrictions of the page itself."""


@dataclass
class CtaFacts(Timed):
    page: int | None = None
    url: str = ""


@dataclass
class Facts:
    """What is known of the publication without asking it."""

    pages: dict = field(default_factory=dict)
    ctas: dict = field(default_factory=dict)
    collections: dict = field(default_factory=dict)
    """Id to the id of the collection above."""
    closed: set = field(default_factory=set)
    """Collections that are restricted."""
    files: dict = field(default_factory=dict)
    """`images` and `documents`, and each one's collection."""

    def above(self, pk):
        """The page and all above it, upwards."""
        while pk is not None:
            yield pk
            pk = self.pages[pk].parent

    def is_closed(self, pk, seen=()):
        if pk is None or pk in seen:
            return False
        return any(
            self.pages[one].closed or self.is_closed(self.pages[one].source, (*seen, pk, one))
            for one in self.above(pk)
        )

    def shows(self, pk, now):
        return pk in self.pages and self.pages[pk].is_live(now) and not self.is_closed(pk)

    def below(self, pk):
        return [other for other in self.pages if pk in self.above(other)]

    def aliases(self, pk):
        """The aliases of a page, and theirs."""
        for other, facts in list(self.pages.items()):
            if facts.source == pk:
                yield facts
                yield from self.aliases(other)

    def file_is_closed(self, collection):
        while collection is not None:
            if collection in self.closed:
                return True
            collection = self.collections[collection]
        return False
