"""BibTeX and BibLaTeX, by bibtexparser."""

import re
from unicodedata import normalize

import bibtexparser
from bibtexparser import Library
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.middlewares.parsestack import default_parse_stack
from bibtexparser.model import DuplicateBlockKeyBlock, Entry
from pylatexenc import latex2text, latexwalker
from pylatexenc.macrospec import MacroSpec

from evidence.csl.schema import TYPES as CSL_TYPES
from evidence.doi import doi_in
from evidence.reading.dates import date_of
from evidence.reading.found import Found, filled, person, unreadable
from evidence.reading.parts import SERIAL, edition_of

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

SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
"""Of `entrysubtype`, which BibLaTeX leaves to its users; any type of CSL may stand there, too."""

_TAGS = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph"), "i"),
    **{"textbf": "b", "textsubscript": "sub", "textsuperscript": "sup"},
}
_CHARACTERS = {
    **{"textless": "<", "textgreater": ">", "textasciicircum": "^"},
    **{"textbraceleft": "{", "textbraceright": "}"},
}


def _decoder():
    """What makes text of LaTeX, and what it takes for arguments."""

    def in_tag(tag):
        def text(node, l2tobj):
            arguments = node.nodeargd.argnlist if node.nodeargd else []
            return f"<{tag}>{l2tobj.nodelist_to_text(arguments)}</{tag}>"

        return text

    texts = latex2text.get_default_latex_context_db()
    macros = {name: in_tag(tag) for name, tag in _TAGS.items()} | _CHARACTERS
    specs = [latex2text.MacroTextSpec(name, text) for name, text in macros.items()]
    texts.add_context_category("ours", prepend=True, macros=specs)
    arguments = latexwalker.get_default_latex_context_db()
    specs = [MacroSpec(name, "{") for name in _TAGS]
    arguments.add_context_category("ours", prepend=True, macros=specs)
    decoder = latex2text.LatexNodes2Text(
        latex_context=texts, math_mode="text", strict_latex_spaces=False
    )
    return decoder, arguments


_decoder, _arguments = _decoder()
_SCRIPTS = [
    (re.compile(r"(?<!\\)\$_\{?([^{}$]+?)\}?\$"), r"\\textsubscript{\1}"),
    (re.compile(r"(?<!\\)\$\^\{?([^{}$]+?)\}?\$"), r"\\textsuperscript{\1}"),
]


def read(text):
    """Yields a `Found` for each entry of BibTeX, and for what should be one."""
    for entry in _blocks(text.lstrip("\ufeff")):
        if not isinstance(entry, Entry):
            yield unreadable(
                _place_of(entry),
                "This BibTeX entry cannot be read. Has it a key, are all braces closed, and does "
                "no field stand there twice?",
            )
            continue
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


def _blocks(text):
    """Entries, and what should be some, in the order of the text."""
    library = bibtexparser.parse_string(text)
    failed = [block for block in library.failed_blocks if not _is_again(block)]
    # What has the key of another is not read to its end: it is read anew under a key of its own.
    again = [block.ignore_error_block for block in library.failed_blocks if _is_again(block)]
    for number, entry in enumerate(again):
        entry.key = str(number)
    others = Library([*library.strings, *again])
    for middleware in default_parse_stack():
        others = middleware.transform(others)
    for entry in others.entries:
        entry.key = _place_of(entry)
    blocks = [*failed, *library.entries, *others.entries]
    return sorted(blocks, key=lambda block: block.start_line or 0)


def _is_again(block):
    is_duplicate = isinstance(block, DuplicateBlockKeyBlock)
    return is_duplicate and isinstance(block.ignore_error_block, Entry)


def _place_of(block):
    return f"line {(block.start_line or 0) + 1}"


def _item_of(kind, raw):
    def text(*names):
        return next((found for name in names if (found := decoded(raw.get(name, "")))), "")

    subtype = text("entrysubtype").lower()
    subtype = SUBTYPES.get(subtype, subtype if subtype in CSL_TYPES else "")
    type = subtype or TYPES.get(kind, "document")
    url = raw.get("url") or raw.get("howpublished", "")
    url = _address(url)
    if type == "document" and url and not subtype:
        type = "webpage"
    is_preprint = "arxiv" in (raw.get("archiveprefix", "") + raw.get("eprinttype", "")).lower()
    if type in ("document", "webpage") and is_preprint:
        type = "article"
    number = text("number")
    is_serial = type in SERIAL
    return filled(
        type=type,
        title=_title(text("title"), text("subtitle")),
        title_short=text("shorttitle"),
        author=names_of(raw.get("author", "")),
        editor=names_of(raw.get("editor", "")),
        translator=names_of(raw.get("translator", "")),
        issued=date_of(text("date", "year"), text("month"), text("day")),
        container_title=text("journaltitle", "journal", "booktitle", "maintitle"),
        collection_title=text("series"),
        volume=text("volume"),
        issue=text("issue") or (number if is_serial else ""),
        number=text("eid") if is_serial else number or text("eid"),
        page=pages_of(text("pages")),
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
    if not text:
        return ""
    for pattern, replacement in _SCRIPTS:
        text = pattern.sub(replacement, text)
    while _ACCENT.search(text):
        # One may stand inside another.
        text = _ACCENT.sub(_accented, text)
    # As people write it, a comment or a column is none.
    text = re.sub(r"(?<!\\)([%&#_])", r"\\\1", text).replace("~", " ")
    return " ".join(_decoder.latex_to_text(text, latex_context=_arguments).split())


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
