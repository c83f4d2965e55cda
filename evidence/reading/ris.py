"""RIS, by rispy, which finds nothing in a file that strays from the letter of the format."""

import re

import rispy

from evidence.doi import doi_in
from evidence.reading.dates import date_of
from evidence.reading.found import Found, filled, person, unreadable
from evidence.reading.parts import SERIAL, edition_of, split_particle

TYPES = {
    "ABST": "article-journal",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "FIGURE": "figure",
    "GOVDOC": "report",
    "HEAR": "hearing",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "PREPRINT": "article",
    "RPRT": "report",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "VIDEO": "motion_picture",
}
# Written with one or two spaces, or none before the text.
_TAG = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]{1,3}-[ \t]?(.*)")


_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]\b.*")
INSIDE = {
    *("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"),
    *("webpage", "post-weblog"),
    *SERIAL,
}
"""Types whose T2 is what holds the work; of the others, it is a series."""
DESCRIBED = ("thesis", "report", "article")
"""Types whose M3 says of what kind they are; elsewhere, programs put anything there."""
VERSIONED = ("software", "dataset")
"""Types whose ET is a version."""


class _Parser(rispy.RisParser):
    DEFAULT_LIST_TAGS = [*rispy.RisParser.DEFAULT_LIST_TAGS, "SN"]
    # rispy splits addresses at any semicolon.
    DEFAULT_DELIMITER_MAPPING = {}

    def _add_tag(self, record, tag, content, extend_multiline=False):
        # A text may go on before the first tag.
        if tag is not None:
            super()._add_tag(record, tag, content, extend_multiline)


def read(text):
    """Yields a `Found` for each reference of RIS."""
    lines = tidied(text)
    for place, lines_of_one in _records(lines):
        records = _Parser(skip_unknown_tags=True).parse("\n".join(lines_of_one))
        item = _item_of(records[0]) if records else {}
        if "title" in item:
            yield Found(place, item)
        else:
            yield unreadable(place, "This RIS reference has no title (TI or T1).")


def tidied(text):
    """The lines of RIS as rispy wants them."""
    lines = []
    for line in text.lstrip("\ufeff").splitlines():
        found = _TAG.fullmatch(line)
        lines.append(f"{found[1]}  - {(found[2] or '').strip()}" if found else line.strip())
    return lines


def _records(lines):
    """The lines of each reference, with its place and an end even where the file has none."""
    record, place = None, ""
    for number, line in enumerate(lines, 1):
        if line.startswith("TY  - "):
            if record:
                yield place, [*record, "ER  - "]
            record, place = [line], f"line {number}"
        elif line.startswith("ER  -"):
            if record:
                yield place, [*record, "ER  - "]
            record = None
        elif record is not None and line:
            record.append(line)
    if record:
        yield place, [*record, "ER  - "]


def _item_of(record):
    def text(*names):
        values = (record.get(name) for name in names)
        return next((" ".join(str(value).split()) for value in values if value), "")

    type = TYPES.get(record["type_of_reference"].upper(), "document")
    urls = re.split(r"[;\s]+(?=https?://)", " ".join(record.get("urls", [])))
    urls = [url for url in urls if re.match(r"https?://\S+$", url)]
    if type == "document" and urls:
        type = "webpage"
    container = text("secondary_title", "journal_name", "alternate_title3", "alternate_title2")
    is_inside, is_serial = type in INSIDE, type in SERIAL
    number, edition = text("number"), text("edition")
    return filled(
        type=type,
        title=text("title", "primary_title"),
        title_short=text("short_title"),
        author=names_of([*record.get("authors", []), *record.get("first_authors", [])]),
        editor=names_of(record.get("secondary_authors", [])) if type != "thesis" else [],
        translator=names_of(record.get("subsidiary_authors", [])),
        issued=_date(text("date"), text("year", "publication_year")),
        container_title=container if is_inside else "",
        collection_title=text("tertiary_title" if is_inside else "secondary_title"),
        volume=text("volume"),
        issue=number if is_serial else "",
        number=text("custom7") if is_serial else number or text("note"),
        page=_pages(text("start_page"), text("end_page")),
        edition="" if type in VERSIONED else edition_of(edition),
        version=edition if type in VERSIONED else "",
        publisher=text("publisher"),
        publisher_place=text("place_published"),
        genre=text("type_of_work") if type in DESCRIBED else "",
        DOI=doi_in(text("doi")),
        URL=urls[0] if urls else "",
        **_serial_numbers(record.get("issn", [])),
        language=text("language"),
        accessed=date_of(text("access_date")),
        abstract=text("abstract", "notes_abstract"),
    )


def names_of(lines):
    """Names of CSL-JSON: `Family, Given, Suffix`; one without a comma is an organisation.

    An organisation's own first comma is doubled, as in EndNote.
    """
    names = []
    for line in lines:
        if ",," in line:
            names.append({"literal": line.replace(",,", ",", 1).strip()})
            continue
        family, *others = (part.strip() for part in line.split(","))
        given, suffix = [*others, "", ""][:2]
        if not family and not given:
            continue
        particle, family = split_particle(family)
        if given:
            names.append(person(family, given, suffix, particle))
        else:
            names.append({"literal": f"{particle} {family}".strip()})
    return names


def _serial_numbers(numbers):
    """The first ISSN and the first ISBN, told apart by their form."""
    found = {}
    for number in numbers:
        found.setdefault("ISSN" if _ISSN.fullmatch(number) else "ISBN", number)
    return found


def _date(full, year):
    found = date_of(full) if full else None
    return found if found and "date-parts" in found else date_of(year) or found


def _pages(start, end):
    if start and end and start != end and not re.search(r"[-–]", start):
        return f"{start}-{end}"
    return start
