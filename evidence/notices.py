"""What has become of a work after it was published: retractions, corrections and the like."""

import re
from typing import NamedTuple

from django.utils.dates import MONTHS

from evidence.doi import doi_url

KINDS = {
    "retraction": "Retraction",
    "expression-of-concern": "Expression of concern",
    "correction": "Correction",
    "reinstatement": "Reinstatement",
    "other": "Other notice",
}
"""Each kind with its name for people."""
# Crossref keeps what publishers send: https://www.crossref.org/documentation/crossmark
_WORDS = {
    "correct": "correction",
    "corrigend": "correction",
    "errat": "correction",
    "expressionofconcern": "expression-of-concern",
    "partialretraction": "retraction",
    "reinstat": "reinstatement",
    "remov": "retraction",
    # `retracion` and `retration` are at Crossref, too.
    "retra": "retraction",
    "withdraw": "retraction",
}
_ON_TRUST = ("retraction", "expression-of-concern", "reinstatement")
_SAID = {
    "retraction": "Retracted",
    "expression-of-concern": "Expression of concern",
    "correction": "Corrected",
    "reinstatement": "Reinstated",
}
_RETRACTED = {"partial": "Retracted in part", "withdraw": "Withdrawn", "remov": "Removed"}
"""What else became of a work, by the beginning of what the publisher calls its retraction."""
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")


class Notice(NamedTuple):
    kind: str
    """One of `KINDS`."""
    doi: str
    """Of the notice, which may be that of the work itself; empty where there is none."""
    date: str
    """`2019-01-31`, as much of it as is known, or empty."""
    label: str
    """What the publisher calls it, such as `Partial retraction`."""

    @property
    def said(self):
        """What became of the work: `Retracted`, `Expression of concern`, `New version`."""
        if self.kind == "retraction":
            name = self.label.lower()
            found = (said for start, said in _RETRACTED.items() if name.startswith(start))
            return next(found, _SAID[self.kind])
        return _SAID.get(self.kind) or self.label or KINDS["other"]

    @property
    def when(self):
        """Its date in words, such as `on 31 January 2019` or `in 2019`; empty without one."""
        found = _DATE.fullmatch(self.date)
        if not found:
            return ""
        year, month, day = (int(part or 0) for part in found.groups())
        if month not in MONTHS:
            return f"in {year}"
        return f"on {day} {MONTHS[month]} {year}" if day else f"in {MONTHS[month]} {year}"

    @property
    def text(self):
        """Such as `Retracted on 31 January 2019`, without a full stop."""
        # A work is retracted, but what is published about it is a concern, an addendum.
        is_published = self.when and self.kind in ("expression-of-concern", "other")
        return " ".join(filter(None, [self.said, is_published and "published", self.when]))

    @property
    def href(self):
        """Where it is read, or None."""
        return doi_url(self.doi) if self.doi else None


def is_taken_back(kinds):
    """Whether the last of the kinds that say either way is a retraction."""
    words = [kind for kind in kinds if kind in ("retraction", "reinstatement")]
    return words[-1:] == ["retraction"]


def warning_of(notices):
    """The `Notice` that readers must know before they rely on a work, of all that it has in order.

    That is the last retraction, unless the work was reinstated; else the last expression of
    concern, unless a retraction or a reinstatement has settled it. None without one.
    """
    if is_taken_back([notice.kind for notice in notices]):
        return next(notice for notice in reversed(notices) if notice.kind == "retraction")
    words = [notice for notice in notices if notice.kind in _ON_TRUST]
    return words[-1] if words and words[-1].kind == "expression-of-concern" else None


def kind_of(name):
    """The kind of a notice with a name such as `expression_of_concern`, `Erratum` or `removal`.

    What only adds to a work or replaces it, such as `new_version`, is `other`, as is any word that
    is not known. A partial retraction is a retraction: its label tells the difference.
    """
    letters = "".join(filter(str.isalpha, name.lower()))
    if letters == "err":
        return "correction"
    return next((kind for start, kind in _WORDS.items() if letters.startswith(start)), "other")
