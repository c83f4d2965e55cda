"""What is made of a work's CSL-JSON for its other columns."""

import re

from citeproc.source import Date, DateRange

from evidence.csl.data import Fields
from evidence.csl.markup import plain
from evidence.csl.references import References
from evidence.notices import is_taken_back
from evidence.styles import STYLES


def columns_of(csl, notices):
    """The values of `evidence.models.DERIVED` but for the references, which take longest."""
    fields = Fields({**csl, "id": ""})
    url = plain(str(fields.get("URL", "")))
    makers = [*fields.get("author", []), *fields.get("editor", [])]
    return {
        "title": plain(str(fields.get("title", ""))),
        "doi": csl.get("DOI") or "",
        "year": year_of(fields),
        "url": url if re.match("https?://", url) else "",
        "names": "; ".join(map(full_name, makers)),
        "is_retracted": is_taken_back([one["kind"] for one in notices]),
    }


def formatted(csl, styles=STYLES):
    """Text and HTML of the reference, as it stands alone, by the name of the style.

    It comes of whatever the CSL-JSON holds.
    """
    found = {}
    for style in styles:
        (entry,) = References([{**csl, "id": "work"}], style).entries()
        found[style] = {"text": entry.text, "html": entry.html}
    return found


def year_of(fields):
    """The year in which a work was issued, the first of several; None where none is known."""
    issued = fields.get("issued")
    issued = issued.begin if isinstance(issued, DateRange) else issued
    return issued.year if isinstance(issued, Date) else None


def full_name(name):
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")
    return plain(" ".join(name[part] for part in parts if part in name))


def storable(value):
    """CSL-JSON without the characters that no database takes as text: NUL and lone surrogates."""
    if isinstance(value, str):
        return re.sub("[\0\ud800-\udfff]", "", value)
    if isinstance(value, list):
        return [storable(each) for each in value]
    if isinstance(value, dict):
        return {storable(name): storable(each) for name, each in value.items()}
    return value
