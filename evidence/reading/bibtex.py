"""BibTeX and BibLaTeX, by bibtexparser."""

import re
from unicodedata import normalize

import bibtexparser
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from pylatexenc.latex2text import LatexNodes2Text

from evidence.doi import doi_in
from evidence.reading.dates import date_of
from evidence.reading.found import Found, filled, person, unreadable
from evidence.reading.parts import edition_of

TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "manual": "book",
    "mastersthesis": "thesis",
    "mvbook": "book",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "software": "software",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "www": "webpage",
}
THESES = {"phdthesis": "Doctoral dissertation", "mastersthesis": "Master’s thesis"}

_decoder = LatexNodes2Text(math_mode="text", strict_latex_spaces=False)
_SET = [
    (re.compile(r"\\(?:emph|textit|textsl|mkbibemph)\s*\{([^{}]*)\}"), r"<i>\1</i>"),
    (re.compile(r"\\textbf\s*\{([^{}]*)\}"), r"<b>\1</b>"),
    (re.compile(r"\\textsubscript\s*\{([^{}]*)\}|\$_\{?([^{}$]+?)\}?\$"), r"<sub>\1\2</sub>"),
    (re.compile(r"\\textsuperscript\s*\{([^{}]*)\}|\$\^\{?([^{}$]+?)\}?\$"), r"<sup>\1\2</sup>"),
]


def read(text):
    """Yields a `Found` for each entry of BibTeX, and for what should be one."""
    library = bibtexparser.parse_string(text.lstrip("\ufeff"))
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        yield unreadable(f"line {line}", "This BibTeX entry cannot be read. Are all braces closed?")
    for entry in library.entries:
        fields = {field.key.lower(): str(field.value).strip() for field in entry.fields}
        try:
            item = _item_of(entry.entry_type.lower(), fields)
        except InvalidNameError as error:
            yield unreadable(entry.key, f"The name “{error.name}” cannot be read.")
            continue
        except RecursionError:
            yield unreadable(entry.key, "Too many braces stand inside each other.")
            continue
        if "title" in item:
            yield Found(entry.key, item)
        else:
            yield unreadable(entry.key, "This BibTeX entry has no title.")


def _item_of(kind, raw):
    def text(*names):
        return next((found for name in names if (found := decoded(raw.get(name, "")))), "")

    type = TYPES.get(kind, "document")
    url = raw.get("url") or raw.get("howpublished", "")
    url = _address(url)
    if type == "document" and url:
        type = "webpage"
    is_preprint = "arxiv" in (raw.get("archiveprefix", "") + raw.get("eprinttype", "")).lower()
    if type in ("document", "webpage") and is_preprint:
        type = "article"
    number = text("number")
    is_serial = type in ("article-journal", "periodical")
    return filled(
        type=type,
        title=_title(text("title"), text("subtitle")),
        author=names_of(raw.get("author", "")),
        editor=names_of(raw.get("editor", "")),
        translator=names_of(raw.get("translator", "")),
        issued=date_of(text("date", "year"), text("month"), text("day")),
        container_title=text("journaltitle", "journal", "booktitle", "maintitle"),
        collection_title=text("series"),
        volume=text("volume"),
        issue=text("issue") or (number if is_serial else ""),
        number="" if is_serial else number or text("eid"),
        page=pages_of(text("pages")) or (text("eid") if is_serial else ""),
        edition=edition_of(text("edition")),
        publisher=text("publisher", "school", "institution", "organization")
        or ("arXiv" if is_preprint else ""),
        publisher_place=text("location", "address"),
        genre=text("type") or THESES.get(kind, "Preprint" if is_preprint else ""),
        version=text("version"),
        DOI=doi_in(_unescaped(raw.get("doi", ""))),
        URL=url,
        ISBN=text("isbn"),
        ISSN=text("issn"),
        language=text("langid", "language"),
        accessed=date_of(text("urldate")),
        abstract=text("abstract"),
    )


_COMBINING = {
    **{"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308"},
    **{"=": "\u0304", ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "r": "\u030a"},
    **{"c": "\u0327", "k": "\u0328", "d": "\u0323", "b": "\u0331"},
}
_ACCENT = re.compile(
    r"\\(?:([`'^~\"=.])\s*|([uvHrckdb])(?:\s+|(?=\{)))"
    r"(?:\{\s*(\\?[^\W\d_][\u0300-\u036f]*)\s*\}|(\\?[^\W\d_][\u0300-\u036f]*))"
)


def _accented(found):
    letter = (found[3] or found[4]).replace("\\", "")
    return normalize("NFC", letter + _COMBINING[found[1] or found[2]])


def decoded(text):
    """A text without LaTeX, and with `i`, `b`, `sub` and `sup` where it had them."""
    for pattern, replacement in _SET:
        text = pattern.sub(replacement, text)
    while _ACCENT.search(text):
        # One may stand inside another.
        text = _ACCENT.sub(_accented, text)
    # As people write it, a comment or a column is none.
    text = re.sub(r"(?<!\\)([%&#_])", r"\\\1", text).replace("~", " ")
    return " ".join(_decoder.latex_to_text(text).split())


def names_of(text):
    """Names of CSL-JSON. They are told apart before LaTeX is decoded: braces keep one together."""
    names = []
    for name in split_multiple_persons_names(" ".join(text.split())) if text else []:
        if name.lower() == "others":
            continue
        if name.startswith("{") and _closes(name) == len(name) - 1:
            names.append({"literal": decoded(name)})
            continue
        parts = parse_single_name_into_parts(name, strict=False)
        family, given, particle, suffix = (
            decoded(" ".join(part)) for part in (parts.last, parts.first, parts.von, parts.jr)
        )
        if given:
            names.append(person(family, given, suffix, particle))
        else:
            names.append({"literal": " ".join(filter(None, [particle, family]))})
    return names


def _closes(text):
    """Where the brace closes with which a text begins."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if not depth:
            return at
    return -1


def _title(title, subtitle):
    return f"{title}: {subtitle}" if title and subtitle else title


def pages_of(text):
    return re.sub(r"\s*[-–—]+\s*", "-", text)


def _address(text):
    found = re.search(r"https?://[^\s{}]+", _unescaped(text))
    return found[0] if found else ""


def _unescaped(text):
    return re.sub(r"\\([%&#_~{}])", r"\1", text)
