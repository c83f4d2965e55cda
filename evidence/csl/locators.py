"""Where in a work something stands, as editors write it."""

import re

from citeproc.source import Locator

_LABELS = {
    "chapter": r"chap(?:ter|\.)s?|ch\.",
    "figure": r"fig(?:ure|\.)s?",
    "line": r"lines?",
    "page": r"pages?|pp?\.?",
    "paragraph": r"para(?:graph|\.)s?|¶+",
    "section": r"sec(?:tion|\.|t\.)s?|§+",
    "table": r"tables?",
    "volume": r"vol(?:ume|\.)s?",
}
_LOCATOR = re.compile(
    "|".join(f"(?P<{label}>{words})" for label, words in _LABELS.items()), re.IGNORECASE
)


def locator_of(text):
    """The `Locator` that is meant by `pp. 4-5`, `Table 2` or `7`; None for nothing."""
    text = " ".join(text.split())
    if not text:
        return None
    if found := _LOCATOR.match(text):
        rest = text[found.end() :].strip()
        if re.match(r"[\dA-Zivxlc]", rest):
            return Locator(found.lastgroup, rest)
    is_bare = re.fullmatch(r"[A-Za-z]?\d+(?:\s*[-–,&]\s*[A-Za-z]?\d+)*", text)
    return Locator("page" if is_bare else "as-it-is", text)
