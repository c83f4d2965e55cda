"""What has become of a work after it was published: retractions, corrections and the like."""

from typing import NamedTuple

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


class Notice(NamedTuple):
    kind: str
    """One of `KINDS`."""
    doi: str
    """Of the notice, which may be that of the work itself; empty where there is none."""
    date: str
    """`2019-01-31`, as much of it as is known, or empty."""
    label: str
    """What the publisher calls it, such as `Partial retraction`."""


def kind_of(name):
    """The kind of a notice with a name such as `expression_of_concern`, `Erratum` or `removal`.

    What only adds to a work or replaces it, such as `new_version`, is `other`, as is any word that
    is not known. A partial retraction is a retraction: its label tells the difference.
    """
    letters = "".join(filter(str.isalpha, name.lower()))
    if letters == "err":
        return "correction"
    return next((kind for start, kind in _WORDS.items() if letters.startswith(start)), "other")
