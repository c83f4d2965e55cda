"""Parts of works as more than one format writes them."""

import re

from evidence.csl.data import NAME_PARTS, SAME_TYPE, ends_of

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HALF = re.compile(r"[\ud800-\udfff]")


def type_of(item):
    kind = item.get("type")
    return SAME_TYPE.get(kind, kind) if kind and isinstance(kind, str) else "document"


def line_of(value):
    """A text or a number on one line with single spaces; empty for anything else.

    Half of a surrogate pair, which no file can hold, becomes U+FFFD.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(_HALF.sub("\ufffd", _CONTROL.sub(" ", str(value))).split())


def texts_of(item):
    """A function that says what stands on the line of a variable."""
    return lambda name: line_of(item.get(name))


def people_of(value):
    """Each name as a dict of its `NAME_PARTS`, texts that may be empty, and `literal`.

    Only who has a family and a given name has an empty `literal`: neither BibTeX nor RIS know
    people with one name.
    """
    people = []
    for name in value if isinstance(value, list) else []:
        if not isinstance(name, dict):
            continue
        person = {part: line_of(name.get(part)) for part in (*NAME_PARTS, "literal")}
        if not (person["family"] and person["given"]):
            person["literal"] = person["literal"] or _one_name(person)
        if person["literal"] or person["family"]:
            people.append(person)
    return people


def _one_name(person):
    return ", ".join(filter(None, [with_particles(person) or person["given"], person["suffix"]]))


def particle_of(person):
    """Both particles, in the order in which they are said: neither format has two kinds."""
    return f"{person['dropping-particle']} {person['non-dropping-particle']}".strip()


def with_particles(person):
    return f"{particle_of(person)} {person['family']}".strip() if person["family"] else ""


def dates_of(value):
    """The ends of a date of CSL-JSON, as `ends_of` has them, and its words where it has none."""
    if not isinstance(value, dict):
        return [], ""
    ends = ends_of(value)
    return ends, "" if ends else line_of(value.get("literal") or value.get("raw"))


def year_of(end):
    """Four digits, as both formats want them: `0350`, `-0350`."""
    return f"{'-' if end['year'] < 0 else ''}{abs(end['year']):04}"


def numbers_of(end):
    """Year, month and day as texts, as far as they are known: `["2022", "03", "07"]`."""
    return [year_of(end), *(f"{end[part]:02}" for part in ("month", "day") if part in end)]
