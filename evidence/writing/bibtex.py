"""BibTeX that BibLaTeX reads, too."""

import re

from evidence.csl.markup import CLOSING, NOCASE, OPENING, marked
from evidence.csl.schema import TYPES as CSL_TYPES
from evidence.reading.bibtex import SUBTYPES, THESES, TYPES
from evidence.reading.dates import SEASONS
from evidence.reading.parts import SERIAL
from evidence.writing.keys import keys_of
from evidence.writing.parts import (
    dates_of,
    line_of,
    numbers_of,
    particle_of,
    people_of,
    texts_of,
    type_of,
    with_particles,
    year_of,
)

ENTRIES = {
    **dict.fromkeys(SERIAL - {"periodical"}, "article"),
    **{"review": "article", "review-book": "article"},
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "periodical": "periodical",
    "post": "online",
    "post-weblog": "online",
    "report": "techreport",
    "software": "software",
    "webpage": "online",
}
"""Entries that have a type's fields; `entrysubtype` says the rest."""
_SUBTYPES = {type: subtype for subtype, type in SUBTYPES.items()}
_PUBLISHERS = {
    **{"phdthesis": "school", "mastersthesis": "school"},
    **{"thesis": "institution", "techreport": "institution"},
}
# Macros that every BibTeX style knows.
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MARKS = {
    **{OPENING[NOCASE]: "{", OPENING["i"]: r"\textit{", OPENING["b"]: r"\textbf{"},
    **{OPENING["sub"]: r"\textsubscript{", OPENING["sup"]: r"\textsuperscript{"},
    **dict.fromkeys(CLOSING.values(), "}"),
}
_ESCAPED = {
    **{character: "\\" + character for character in "&%$#_"},
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
    # Not `\{`: BibTeX counts it, and a title may have one without the other.
    **{"{": r"\textbraceleft{}", "}": r"\textbraceright{}"},
    **{"<": r"\textless{}", ">": r"\textgreater{}"},
}
# What fonts of TeX would make one character of.
_LIGATURES = {"--", "''", "``", "?`", "!`", ",,"}
_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
_TOKEN = re.compile(rf"(?P<word>{_LETTER}+(?:[-’'.]{_LETTER}+)*)|.")


def write(items):
    """The BibTeX of works, an entry each, with the keys of `keys_of`.

    What BibTeX has no field for is left out: the fields are those that `evidence.reading.bibtex`
    reads.
    """
    return "\n".join(map(_entry, keys_of(items), items))


def latex(text, *, is_title=False):
    """A text as LaTeX prints it, with the marks of CSL-JSON.

    In titles, the words stand in braces that BibTeX styles would rob of a capital: all that have
    one but for the first letter of the whole, and what italics and the like protect already.
    """
    text = marked(line_of(text))
    parts, depth = [], 0
    for found in _TOKEN.finditer(text):
        token, at = found[0], found.start()
        if token in _MARKS:
            depth += -1 if token in CLOSING.values() else 1
            parts.append(_MARKS[token])
        elif is_title and not depth and found["word"] and _has_capital(token[at == 0 :]):
            parts.append(f"{{{token}}}")
        else:
            parts.append("{}" if text[max(at - 1, 0) : at + 1] in _LIGATURES else "")
            parts.append(_ESCAPED.get(token, token))
    return "".join(parts)


def _has_capital(word):
    return any(letter.isupper() or letter.istitle() for letter in word)


def _entry(key, item):
    type = type_of(item)
    kind = _thesis(item) if type == "thesis" else ENTRIES.get(type, "misc")
    lines = [f"  {name} = {value},\n" for name, value in _fields(item, type, kind) if value]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _thesis(item):
    genre = line_of(item.get("genre"))
    for kind, usual in THESES.items():
        if genre == usual:
            return kind
    # `type` stands for what a style prints else; without either, it would say “PhD thesis”.
    return "thesis" if not genre else "mastersthesis" if "master" in genre.lower() else "phdthesis"


def _fields(item, type, kind):
    """Pairs of a field and its value, in braces, that is empty where there is none."""
    text = texts_of(item)
    is_serial = type in SERIAL

    def braced(name, **how):
        return _braced(latex(text(name), **how))

    yield "entrysubtype", _braced(_subtype(type, kind, text("URL")))
    yield "author", _names(item.get("author"))
    yield "editor", _names(item.get("editor"))
    yield "translator", _names(item.get("translator"))
    yield "title", braced("title", is_title=True)
    yield "shorttitle", braced("title-short", is_title=True) or braced("shortTitle", is_title=True)
    yield "journal" if kind in ("article", "periodical") else "booktitle", braced("container-title")
    yield "series", braced("collection-title")
    yield from _dates(item.get("issued"))
    yield "volume", braced("volume")
    yield "number", braced("issue" if is_serial else "number")
    yield "eid" if is_serial else "issue", braced("number" if is_serial else "issue")
    yield "pages", _braced("--".join(map(latex, re.split(r"\s*[-–—]+\s*", text("page")))))
    yield "edition", braced("edition")
    yield _PUBLISHERS.get(kind, "publisher"), braced("publisher")
    yield "address", braced("publisher-place")
    yield "type", braced("genre") if THESES.get(kind) != text("genre") else ""
    yield "version", braced("version")
    yield "doi", _braced(verbatim(text("DOI")))
    yield "url", _braced(verbatim(text("URL")))
    yield "urldate", _braced(_accessed(item.get("accessed")))
    yield "isbn", braced("ISBN")
    yield "issn", braced("ISSN")
    yield "langid", braced("language")
    yield "abstract", braced("abstract")


def _braced(value):
    return f"{{{value}}}" if value else ""


def _subtype(type, kind, address):
    """What tells a type from others of the same entry; a document with an address is no page."""
    if TYPES.get(kind, "document") == type and not (type == "document" and address):
        return ""
    return _SUBTYPES.get(type, latex(type) if type in CSL_TYPES else "")


def verbatim(address):
    """A DOI or an address, which programs take as it is: only what would end it is encoded."""
    return re.sub(r"[\\{}\s]", lambda found: f"%{ord(found[0]):02X}", address)


def _names(value):
    return _braced(" and ".join(map(_name, people_of(value))))


def _name(person):
    """`von Last, Jr, First`, or an organisation in braces, which keep it together."""
    if person["literal"]:
        return _braced(latex(person["literal"]))
    particle, family = particle_of(person), person["family"]
    if not all(word.isalpha() and word[0].islower() for word in particle.split()):
        # Only small words are particles to BibTeX.
        particle, family = "", with_particles(person)
    last = " ".join(filter(None, [particle, _whole(family, is_family=True)]))
    return ", ".join(filter(None, [last, _whole(person["suffix"]), _whole(person["given"])]))


def _whole(part, is_family=False):
    """A part of a name, in braces where BibTeX would find more in it than one part."""
    text = latex(part)
    words = text.split()
    # bibtexparser loses its place between names at words such as `\%`.
    is_split = (
        "," in text or "and" in map(str.lower, words) or re.search(r"(?:^|\s)\\[&%$#_]", text)
    )
    has_small = len(words) > 1 and not all(word[0].isupper() for word in words)
    return _braced(text) if is_split or (is_family and has_small) else text


def _dates(issued):
    ends, words = dates_of(issued)
    if len(ends) > 1:
        # BibLaTeX prefers `date`; BibTeX knows only years.
        yield "date", _braced("/".join("-".join(numbers_of(end)) for end in ends))
    if not ends:
        yield "year", _braced(latex(words))
        return
    end = ends[0]
    yield "year", _braced(year_of(end))
    if "season" in end:
        yield "month", _braced(SEASONS[end["season"] - 1])
    elif "month" in end and len(ends) == 1:
        yield "month", _MONTHS[end["month"] - 1]
        yield "day", _braced(str(end.get("day", "")))


def _accessed(accessed):
    ends, words = dates_of(accessed)
    return "-".join(numbers_of(ends[0])) if ends else latex(words)
