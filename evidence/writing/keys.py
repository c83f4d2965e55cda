"""Keys of BibTeX entries, by which texts cite them."""

import re
from itertools import count

from anyascii import anyascii

from evidence.writing.parts import dates_of, line_of, people_of, year_of

LONGEST = 60
_SAFE = re.compile(rf"[A-Za-z][A-Za-z0-9_:.+-]{{0,{LONGEST - 1}}}")


def keys_of(items):
    """A key for each work, no two of them alike: to BibTeX, capitals make no difference.

    A work's own `citation-key`, or else its `id`, is its key where every program can read it, such
    as `poulin2022` or `doe:2020`. Other works are named by family name and year. What would be the
    same gets a letter: `poulin2022a`.
    """
    own = [_own_key(item) for item in items]
    keys, taken = [""] * len(items), set()
    # A key that somebody has chosen stays, wherever in the file it is.
    for at in sorted(range(len(items)), key=lambda at: not own[at]):
        base = own[at] or _made_key(items[at])
        keys[at] = next(key for key in _numbered(base) if key.lower() not in taken)
        taken.add(keys[at].lower())
    return keys


def _own_key(item):
    keys = (line_of(item.get(name)) for name in ("citation-key", "id"))
    return next((key for key in keys if _SAFE.fullmatch(key)), "")


def _made_key(item):
    people = people_of(item.get("author")) or people_of(item.get("editor"))
    name = (people[0]["literal"] or people[0]["family"]) if people else line_of(item.get("title"))
    words = re.findall(r"[a-z]+", anyascii(name).lower().replace("'", ""))
    word = max(words[:3], key=len) if words and not people else "".join(words[:1])
    ends, _ = dates_of(item.get("issued"))
    return (word[:30] or "work") + (year_of(ends[0]) if ends else "nd")


def _numbered(base):
    """`base`, `basea` to `basez`, and then `base-27` and so on."""
    yield base
    for letter in "abcdefghijklmnopqrstuvwxyz":
        yield base + letter
    for number in count(27):
        yield f"{base}-{number}"
