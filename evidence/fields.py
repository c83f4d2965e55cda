"""The fields of a work as editors fill them in: texts, from CSL-JSON and back.

What an editor leaves as it is stays as CSL-JSON has it, whatever a line of text cannot say.
"""

import re

from evidence.reading.dates import date_of
from evidence.reading.found import person
from evidence.reading.parts import split_particle

KINDS = {
    "article-journal": "Article in a journal",
    "article-magazine": "Article in a magazine",
    "article-newspaper": "Article in a newspaper",
    "book": "Book",
    "chapter": "Chapter in a book",
    "paper-conference": "Paper of a conference",
    "dataset": "Data set",
    "document": "Other document",
    "article": "Preprint",
    "report": "Report",
    "software": "Software",
    "thesis": "Thesis",
    "motion_picture": "Film or video",
    "webpage": "Web page",
    "post-weblog": "Post of a blog",
}
"""Types of CSL that are offered, each as editors call it."""
NAMES = ("author", "editor")
DATES = ("issued", "accessed")
TEXTS = (
    *("title", "container-title", "volume", "issue", "page", "number", "edition", "genre"),
    *("publisher", "DOI", "URL"),
)
SUFFIX = re.compile(r"Jr\.?|Sr\.?|[IVX]+")


def form_name(variable):
    """The name of a variable's field in the form."""
    return {"type": "kind", "DOI": "doi", "URL": "url"}.get(variable, variable.replace("-", "_"))


def filled_in(csl):
    """What the form shows of CSL-JSON, as text, by the names of its fields."""
    shown = {"type": str(csl.get("type") or "document")}
    for variable in TEXTS:
        value = csl.get(variable, "")
        shown[variable] = str(value) if isinstance(value, (str, int, float)) else ""
    for variable in NAMES:
        shown[variable] = "\n".join(line for line, _ in lines_of(csl.get(variable)))
    for variable in DATES:
        shown[variable] = date_text(csl.get(variable))
    return {form_name(variable): text for variable, text in shown.items()}


def filled_out(csl, texts):
    """CSL-JSON with those variables that a form has changed: `texts` by the names of its fields."""
    changed = dict(csl)
    for variable in ("type", *TEXTS, *NAMES, *DATES):
        text = texts.get(form_name(variable))
        if text is None:
            continue
        if variable in NAMES:
            value = names_of_lines(text, csl.get(variable))
        elif variable in DATES:
            value = date_of(text)
        else:
            value = text.strip()
        if value:
            changed[variable] = value
        else:
            changed.pop(variable, None)
    return changed


def lines_of(names):
    """A line for each name of CSL-JSON, with that name: `van der Berg, Jan`, or an organisation."""
    for name in names if isinstance(names, list) else []:
        line = line_of(name) if isinstance(name, dict) else ""
        if line:
            yield line, name


def line_of(name):
    def part(named):
        return " ".join(str(name.get(named) or "").split())

    if part("literal") or not part("family"):
        line = part("literal") or part("given")
        return f"{{{line}}}" if "," in line else line
    particles = [part("dropping-particle"), part("non-dropping-particle")]
    family = " ".join(filter(None, [*particles, part("family")]))
    return ", ".join(filter(None, [family, part("given"), part("suffix")]))


def names_of_lines(text, known=()):
    """CSL-JSON of names, one a line; a line that stands for one of those `known` is that one."""
    known = dict(lines_of(known))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [known.get(line) or name_of(line) for line in lines if line]


def name_of(line):
    """CSL-JSON of a name: `Family, Given, Suffix`; without a comma or in braces an organisation."""
    if line.startswith("{") and line.endswith("}"):
        return {"literal": line[1:-1].strip()}
    family, *given = (part.strip() for part in line.split(","))
    if not given:
        return {"literal": line}
    suffix = given.pop() if len(given) > 1 and SUFFIX.fullmatch(given[-1]) else ""
    particle, family = split_particle(family)
    return person(family, ", ".join(filter(None, given)), suffix, particle)


def date_text(date):
    """A date of CSL-JSON as a form shows it: `2022-09-23`, or in words."""
    if not isinstance(date, dict):
        return ""
    given = date.get("date-parts")
    parts = [part for part in given if isinstance(part, list)] if isinstance(given, list) else []
    dates = ["-".join(_padded(part)) for part in parts if part[:1] != [None]]
    return " – ".join(filter(None, dates)) or str(date.get("literal") or date.get("raw") or "")


def _padded(parts):
    for place, part in enumerate(parts):
        yield str(part).zfill(2 if place else 1)
