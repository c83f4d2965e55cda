"""Retractions and other notices from the CSV that Retraction Watch publishes through Crossref.

https://www.crossref.org/documentation/retrieve-metadata/retraction-watch
"""

import csv
import re
from io import TextIOWrapper
from typing import NamedTuple

from evidence.doi import doi_in, normalise_doi
from evidence.notices import Notice, kind_of
from evidence.reading.dates import date_of, iso_of

COLUMNS = ("OriginalPaperDOI", "RetractionDOI", "RetractionDate", "RetractionNature")
"""Those that are read; a file may have more, in any order."""
_WANTED = "The CSV of Retraction Watch is wanted, as it was published."
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b.*")


class Listed(NamedTuple):
    """A notice of a work, or why there is none."""

    place: str
    """Where in the file: `line 12`."""
    doi: str
    """Of the work."""
    notice: Notice | None
    problem: str = ""


def read(file):
    """Yields a `Listed` for each notice in a file that is open for reading bytes.

    It is read line by line. Works without a DOI (`unavailable`) are left out.
    """
    text = TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
    try:
        yield from _rows(csv.reader(text))
    finally:
        # Else the file would be closed with it.
        text.detach()


def _rows(rows):
    line = 1
    try:
        places = _places(next(rows, []))
        if missing := [name for name in COLUMNS if name not in places]:
            yield _unreadable(line, f"The first line has no {_named(missing)}. {_WANTED}")
            return
        line = rows.line_num + 1
        for row in rows:
            values = {name: row[at].strip() for name, at in places.items() if at < len(row)}
            if listed := _row_of(values, line):
                yield listed
            line = rows.line_num + 1
    except csv.Error:
        yield _unreadable(
            line,
            "From here on, the file cannot be read. Is a quotation mark not closed? Please fetch "
            "the file again.",
        )


def _places(header):
    return {name.strip(): at for at, name in enumerate(header) if name.strip() in COLUMNS}


def _named(names):
    return f"column {names[0]}" if len(names) == 1 else f"columns {', '.join(names)}"


def _row_of(values, line):
    """The `Listed` of a row, or None where it names no work."""
    doi = values.get("OriginalPaperDOI", "")
    if doi.lower() in ("", "unavailable"):
        return None
    nature = values.get("RetractionNature", "")
    if not nature:
        return _unreadable(line, "This line does not say what became of the work.")
    try:
        doi = normalise_doi(doi)
    except ValueError:
        return _unreadable(line, f"“{doi}” is not a DOI.")
    date = _date_of(values.get("RetractionDate", ""))
    notice = Notice(kind_of(nature), doi_in(values.get("RetractionDOI", "")), date, nature)
    return Listed(f"line {line}", doi, notice)


def _date_of(text):
    if found := _MONTH_FIRST.fullmatch(text):
        month, day, year = found.groups()
        return iso_of([int(year), int(month), int(day)])
    return iso_of((date_of(text) or {}).get("date-parts", [[]])[0])


def _unreadable(line, problem):
    return Listed(f"line {line}", "", None, problem)
