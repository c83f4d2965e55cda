"""docs/api.md as tests read it: its sections, its tables, its examples, and what these print."""

import json
import re
from dataclasses import dataclass

from django.conf import settings

PATH = settings.BASE_DIR / "docs/api.md"
SITE = "http://localhost:8000"
"""Where the examples find the demo site."""
TEXT = PATH.read_text()
_FENCED = re.compile(r"^```(\w+)\n(.*?)^```\n(?:\n```(json|http|text)\n(.*?)^```\n)?", re.M | re.S)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[…{}\[\]:,]|[^\s…{}\[\]:,"]+')


def section(heading):
    """The text under a heading, up to the next of its level or a higher one."""
    level = len(heading.split(" ")[0])
    below = f"\n{_without_code(TEXT)}".partition(f"\n{heading}\n")[2]
    assert below, f"docs/api.md has no heading “{heading}”"
    return re.split(rf"^#{{1,{level}}} ", below, maxsplit=1, flags=re.M)[0]


def _without_code(text):
    """The text without comments of shells, which look like headings."""
    return re.sub(r"^```(?:sh|ts)\n.*?^```$", "", text, flags=re.M | re.S)


def tables(text):
    """The tables of a text: of each its rows, without the head, as lists of cells."""
    found = re.findall(r"(?:^\|.*\|\n)+", f"{text}\n", flags=re.M)
    return [[_cells(row) for row in table.splitlines()[2:]] for table in found]


def _cells(row):
    return [cell.strip() for cell in row.strip()[1:-1].split("|")]


def names(text):
    """What stands as code in a text, if it is a name."""
    return re.findall(r"`(\w+)`", text)


def with_linked(text):
    """A section with those that it links to, and those that they link to."""
    sections, anchors = [text], set()
    for part in sections:
        for anchor in set(re.findall(r"\(#([\w-]+)\)", part)) - anchors:
            anchors.add(anchor)
            sections.append(section(_headings()[anchor]))
    return "\n".join(sections)


def _headings():
    """The headings by their anchors, as GitHub makes them."""
    found = {}
    for heading in re.findall(r"^#+ .+$", _without_code(TEXT), flags=re.M):
        words = re.sub(r"[^\w -]", "", heading.lstrip("# ").lower())
        found[words.replace(" ", "-")] = heading
    return found


@dataclass(frozen=True)
class Example:
    language: str
    code: str
    printed_as: str
    printed: str
    """What the guide prints below the code, if anything."""


def examples(language):
    found = (Example(*match.groups(default="")) for match in _FENCED.finditer(TEXT))
    return [example for example in found if example.language == language]


def differences(printed, actual, where="the answer"):
    """In what JSON differs from that which is printed, where `…` stands for what is left out."""
    return list(_differences(_spelled_out(printed), actual, where))


def _spelled_out(printed):
    """Printed JSON as values: whatever is left out is the string `…`, or the key `…`."""
    tokens, inside, before = [], [], ""
    for token in _TOKEN.findall(printed):
        if token in {"{", "["}:
            inside.append(token)
        elif token in {"}", "]"}:
            inside.pop()
        elif token == "…":
            token = '"…"' if before == ":" or inside[-1] == "[" else '"…": "…"'
        tokens.append(token)
        before = token
    return json.loads(" ".join(tokens))


def _differences(printed, actual, where):
    if printed == "…":
        return
    if isinstance(printed, dict) and isinstance(actual, dict):
        for key in printed.keys() - {"…"}:
            if key in actual:
                yield from _differences(printed[key], actual[key], f"{where}.{key}")
            else:
                yield f"{where}.{key} is not there"
        if extra := "…" not in printed and sorted(actual.keys() - printed.keys()):
            yield f"{where} also has {extra}"
    elif isinstance(printed, list) and isinstance(actual, list):
        if printed[-1:] == ["…"]:
            printed = printed[:-1]
            actual = actual[: len(printed)]
        if len(printed) != len(actual):
            yield f"{where} has the length {len(actual)}"
        for number, (one, other) in enumerate(zip(printed, actual, strict=False)):
            yield from _differences(one, other, f"{where}[{number}]")
    elif isinstance(printed, str) and isinstance(actual, str):
        if not same_text(printed, actual):
            yield f"{where} is {actual!r}"
    elif printed != actual:
        yield f"{where} is {actual!r}"


def same_text(printed, actual):
    """Whether a text is the one printed, in which `…` stands for what is left out."""
    pattern = ".*".join(re.escape(part) for part in printed.split("…"))
    return re.fullmatch(pattern, actual, flags=re.S) is not None
