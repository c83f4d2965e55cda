"""Names of people: their parts, and how references shorten them."""

import re

PARTICLES = {
    *("af", "av", "da", "de", "degli", "dei", "del", "della", "den", "der", "di", "do", "dos"),
    *("du", "la", "las", "le", "los", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur"),
}
"""The small words that stand in front of a family name and belong to it."""
_NO_NAMES = {
    *("dr", "prof", "professor", "mr", "mrs", "ms", "mx", "sir", "dame", "lord", "lady", "rev"),
    *("frau", "herr", "jr", "sr", "phd", "msc", "bsc"),
    *("the", "association", "board", "centre", "center", "collective", "committee", "department"),
    *("desk", "editorial", "editors", "foundation", "group", "house", "institute", "network"),
    *("newsroom", "office", "press", "society", "staff", "team", "university"),
}
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+|[^\W\d_]")
_JOINS = re.compile("[-‐’'\u0300-\u036f]")


def person_of(name):
    """A name in one text as a name of CSL-JSON: `Ada B. van Quill` in its parts, others `literal`.

    It is taken apart only where there is one way to: one given name, or initials, or both, then
    small words of `PARTICLES`, then one family name; each with a capital and small letters, which
    hyphens and apostrophes may join. The whole stands as `literal` where a third name may belong to
    either side (`Gabriel García Márquez`, `Mary Ann Smith`), and so do titles, suffixes, single
    names, abbreviations (`NHS England`), what sounds like a team, and scripts without capitals.
    Nobody can tell a family name that comes first in Latin letters (`Nagy János`).
    """
    name = " ".join(name.split())
    words = name.split(" ")
    given, family = words[:-1], words[-1]
    particle = []
    while given and given[-1] in PARTICLES:
        particle.insert(0, given.pop())
    full = [word for word in given if not _is_initials(word)]
    if not given or len(full) > 1 or not all(map(_is_full, [*full, family])):
        return {"literal": name}
    parts = {"family": family, "given": " ".join(given)}
    return parts | ({"non-dropping-particle": " ".join(particle)} if particle else {})


def _is_initials(word):
    return word.isupper() and bool(_INITIALS.fullmatch(word))


def _is_full(word):
    letters = _JOINS.sub("", word)
    has_case = word[0].isupper() and any(letter.islower() for letter in word)
    return letters.isalpha() and has_case and letters.casefold() not in _NO_NAMES


def initials(given):
    """`Patricia Anne` as `P. A.`, `PA` too, `Jean-Paul` as `J.-P.`, `Ludwig van` as `L. van`.

    What is abbreviated stays, and so do a suffix behind a comma (`Henry L., III` as `H. L., III`)
    and names in scripts without capitals.
    """
    given, comma, suffix = given.partition(",")

    def short(part):
        if part.endswith(".") or not part[0].isupper():
            return part
        letters = part if part.isupper() and len(part) <= 3 else part[0]
        return " ".join(letter + "." for letter in letters)

    words = given.replace(".", ". ").replace(". -", ".-").split()
    short_names = " ".join("-".join(short(p) for p in word.split("-") if p) for word in words)
    return short_names + comma + suffix


def family_of(name):
    """The family name of a name of CSL-JSON, with its particles: `van der Berg`."""
    parts = ("dropping-particle", "non-dropping-particle", "family")
    return " ".join(str(name[part]) for part in parts if name.get(part))
