"""What is written is read again as the same work, but for what is explained here."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.csl.data import DATES, NAMES
from evidence.csl.schema import TEXTS, TYPES
from evidence.reading import bibtex as read_bibtex
from evidence.reading import ris as read_ris
from evidence.reading.dates import date_of
from evidence.reading.parts import SERIAL, edition_of
from evidence.writing import bibtex, ris
from tests.evidence.works import works

KEPT_BY_BOTH = {
    *("type", "title", "title-short", "author", "editor", "translator", "issued", "accessed"),
    *("container-title", "collection-title", "volume", "issue", "number", "page", "edition"),
    *("publisher", "publisher-place", "genre", "version", "DOI", "URL", "ISBN", "ISSN"),
    *("language", "abstract"),
}


def only_what_has_a_field(work):
    """Other variables have no field in either format that readers agree about."""
    return {name: value for name, value in work.items() if name in KEPT_BY_BOTH}


def texts_on_one_line(work):
    """Numbers become texts, and line breaks, control characters and other spaces single spaces."""
    line = {name: one_line(value) for name, value in work.items() if name in TEXTS}
    people = {
        name: [{part: one_line(text) for part, text in one.items()} for one in value]
        for name, value in work.items()
        if name in NAMES
    }
    return {name: value for name, value in (work | line | people).items() if value}


def one_line(value):
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", str(value)).split())


def people_have_two_names(work):
    """Who has one name only, or a suffix to one, is written and read as an organisation."""

    def one(person):
        if "literal" in person or ("family" in person and "given" in person):
            return person
        parts = ("dropping-particle", "non-dropping-particle", "family")
        name = " ".join(person[part] for part in parts if part in person)
        name = name if "family" in person else person["given"]
        return {"literal": ", ".join(filter(None, [name, person.get("suffix")]))}

    return each_person(work, one)


def one_kind_of_particle(work):
    """There is one kind of particle; with a capital, it is a part of the family name."""

    def one(person):
        parts = ("dropping-particle", "non-dropping-particle")
        particle = " ".join(person[part] for part in parts if part in person)
        person = {part: text for part, text in person.items() if part not in parts}
        if particle and not all(word[0].islower() for word in particle.split()):
            return person | {"family": f"{particle} {person['family']}"}
        return person | ({"non-dropping-particle": particle} if particle else {})

    return each_person(work, one)


def each_person(work, one):
    people = {name: [one(person) for person in work[name]] for name in NAMES & work.keys()}
    return work | people


def ranges_of_pages_have_hyphens(work):
    """Any dash between pages is one hyphen, which is what styles look for."""
    return work | with_page(work, lambda page: re.sub(r"\s*[-–—]+\s*", "-", page))


def with_page(work, change):
    return {"page": change(work["page"])} if "page" in work else {}


def editions_are_numbers(work):
    """`2nd ed.` is read as `2`."""
    return work | ({"edition": edition_of(work["edition"])} if "edition" in work else {})


def dates_say_what_is_known(work):
    """`circa` has no place in the formats; `raw` is read."""

    def one(date):
        if "raw" in date:
            return date_of(date["raw"])
        return {part: value for part, value in date.items() if part != "circa"}

    return work | {name: one(work[name]) for name in DATES & work.keys()}


def access_is_one_day(work):
    """The day of access has neither season nor end."""
    if "date-parts" not in work.get("accessed", {}):
        return work
    return work | {"accessed": {"date-parts": work["accessed"]["date-parts"][:1]}}


def bibtex_knows_italics_by_one_name(work):
    """`em` and `strong` are `i` and `b`; `nocase` is braces, which are not read again."""
    changes = [
        *((r"<(/?)em>", r"<\1i>"), (r"<(/?)strong>", r"<\1b>")),
        (r'<span class="nocase">(.*?)</span>', r"\1"),
    ]
    work = dict(work)
    for name in TEXTS & work.keys():
        for pattern, change in changes:
            work[name] = re.sub(pattern, change, work[name])
    return work


def bibtex_encodes_what_would_end_an_address(work):
    """Braces, backslashes and spaces in addresses are percent-encoded."""
    encoded = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"}
    url = "".join(encoded.get(character, character) for character in work.get("URL", ""))
    return work | ({"URL": url} if url else {})


def addresses_are_those_of_pages(work):
    """Only `https:` and `http:` are read as addresses."""
    return without(work, "URL") if not work.get("URL", "http").startswith("http") else work


def without(work, *names):
    return {name: value for name, value in work.items() if name not in names}


def ris_knows_particles_by_their_letters(work):
    """Small words in front of a family name are its particle, wherever they came from."""

    def one(person):
        if "given" not in person:
            return person
        words = f"{person.get('non-dropping-particle', '')} {person['family']}".split()
        small = next((at for at, word in enumerate(words) if not word[0].islower()), 0)
        person = without(person, "non-dropping-particle") | {"family": " ".join(words[small:])}
        return person | ({"non-dropping-particle": " ".join(words[:small])} if small else {})

    return each_person(work, one)


def ris_has_commas_between_names_only(work):
    """Commas in a family name are left out; one in a given name begins a suffix."""

    def one(person):
        if "given" not in person:
            return person
        given, _, rest = person["given"].partition(", ")
        suffix = {"suffix": rest or person.get("suffix", "")}
        person |= {"family": person["family"].replace(",", ""), "given": given}
        return person | (suffix if suffix["suffix"] else {})

    return each_person(work, one)


def ris_has_no_ranges(work):
    """Of a range, the beginning is written."""
    issued = work.get("issued", {})
    if len(issued.get("date-parts", [])) < 2:
        return work
    return work | {"issued": {"date-parts": issued["date-parts"][:1]}}


def ris_has_fewer_types(work):
    """Types without a tag are documents, and documents with an address are pages."""
    type = work["type"] if work["type"] in ris.TAGS else "document"
    return work | {"type": "webpage" if type == "document" and "URL" in work else type}


def ris_has_one_container(work):
    """T2 of a work that stands alone is read as a series."""
    if work["type"] in read_ris.INSIDE:
        return work
    title = work.get("collection-title") or work.get("container-title")
    work = without(work, "container-title", "collection-title")
    return work | ({"collection-title": title} if title else {})


def ris_has_fewer_fields(work):
    """Kinds, versions, editors and issues are read where all programs mean them."""
    lost = {
        "genre": work["type"] not in read_ris.DESCRIBED,
        "version": work["type"] not in read_ris.VERSIONED,
        "edition": work["type"] in read_ris.VERSIONED,
        "editor": work["type"] == "thesis",
        "issue": work["type"] not in SERIAL,
    }
    return without(work, *(name for name, is_lost in lost.items() if is_lost))


BOTH = [
    *(only_what_has_a_field, texts_on_one_line, people_have_two_names, one_kind_of_particle),
    *(ranges_of_pages_have_hyphens, editions_are_numbers, dates_say_what_is_known),
    access_is_one_day,
]
FORMATS = {
    "bibtex": (
        bibtex.write,
        read_bibtex.read,
        [
            *BOTH,
            bibtex_knows_italics_by_one_name,
            bibtex_encodes_what_would_end_an_address,
            addresses_are_those_of_pages,
        ],
    ),
    "ris": (
        ris.write,
        read_ris.read,
        [
            *BOTH,
            addresses_are_those_of_pages,
            ris_has_commas_between_names_only,
            ris_knows_particles_by_their_letters,
            ris_has_no_ranges,
            ris_has_fewer_types,
            ris_has_one_container,
            ris_has_fewer_fields,
        ],
    ),
}

PERSON = {"family": "Rash", "given": "J. A."}
NASTY = [
    {"author": [{"literal": "Simon and Schuster, Inc."}, {"literal": "Barnes & Noble {US}"}]},
    {"author": [{"literal": "de Young Museum"}, {"literal": "others"}, {"literal": "A,, B, C"}]},
    {"author": [{"family": "Plato"}, {"given": "Plato"}, {"family": "King", "suffix": "Jr."}]},
    {"author": [PERSON | {"non-dropping-particle": "van der"}, PERSON | {"suffix": "Jr."}]},
    {"author": [PERSON | {"dropping-particle": "von", "non-dropping-particle": "De la"}]},
    {"author": [PERSON | {"family": "de Souza e Silva"}, PERSON | {"family": "’t Hooft"}]},
    {"author": [PERSON | {"family": "hooks", "given": "bell"}, {"family": "王", "given": "小"}]},
    {"author": [PERSON | {"family": "Rash and Ash"}, PERSON | {"family": "Rash, Ash"}]},
    {
        "author": [
            PERSON | {"given": "Henry L., III"},
            PERSON | {"given": "A} {B \\"},
            PERSON | {"given": "J. _"},
        ]
    },
    {"editor": [PERSON], "translator": [PERSON]},
    {"type": "thesis", "genre": "Master of Arts thesis", "publisher": "Lund University"},
    {"type": "thesis", "publisher": "Lund University", "editor": [PERSON]},
    {"type": "thesis", "genre": "Bachelor’s thesis"},
    {"type": "report", "number": "12-345", "genre": "White paper", "container-title": "C"},
    {"type": "article-journal", "number": "e0123", "issue": 3, "volume": 6, "page": "e1–e15"},
    {"type": "article-journal", "collection-title": "S", "title-short": "T"},
    {"type": "book", "edition": "2nd ed.", "volume": "2", "issue": "1", "version": "2"},
    {"type": "book", "ISBN": "978-0-19-852663-6", "ISSN": "0028-0836", "collection-title": "S"},
    {"type": "software", "version": "2nd", "edition": "3"},
    {"type": "article", "publisher": "PsyArXiv"},
    {"type": "document", "URL": "https://example.org/a;b?c=1%20d&e=~f#g_h"},
    {"URL": "https://example.org/{a}\\b"},
    {"URL": "ftp://example.org/"},
    {"DOI": "10.1002/(sici)1097_0258<1::aid-x{}>3.0.co;2-#"},
    {"accessed": {"date-parts": [[2024, 3, 5]]}},
    {"accessed": {"date-parts": [[2024], [2025]]}},
    {"issued": {"date-parts": [[-350]], "circa": True}},
    {"issued": {"date-parts": [[350, 2]]}},
    {"issued": {"date-parts": [[2022]], "season": 3}},
    {"issued": {"date-parts": [[2022, 3, 7], [2022, 4, 1]]}},
    {"issued": {"date-parts": [[2020], [2022, 12]]}},
    {"issued": {"literal": "in press & forthcoming"}},
    {"issued": {"raw": "2022-03"}},
    {"title": "A <i>b <b>c</b></i> H<sub>2</sub>O 5<sup>th</sup> <em>d</em> <i>e < f </i"},
    {"title": '<span class="nocase">eBay</span>, iPads & DNA'},
    {"title": "{ } % & # _ $ ~ ^ \\ \\textit{x} $^2$ a--b ``c'' ?` !` ,,"},
    {"title": "a\r\nER  - \r\nTY  - BOOK\nTI  - b\n},\n@book{c,\x85d\u2028e\x0bf\x00g\u00a0h"},
    {"title": "日本語 – Zoë’s “naïve” 𝒳 e\u0301"},
    {"abstract": "One.\n\nTwo.", "language": "en-GB", "publisher-place": "Thunder Bay, ON"},
    {"keyword": "a", "note": "b", "custom": {"a": 1}, "PMID": "1"},
]
TYPED = [{"type": type, "title": "T", "URL": "https://example.org/"} for type in sorted(TYPES)]
WORKS = [*({"type": "book", "title": "T"} | work for work in NASTY), *TYPED, *works(400)]


@pytest.mark.parametrize("name", FORMATS)
def test_works_are_read_as_they_were_written(name):
    write, read, explanations = FORMATS[name]
    found = list(read(write(WORKS)))
    assert len(found) == len(WORKS)
    unexplained, needed = [], set()
    for work, one in zip(WORKS, found, strict=True):
        wanted = without(work, "id")
        for explain in explanations:
            explained = explain(wanted)
            if explained != wanted and wanted != one.item:
                needed.add(explain)
            wanted = explained
        if wanted != one.item:
            unexplained.append(f"{wanted}\n{one.item} {one.problem}")
    assert not unexplained, "\n\n".join(unexplained)
    assert needed == set(explanations)


PIECES = [
    *("DNA", "iPad", "a", "B", "É", "1", " ", "{", "}", "%", "&", "#", "_", "$", "~", "^", "\\"),
    *("<", ">", "<i>x</i>", "<sub>2</sub>", "<sup>th</sup>", "<b>Y</b>", "<i>", "</b>", "\n"),
    *("\r\n", "\x85", "\x1c", "-", "--", "'", "`", "?", ",", ";", "=", '"', "@book{x,", "TY  - "),
    *("\r\nER  - \r\n", "and", "日本", "–", "’", "\\textit{", "$^2$", "\\&", "\\'e"),
]
ANY_TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)
ANY_NAME = ANY_TEXT.filter(lambda text: re.search(r"[^\W_]", text))


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=150, deadline=None)
@given(text=ANY_TEXT.filter(one_line))
def test_any_text_stays_in_its_field(name, text):
    write, read, _ = FORMATS[name]
    fields = ("title", "container-title", "volume", "publisher", "abstract")
    work = {"type": "article-journal", "author": [{"literal": text}]} | dict.fromkeys(fields, text)
    wanted = dict.fromkeys(fields, one_line(text)) | {"author": [{"literal": one_line(text)}]}
    (found,) = read(write([work]))
    assert found.item == {"type": "article-journal"} | wanted


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=150, deadline=None)
@given(family=ANY_NAME, given=ANY_NAME)
def test_any_name_stays_one_name(name, family, given):
    write, read, _ = FORMATS[name]
    author = [{"family": family, "given": given}, {"family": "Rash", "given": "J."}]
    (found,) = read(write([{"type": "book", "title": "T", "author": author}]))
    assert found.item["author"][1:] == author[1:]
    if name == "bibtex":
        assert found.item["author"][0] == {"family": one_line(family), "given": one_line(given)}


@pytest.mark.parametrize("name", FORMATS)
def test_works_without_a_title_and_none_at_all_are_written(name):
    write, read, _ = FORMATS[name]
    assert write([]) == ""
    (found,) = read(write([{"type": "book", "title": ["x"], "author": "x", "issued": 5}]))
    assert "no title" in found.problem
