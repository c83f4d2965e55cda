"""The order of a list of references."""

import re
import unicodedata

from evidence.csl.markup import plain

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def collated(text):
    """A text by which to sort, letter by letter, nothing before something (APA 7, 9.44 to 9.48).

    So a comma comes before a space, and these before letters; accents, capitals and other
    punctuation do not count.
    """
    text = unicodedata.normalize("NFKD", plain(text)).casefold().translate(_LETTERS)
    text = re.sub(r"\s*,\s*", "\x01", text)
    text = re.sub(r"[\s\u2010-\u2015-]+", "\x02", text)
    kept = [c for c in text if c in "\x01\x02" or unicodedata.category(c)[0] not in "CMPS"]
    return re.sub("\x02+", "\x02", "".join(kept))
