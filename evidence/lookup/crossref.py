"""What Crossref's REST API answers, as CSL-JSON."""

import re
from html import unescape

from evidence.doi import doi_in
from evidence.notices import Notice, kind_of
from evidence.reading.dates import iso_of
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
        parts = _parts(message.get(name))
        if parts and parts[0]:
            return {"date-parts": [parts]}
    return None


def _parts(date):
    parts = date.get("date-parts") if isinstance(date, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    return [part for part in first if isinstance(part, int)] if isinstance(first, list) else []


def notices_of(message):
    """The `Notice`s of other works about this one, the oldest first, those without a date before.

    They stand in `updated-by`, some twice: as the publisher and as Retraction Watch has them.
    What this work says of others stands in `update-to`, and is no notice about it.
    """
    found = {}
    updates = message.get("updated-by")
    for update in updates if isinstance(updates, list) else []:
        if not isinstance(update, dict):
            continue
        type, label = _text(update.get("type")), _text(update.get("label"))
        if type or label:
            kind = kind_of(type or label)
            doi = doi_in(str(update.get("DOI") or ""))
            notice = Notice(kind, doi, iso_of(_parts(update.get("updated"))), label or type)
            found.setdefault((kind, doi), notice)
    return sorted(found.values(), key=lambda notice: notice.date)


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
