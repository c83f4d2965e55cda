"""A work's reference in every style, as it stands alone."""

from evidence.csl.references import References
from evidence.csl.styles import STYLES


def formatted(csl):
    """Text and HTML of the reference by the name of the style: `{"apa": {"text": …, "html": …}}`.

    `csl` is CSL-JSON of one work; whatever it holds, references come of it.
    """
    found = {}
    for style in STYLES:
        (entry,) = References([{**csl, "id": "work"}], style).entries()
        found[style] = {"text": entry.text, "html": entry.html}
    return found
