"""Takes what an editor pasted, whatever it is: DOIs, BibTeX, RIS, CSL-JSON or APA references."""

import re

from evidence.doi import doi_in
from evidence.lookup.client import LookupFailed, OutOfReach, registered
from evidence.reading import apa, bibtex, csl_json, ris
from evidence.reading.found import Found, unreadable

LONGEST = 100_000
"""Characters that are taken at once: fifty works with their abstracts, or hundreds without."""
LONGEST_FILE = 50_000_000
"""Characters of a file."""
MOST_DOIS = 20
"""DOIs that are looked up at once, since somebody waits for the answers."""
WANTED = (
    "Please paste a DOI, BibTeX, RIS, CSL-JSON, or references in APA style, one a line, such as: "
    "Rash, J. A. (2022). What works? The Lancet, 4(1), 1–9."
)
_FORMS = {
    "csl-json": re.compile(r"\A\s*(?:\{\s*[\"}]|\[\s*[\[{\]])"),
    "bibtex": re.compile(r"(?<![\w.@])@[a-z]+\s*\{|^[ \t]*@[a-z]+\(", re.IGNORECASE | re.MULTILINE),
    "ris": re.compile(r"^[ \t]*TY[ \t]{1,3}-", re.MULTILINE),
}
_OTHER_FORMS = {
    "PubMed’s own format": re.compile(r"^PMID[ \t]*- ", re.MULTILINE),
    "EndNote’s own format": re.compile(r"^%[0AT] ", re.MULTILINE),
    "XML or HTML": re.compile(r"\A\s*<(?:[?!]|/?[a-z]+[\s/>])", re.IGNORECASE),
}
# Nothing that is read has these, and a database may refuse them.
_UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_RESOLVER = r"(?:https?://)?(?:www\.|dx\.)?doi\.org/"
_GLUED = re.compile(rf"[,;|](?=doi:|https?://|{_RESOLVER}|10\.[0-9]{{4,9}}/)", re.IGNORECASE)
_BESIDE = re.compile(rf"doi:?|{_RESOLVER}?|[\[(]?\d{{1,3}}[.)\]]+|[\W_]+", re.IGNORECASE)
"""What may stand beside a DOI: its label, a number or a bullet, brackets."""


class NotTaken(ValueError):
    """Nothing can be made of a text. It says why in plain sentences, and how to mend it."""


class SeveralWorks(NotTaken):
    """One work was wanted, and there are more."""

    def __init__(self, number):
        super().__init__(f"There are {number} works in this text. Please leave one here.")


def one_taken(text, look_up=registered):
    """The one work in a text, as `taken` gives it. Of several, which are refused, asks for none."""
    found = taken(text, look_up, one_only=True)
    if len(found) > 1:
        raise SeveralWorks(len(found))
    return found[0]


def taken(text, look_up=registered, longest=LONGEST, one_only=False):
    """The works in a text, each as a `Found`, in the order of the text.

    - DOIs in all their spellings, alone, with spaces or commas between them or one a line, are
      looked up, each once. `look_up` takes a DOI and gives what is `Registered` of it, or raises
      `LookupFailed`; it is asked for nothing else.
    - BibTeX, RIS and CSL-JSON are read, and what stands around them is left out.
    - Any other line is read as a reference in APA style. The DOI in it is not looked up: the editor
      has chosen the words, and may ask for those of Crossref by pasting the DOI alone.

    A work that cannot be read or found is a `Found` with its problem, beside the others.
    Raises `NotTaken` for a text that holds no work at all, or too much.
    """
    if len(text) > longest:
        raise NotTaken(
            f"This text has {len(text):,} characters, and {longest:,} can be taken at once. "
            "Please paste some of the works now, and the others afterwards."
        )
    text = _UNUSABLE.sub(" ", "\n".join(text.replace("\ufeff", "").splitlines()))
    if not text.strip():
        raise NotTaken(f"Nothing was pasted. {WANTED}")
    form = form_of(text)
    if form == "lines":
        return _taken_by_line(text, look_up, one_only)
    found = list(_READERS[form](text))
    if not found:
        raise NotTaken(f"No work stands in this {_NAMES[form]}. {WANTED}")
    return found


def form_of(text):
    """`csl-json`, `bibtex` or `ris`, or `lines` for what may be DOIs and references."""
    return next((form for form, pattern in _FORMS.items() if pattern.search(text)), "lines")


def dois_in(line):
    """The DOIs of which a line consists, apart from labels and numbers; none if there is more."""
    parts = [part for word in line.split() for part in _GLUED.split(word)]
    dois = [doi_in(part) for part in parts if not _BESIDE.fullmatch(part)]
    return dois if all(dois) else []


_NAMES = {"csl-json": "CSL-JSON", "bibtex": "BibTeX", "ris": "RIS"}
_READERS = {"csl-json": csl_json.read, "bibtex": bibtex.read, "ris": ris.read}


def _taken_by_line(text, look_up, one_only):
    lines = [(number, line, dois_in(line)) for number, line in apa.references(text)]
    if not any(dois or apa.has_year(line) for _, line, dois in lines):
        raise NotTaken(_why_not(text))
    asked = dict.fromkeys(doi for *_, dois in lines for doi in dois)
    number = len(asked) + sum(not dois for *_, dois in lines)
    if one_only and number > 1:
        raise SeveralWorks(number)
    if len(asked) > MOST_DOIS:
        raise NotTaken(
            f"These are {len(asked)} DOIs, and {MOST_DOIS} can be looked up at once. "
            "Please paste some of them now, and the others afterwards."
        )
    answers = _looked_up(asked, look_up)
    found = []
    for number, line, dois in lines:
        found += [answers.pop(doi) for doi in dois if doi in answers]
        if not dois:
            found.append(apa.read_line(line, f"line {number}"))
    return found


def _looked_up(dois, look_up):
    """A `Found` for each DOI, by the DOI. Nobody is asked again who is out of reach."""
    found, out_of_reach = {}, ""
    for doi in dois:
        try:
            if out_of_reach:
                raise OutOfReach(out_of_reach)
            known = look_up(doi)
            found[doi] = Found(doi, known.item, notices=known.notices)
        except LookupFailed as failed:
            found[doi] = unreadable(doi, str(failed))
            out_of_reach = str(failed) if isinstance(failed, OutOfReach) else ""
    return found


def _why_not(text):
    for name, pattern in _OTHER_FORMS.items():
        if pattern.search(text):
            return (
                f"This is {name}, which cannot be read. Please export the works as RIS or BibTeX, "
                "or paste their DOIs, one a line."
            )
    words = text.split()
    if any(map(doi_in, words)):
        return (
            "A DOI stands in this text, among other words. Please paste the DOI alone to have it "
            "looked up, or a whole reference in APA style, with the year in brackets."
        )
    if len(words) == 1 and re.match(r"https?://|www\.", words[0], re.IGNORECASE):
        return (
            "No DOI stands in this address. Please look for the DOI on its page and paste it, or a "
            "reference in APA style."
        )
    return f"This is in no form that can be read. {WANTED}"
