"""What Crossref's REST API answers, as CSL-JSON."""

import re
from html import unescape

from evidence.doi import doi_in
from evidence.reading.found import filled, person

TYPES = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-series": "book",
    "book-set": "book",
    "component": "document",
    "database": "dataset",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "grant": "document",
    "journal": "periodical",
    "journal-article": "article-journal",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "monograph": "book",
    "other": "document",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry-encyclopedia",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "standard": "standard",
}
DATES = ("published-print", "published-online", "issued", "published", "posted", "approved")
_TAGS = {"italic": "i", "i": "i", "em": "i", "bold": "b", "b": "b", "strong": "b"}
_TAGS |= {"sub": "sub", "inf": "sub", "sup": "sup"}
_TAG = re.compile(r"<(/?)(?:\w+:)?(\w+)[^<>]*?(/?)>")


def item_of(message):
    """CSL-JSON of the `message` of an answer, without an id."""
    type = TYPES.get(message.get("type"), "document")
    subtype = message.get("subtype")
    number = _text(message.get("article-number"))
    return filled(
        type=type,
        title=title_of(message),
        author=names_of(message.get("author")),
        editor=names_of(message.get("editor")),
        translator=names_of(message.get("translator")),
        issued=date_of(message),
        container_title=_first(message.get("container-title")),
        volume=_text(message.get("volume")),
        issue=_text(message.get("issue")),
        page=_text(message.get("page")),
        number=number or _text((message.get("report-number") or [""])[0]),
        edition=_text(message.get("edition-number")),
        publisher=publisher_of(message, type),
        genre="Preprint" if subtype == "preprint" else _text((message.get("degree") or [""])[0]),
        DOI=doi_in(str(message.get("DOI") or "")),
        ISBN=_first(message.get("ISBN")),
        ISSN=_first(message.get("ISSN")),
        language=_text(message.get("language")),
    )


def title_of(message):
    """Title and subtitle. Crossref has both as lists."""
    title, subtitle = _first(message.get("title")), _first(message.get("subtitle"))
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{'' if title.endswith(('?', '!', ':')) else ':'} {subtitle}"


def names_of(names):
    """Names of CSL-JSON from Crossref's, of which organisations have a `name` alone."""
    found = []
    for one in names if isinstance(names, list) else []:
        if not isinstance(one, dict):
            continue
        family, given, suffix = (_text(one.get(part)) for part in ("family", "given", "suffix"))
        if family:
            found.append(person(family, given, suffix))
        elif name := _text(one.get("name")) or given:
            found.append({"literal": name})
    return found


def date_of(message):
    """The date in print, or else the first that is known; `[[null]]` is none."""
    for name in DATES:
        date = message.get(name)
        parts = (date.get("date-parts") or [[]])[0] if isinstance(date, dict) else []
        parts = [part for part in parts if isinstance(part, int)]
        if parts and parts[0]:
            return {"date-parts": [parts]}
    return None


def publisher_of(message, type):
    institutions = message.get("institution") or []
    if isinstance(institutions, dict):
        institutions = [institutions]
    names = [_text(one.get("name")) for one in institutions if isinstance(one, dict)]
    if type in ("article", "thesis", "report") and any(names):
        return next(filter(None, names))
    return _text(message.get("publisher"))


def text_of(value):
    """Crossref's text: entities, twice encoded at times, and JATS or HTML for what is set apart."""
    text = unescape(unescape(value))
    text = re.sub(r"<(?:\w+:)?math\b.*?</(?:\w+:)?math>", _of_formula, text, flags=re.DOTALL)

    def tag(found):
        name = _TAGS.get(found[2].lower())
        if name:
            return f"<{found[1]}{name}>"
        return " " if found[2].lower() in ("br", "break", "p") else ""

    return " ".join(_TAG.sub(tag, text).split())


def _of_formula(found):
    return re.sub(r"<[^<>]*>|\s+", "", found[0])


def _text(value):
    return text_of(str(value)) if isinstance(value, (str, int)) else ""


def _first(value):
    if isinstance(value, list):
        value = value[0] if value else ""
    return _text(value)
