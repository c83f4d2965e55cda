"""Reads a text of the form in which the marketing team's pages come, as a person would see it.

    calls to action of the top slot: heading, text, BUTTON
    the title, twice
    paragraphs, headings, lists of lines that begin with a dash or a bullet
    Citation: a reference in APA style, with its DOI
    name, role, organisation
    Author's Note: ...
    a line about LinkedIn
    calls to action of the sidebar, then those of the bottom

Blank lines part one from the next. Any slot may be empty; a call to action stands once in a slot,
so the bottom begins where one comes again.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

CITATION, NOTE = "Citation:", "Author's Note:"

_BLANK = re.compile(r"\n\s*\n")
_BULLET = re.compile(r"\s*[-*•]\s+")
_REFERENCE = re.compile(
    r"(?P<authors>.+?) \((?P<year>\d{4})\)\. (?P<title>.+[.?!]) (?P<container>[^.?!]+)\. "
    r"https://doi\.org/(?P<doi>\S+)"
)


class NotOfTheForm(ValueError):
    """The text lacks a part; the message says which."""


@dataclass(frozen=True)
class CallToActionText:
    heading: str
    text: str
    button_label: str


@dataclass(frozen=True)
class Sample:
    title: str
    parts: list
    """What stands between title and citation: ("heading" | "paragraph", text) or ("list", [...])"""
    reference: str
    """The citation as it stands there."""
    citation: dict
    """The same in pieces: authors, year, title, container, doi."""
    name: str
    job_title: str
    organisation: str
    note: str
    linkedin: str
    top: list
    sidebar: list
    bottom: list

    @property
    def slots(self):
        return {"top": self.top, "sidebar": self.sidebar, "bottom": self.bottom}

    @property
    def calls_to_action(self):
        """Each call to action once, in the order of the text."""
        return list(dict.fromkeys([*self.top, *self.sidebar, *self.bottom]))

    @property
    def sentences(self):
        """Everything between the title and the citation, line by line."""
        for kind, text in self.parts:
            yield from text if kind == "list" else [text]


def parse(text):
    """The `Sample` that a text holds; raises NotOfTheForm."""
    chunks = _BLANK.split(text.lstrip("\ufeff").replace("\r\n", "\n").strip())
    top, chunks = _before_title(chunks)
    title, *chunks = chunks[1:]
    cited = _position(chunks, "a citation", lambda chunk: chunk.startswith(CITATION))
    parts = [_part(chunk) for chunk in chunks[:cited]]
    # The author may stand right below the citation.
    reference, _, author = chunks[cited].partition("\n")
    author, *rest = [author, *chunks[cited + 1 :]] if author else chunks[cited + 1 :]
    noted = _position(rest, "an author's note", lambda chunk: chunk.startswith(NOTE))
    note, *rest = rest[noted:]
    linked = _position(rest, "a line about LinkedIn", lambda chunk: "LinkedIn" in chunk)
    reference = _line(reference.removeprefix(CITATION)).rstrip(".")
    sidebar, bottom = _side_and_bottom(_calls_to_action(rest[linked + 1 :]))
    name, job_title, organisation = _three(author)
    return Sample(
        title=_line(title),
        parts=parts,
        reference=reference,
        citation=_citation(reference),
        name=name,
        job_title=job_title,
        organisation=organisation,
        note=_line(note.removeprefix(NOTE)),
        linkedin=_line(rest[linked]),
        top=_calls_to_action(top),
        sidebar=sidebar,
        bottom=bottom,
    )


def _line(text):
    return " ".join(text.split())


def _position(chunks, name, is_it):
    found = next((at for at, chunk in enumerate(chunks) if is_it(chunk)), None)
    if found is None:
        raise NotOfTheForm(f"The text lacks {name}.")
    return found


def _before_title(chunks):
    for at, (one, next_one) in enumerate(pairwise(chunks)):
        if _line(one) == _line(next_one):
            return chunks[:at], chunks[at:]
    raise NotOfTheForm("The text lacks a title that stands there twice.")


def _part(chunk):
    lines = chunk.splitlines()
    if all(_BULLET.match(line) for line in lines):
        return "list", [_line(_BULLET.sub("", line, count=1)) for line in lines]
    text = _line(chunk)
    is_heading = len(lines) == 1 and len(text) <= 100 and not text.endswith((".", ":", "!", ";"))
    return "heading" if is_heading else "paragraph", text


def _citation(reference):
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise NotOfTheForm(f"The citation is not in APA style, or has no DOI: {reference}")
    found = match.groupdict()
    return found | {"title": found["title"].removesuffix(".")}


def _three(author):
    return [*map(str.strip, _line(author).split(",", 2)), "", ""][:3]


def _calls_to_action(chunks):
    found, words = [], []
    for chunk in chunks:
        if words and chunk.isupper():
            heading, *text = words
            found.append(CallToActionText(heading, "\n".join(text), _line(chunk)))
            words = []
        else:
            words.append(chunk if words else _line(chunk))
    if words:
        raise NotOfTheForm(f"A call to action has no button in capitals: {words[0]}")
    return found


def _side_and_bottom(ctas):
    runs = [[]]
    for cta in ctas:
        if cta in runs[-1]:
            runs.append([])
        runs[-1].append(cta)
    if len(runs) > 2:
        raise NotOfTheForm("More calls to action follow the text than sidebar and bottom hold.")
    return ([], *runs) if len(runs) == 1 else runs
