"""RIS: lines of a tag and a text, each ended by CR LF.

Specification: https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp
"""

import re

from evidence.reading.dates import SEASONS
from evidence.reading.parts import SERIAL
from evidence.reading.ris import INSIDE, TYPES, VERSIONED
from evidence.writing.parts import (
    dates_of,
    numbers_of,
    people_of,
    texts_of,
    type_of,
    with_particles,
    year_of,
)

TAGS = {type: tag for tag, type in reversed(TYPES.items())} | {
    **{"article-journal": "JOUR", "paper-conference": "CPAPER", "report": "RPRT"},
}


def write(items):
    """The RIS of works. Marks such as `<i>` stay as CSL-JSON has them; lines hold no line breaks.

    What RIS has no tag for is left out: the tags are those that `evidence.reading.ris` reads.
    """
    return "\r\n".join(map(_record, items))


def _record(item):
    lines = [f"{tag}  - {text}\r\n" for tag, text in _lines(item) if text]
    return "".join([*lines, "ER  - \r\n"])


def _lines(item):
    """Pairs of a tag and its text, which is empty where there is none."""
    text, type = texts_of(item), type_of(item)
    is_inside, is_serial = type in INSIDE, type in SERIAL
    yield "TY", TAGS.get(type, "GEN")
    yield from (("AU", _name(person)) for person in people_of(item.get("author")))
    yield from (("A2", _name(person)) for person in people_of(item.get("editor")))
    yield from (("A4", _name(person)) for person in people_of(item.get("translator")))
    yield "TI", text("title")
    yield "ST", text("title-short") or text("shortTitle")
    if is_inside:
        yield "T2", text("container-title")
        yield "T3", text("collection-title")
    else:
        yield "T2", text("collection-title") or text("container-title")
    yield from _dates(item.get("issued"))
    yield "VL", text("volume")
    yield "IS", text("issue" if is_serial else "number")
    yield "C7", text("number") if is_serial else ""
    yield from _pages(text("page"))
    yield "ET", text("version" if type in VERSIONED else "edition")
    yield "PB", text("publisher")
    yield "CY", text("publisher-place")
    yield "M3", text("genre")
    yield "DO", text("DOI")
    yield "UR", text("URL").replace(" ", "%20")
    yield "Y2", _day(item.get("accessed"))
    yield "SN", text("ISSN")
    yield "SN", text("ISBN")
    yield "LA", text("language")
    yield "AB", text("abstract")


def _name(person):
    """`Family, Given, Suffix`; of an organisation's commas, EndNote wants the first one twice."""
    if person["literal"]:
        return person["literal"].replace(",", ",,", 1)
    family = with_particles(person).replace(",", "")
    name = ", ".join(filter(None, [family, person["given"], person["suffix"]]))
    return re.sub(r",[,\s]+", ", ", name)


def _dates(issued):
    """The year, and the date where more is known: of a range, its beginning."""
    ends, _ = dates_of(issued)
    yield "PY", year_of(ends[0]) if ends else ""
    is_year = bool(ends) and ends[0].keys() == {"year"}
    yield "DA", "" if is_year else _day(issued)


def _day(date):
    """`2022/03/07/`, `2022/03//` or `2022///summer`, or words."""
    ends, words = dates_of(date)
    if not ends:
        return words
    numbers = [*numbers_of(ends[0]), "", ""][:3]
    season = ends[0].get("season")
    return "/".join([*numbers, SEASONS[season - 1] if season else ""])


def _pages(page):
    found = re.fullmatch(r"([^-–,\s]+)\s*[-–]\s*([^-–,\s]+)", page)
    if found and found[1] != found[2]:
        yield "SP", found[1]
        yield "EP", found[2]
    else:
        yield "SP", page
