"""What an editor may want to look at in a work that is right as far as a program can tell."""

import re

_ENGLISH = re.compile(
    r"en(?:g|glish)?(?:[-_].*)?|american|australian|british|canadian|newzealand|u[ks]english",
    re.IGNORECASE,
)
# Of the small words, those that no neighbour has: `in` and `an` are German as well.
_ENGLISH_WORD = re.compile(r"and|are|by|do|does|for|from|how|is|of|on|or|the|to|what|who|why|with")
# These stay small in Title Case, where some capitalise from four letters on.
_SMALL_WORD = re.compile(
    rf"{_ENGLISH_WORD.pattern}|about|above|across|after|against|along|amid|among|around|at|before"
    r"|behind|below|beneath|beside|between|beyond|during|into|like|near|onto|over|past|per|since"
    r"|than|that|through|throughout|towards?|under|until|upon|versus|via|when|where|which|while"
    r"|within|without|an?|as|but|if|in|nor|not|so|up|vs|yet"
)
# No name of a person or a place has one of these.
_COMMON = re.compile(
    r"(?:all|adults?|brain|care|cases?|children|data|diseases?|effects?|evidence|families|guides?"
    r"|health|impacts?|infants?|learners?|lives|memory|methods?|minds?|models?|need|our"
    r"|outcomes?|pain|patients?|practices?|programs?|research|reviews?|risks?|roles?|schools?"
    r"|skills?|sleep|speech|stress|studies|study|systems?|teachers?|their|theory|tests?|trials?"
    r"|use|women|work(?:s|ers?)?|you|your|youth"
    r"|\w{2,}(?:tions?|sions?|ments?|ings?|ness|ities|ity|ances?|ences?|isms?|ists?|ics|ical|ogy"
    r"|ogies|aphy|apy|apies|ive|ous|ship|able|ible|ual|nal|sis|ses|ful|less))",
    re.IGNORECASE,
)
_APART = re.compile(r"<(i|span)\b[^<>]*>.*?</\1>|<[^<>]*>")
_BEGINNING = re.compile(r"(?:^|[:.?!–—])[\s“‘\"'(]*[^\s:.?!–—]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
LONGEST = 1000
"""Characters of a title that are looked at."""
FEWEST = 3
"""Words with a capital that make a title suspicious."""


def title_case_hint(title, language=""):
    """A sentence where an English title seems to be in Title Case, or an empty text.

    `title` may have the tags of CSL-JSON, `language` is as CSL-JSON has it, or empty where it is
    not known. APA wants sentence case (Publication Manual, 7th ed., 6.17). What is a name cannot be
    told by a program, so that no title is changed, and a hint is left out in case of doubt.
    """
    language = language.strip()
    if language and not _ENGLISH.fullmatch(language):
        return ""
    plain = _APART.sub(" … ", title[:LONGEST])
    words = _WORD.findall(plain)
    if not language and not any(_ENGLISH_WORD.fullmatch(word.lower()) for word in words):
        return ""
    if not _is_title_case(_WORD.findall(_BEGINNING.sub(" ", plain))):
        return ""
    return (
        "This title seems to be in Title Case. APA style wants a capital for the first word, the "
        "first after a colon, and names alone."
    )


def _is_title_case(words):
    """Whether all words that could be small have a capital, names alone left out."""
    words = [word for word in words if _is_plain(word) and not _SMALL_WORD.fullmatch(word.lower())]
    with_capital = [word for word in words if word[0].isupper()]
    common = [word for word in with_capital if _COMMON.fullmatch(word)]
    return len(words) == len(with_capital) >= FEWEST and len(common) >= FEWEST - 1


def _is_plain(word):
    """Whether a word is no acronym or initial, as `DNA`, `mRNA`, `IV` and `COVID-19` are."""
    first = re.split(r"[-’']", word)[0]
    return len(first) > 1 and first[1:].islower()
