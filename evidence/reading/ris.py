"""RIS, by rispy, which finds nothing in a file that strays from the letter of the format."""

import re

import rispy

from evidence.doi import doi_in
from evidence.reading.dates import date_of
from evidence.reading.found import Found, filled, person, unreadable
from evidence.reading.parts import edition_of, split_particle

TYPES = {
    "ABST": "article-journal",
    "BLOG": "post-weblog",
    "BOOK": "book",
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
    "GOVDOC": "report",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "MANSCPT": "manuscript",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PREPRINT": "article",
    "RPRT": "report",
    "THES": "thesis",
    "UNPB": "manuscript",
}
SERIAL = {"article-journal", "article-magazine", "article-newspaper", "periodical"}
# Written with one or two spaces, or none before the text.
_TAG = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]{1,3}-[ \t]?(.*)")


class _Parser(rispy.RisParser):
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
    urls = [url for url in record.get("urls", []) if re.match(r"https?://\S+$", url)]
    if type == "document" and urls:
        type = "webpage"
    container = text("secondary_title", "journal_name", "alternate_title3", "alternate_title2")
    is_part = type in ("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary")
    is_inside = is_part or type in SERIAL or type in ("webpage", "post-weblog")
    number = text("number")
    return filled(
        type=type,
        title=text("title", "primary_title"),
        title_short=text("short_title"),
        author=names_of([*record.get("authors", []), *record.get("first_authors", [])]),
        editor=names_of(record.get("secondary_authors", [])) if is_part or type == "book" else [],
        issued=_date(text("date"), text("year", "publication_year")),
        container_title=container if is_inside else "",
        collection_title="" if is_inside else text("secondary_title"),
        volume=text("volume"),
        issue=number if type in SERIAL else "",
        number="" if type in SERIAL else number or text("note"),
        page=_pages(text("start_page"), text("end_page")),
        edition=edition_of(text("edition")),
        publisher=text("publisher"),
        publisher_place=text("place_published"),
        genre=text("type_of_work") if type in ("thesis", "report", "article") else "",
        DOI=doi_in(text("doi")),
        URL=urls[0] if urls else "",
        **{"ISBN" if type in ("book", "chapter") else "ISSN": text("issn")},
        language=text("language"),
        accessed=date_of(text("access_date")),
        abstract=text("abstract", "notes_abstract"),
    )


def names_of(lines):
    """Names of CSL-JSON: `Family, Given, Suffix`; one without a comma is an organisation."""
    names = []
    for line in lines:
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


def _date(full, year):
    found = date_of(full) if full else None
    return found if found and "date-parts" in found else date_of(year) or found


def _pages(start, end):
    if start and end and start != end and not re.search(r"[-–]", start):
        return f"{start}-{end}"
    return start
