"""Parts of works that more than one form writes in the same ways."""

import re

SERIAL = {"article-journal", "article-magazine", "article-newspaper", "periodical"}
"""Types whose number is that of an issue; an article's own number stands elsewhere."""
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]


def edition_of(text):
    """`2` for `2`, `2nd`, `2nd ed.` and `Second`; other texts as they are."""
    bare = re.sub(r"\s*(?:ed\.?|edition)$", "", text.strip(), flags=re.IGNORECASE)
    if found := re.fullmatch(r"(\d+)(?:st|nd|rd|th)?\.?", bare):
        return found[1]
    return str(ORDINALS.index(bare.lower()) + 1) if bare.lower() in ORDINALS else text


def split_particle(family):
    """The small words with which a family name begins, and the rest: `van der` and `Berg`."""
    found = re.match(r"((?:[^\W\d_A-ZÀ-Þ][\w’']*\s+)+)(?=[^\W\d_])", family)
    if found and found[1].islower() and found[1].strip() != family:
        return found[1].strip(), family[found.end() :]
    return "", family
