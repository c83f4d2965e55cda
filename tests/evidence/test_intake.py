"""What editors paste, as it comes from journals' pages, PDFs, mails and other programs."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evidence.doi import normalise_doi
from evidence.intake import (
    LONGEST,
    MOST_DOIS,
    NotTaken,
    SeveralWorks,
    dois_in,
    form_of,
    one_taken,
    taken,
)
from evidence.lookup.client import NotRegistered, OutOfReach, Registered
from evidence.notices import Notice
from evidence.reading.found import Found
from tests.evidence.lookup.registry import running

DOI = "10.1080/24740527.2022.2126754"
APA = "Rash, J. A. (2022). What works? The Lancet, 4(1), 1–9."
BIBTEX = "@article{rash2022, title={What works?}, author={Rash, Joshua A.}, year={2022}}"
RIS = "TY  - JOUR\nTI  - What works?\nAU  - Rash, Joshua A.\nPY  - 2022\nER  - \n"
CSL_JSON = '[{"id": "a", "type": "book", "title": "What works?"}]'


class Registry:
    """Knows every DOI, and keeps those that it was asked for."""

    def __init__(self, failures=None):
        self.failures = failures or {}
        self.asked = []

    def __call__(self, doi):
        self.asked.append(doi)
        if failure := self.failures.get(doi):
            raise failure
        return Registered({"type": "book", "title": "Looked up", "DOI": doi})


def asked_for(text):
    registry = Registry()
    found = taken(text, look_up=registry)
    assert [one.item["DOI"] for one in found] == registry.asked
    return registry.asked


def read(text):
    """The items of a text for which nobody is asked."""
    found = taken(text, look_up=pytest.fail)
    assert not [one.problem for one in found if one.problem]
    return [one.item for one in found]


def refused(text):
    with pytest.raises(NotTaken) as refusal:
        taken(text, look_up=pytest.fail)
    assert str(refusal.value).endswith(".")
    return str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        DOI,
        f"\ufeff{DOI}\r\n",
        f"doi:{DOI}",
        f"DOI: {DOI.upper()}.",
        f"DOI {DOI}",
        f"doi: https://doi.org/{DOI}",
        f"https://doi.org/ {DOI}",
        f"http://dx.doi.org/{DOI}",
        f"[{DOI}]",
        f"[doi:{DOI}].",
        f"( {DOI} )",
        f"“ {DOI} ”",
        f"<https://doi.org/{DOI}>",
        f'["{DOI}", "https://doi.org/{DOI}"]',
        f"1. {DOI}",
        f"[1] https://doi.org/{DOI}",
        f"•\t{DOI}",
        f"{DOI}\x00\x0c",
        "10.1080%2F24740527.2022.2126754",
        "https%3A%2F%2Fdoi.org%2F10.1080%2F24740527.2022.2126754",
        f"https://www.tandfonline.com/doi/full/{DOI}?utm_source=mail&needAccess=true#abstract",
        f"https://doi.org/{DOI}\nhttps://doi.org/{DOI}",
    ],
)
def test_a_doi_alone_is_looked_up_once(text):
    assert asked_for(text) == [DOI]


@pytest.mark.parametrize(
    "text",
    [
        "10.1000/a\n10.1000/b\n",
        "10.1000/a\r10.1000/b",
        "10.1000/a\u202810.1000/b",
        "10.1000/a 10.1000/b",
        "10.1000/a, 10.1000/b;",
        "10.1000/a,10.1000/b",
        "https://doi.org/10.1000/a;https://doi.org/10.1000/b",
        "doi:10.1000/a; doi:10.1000/b",
        "1. 10.1000/a\n\n2. 10.1000/b\n3. 10.1000/A",
        "- https://doi.org/10.1000/a\n- https://doi.org/10.1000/b",
    ],
)
def test_several_dois_are_looked_up_in_their_order(text):
    assert asked_for(text) == ["10.1000/a", "10.1000/b"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("10.1000/a 10.1000/b", 2), ("10.1000/a\n10.1000/b\n10.1000/c", 3), (f"10.1000/a\n{APA}", 2)],
)
def test_where_one_is_wanted_several_are_refused_and_none_is_looked_up(text, number):
    asked = []
    with pytest.raises(SeveralWorks, match=f"There are {number} works in this text."):
        one_taken(text, look_up=asked.append)
    assert asked == []


def test_what_has_become_of_a_work_comes_with_it():
    notice = Notice("retraction", "10.1000/notice", "2023-01-02", "Retraction")
    found = taken(DOI, look_up=lambda doi: Registered({"title": "T"}, (notice,)))
    assert found == [Found(DOI, {"title": "T"}, "", (notice,))]


def test_crossref_is_asked_where_nobody_else_is_named(settings):
    with running() as registry:
        settings.CROSSREF_URL = registry.address
        registry.knows_work(DOI, {"type": "book", "title": ["Looked up"]})
        assert taken(DOI) == [Found(DOI, {"type": "book", "title": "Looked up", "DOI": DOI})]


def test_a_doi_that_is_not_found_keeps_none_of_the_others():
    registry = Registry({"10.1000/a": NotRegistered("Nobody has registered it.")})
    found = taken("10.1000/a\n10.1000/b", look_up=registry)
    assert [(one.place, one.problem) for one in found] == [
        ("10.1000/a", "Nobody has registered it."),
        ("10.1000/b", ""),
    ]


def test_who_is_out_of_reach_is_not_asked_again():
    registry = Registry({"10.1000/a": OutOfReach("Crossref cannot be reached.")})
    found = taken("10.1000/a\n10.1000/b\n10.1000/c", look_up=registry)
    assert [one.problem for one in found] == ["Crossref cannot be reached."] * 3
    assert registry.asked == ["10.1000/a"]


def test_so_many_dois_are_looked_up_and_no_more():
    dois = [f"10.1000/{number}" for number in range(MOST_DOIS + 1)]
    assert asked_for("\n".join(dois[1:] * 2)) == dois[1:]
    assert refused("\n".join(dois)).startswith("These are 21 DOIs, and 20 can be looked up at once")


@pytest.mark.parametrize(
    "text",
    [
        APA,
        f"{APA} https://doi.org/{DOI}",
        f"{APA} doi:{DOI}",
        f"[1] {APA}",
        f"[12] {APA} https://doi.org/{DOI}",
        f"Citation: {APA}",
        f"\ufeff{APA}\r\n\r\n",
        APA.replace(" ", "\x00 "),
        APA.replace("1–9", "1–9").replace("What works?", "What\nworks?"),
        BIBTEX,
        f"% Exported by a program\n\n{BIBTEX}",
        "Comment: see 10.1000/x\r\n" + BIBTEX.replace(", ", ",\r\n  "),
        f"```bibtex\n{BIBTEX}\n```",
        f"@string{{a = {{b}}}}\n{BIBTEX}",
        BIBTEX.replace("{rash", "(rash", 1)[:-1] + ")",
        BIBTEX.replace("@article", "@ARTICLE "),
        RIS,
        f"\ufeff{RIS}",
        RIS.replace("\n", "\r\n"),
        RIS.replace("  -", " -"),
        f"\n\nExported references\n\n{RIS}",
    ],
)
def test_the_same_work_is_read_from_all_forms(text):
    (item,) = read(text)
    assert item["type"] == "article-journal"
    assert item["title"] == "What works?"
    assert item["author"][0]["family"] == "Rash"
    assert item["issued"] == {"date-parts": [[2022]]}


def test_several_works_of_one_form_are_read():
    assert len(read(f"{BIBTEX}\n{BIBTEX.replace('2022,', '2022b,')}")) == 2
    assert len(read(RIS + RIS)) == 2
    assert len(read(f"{APA}\n{APA}\n\n{APA}")) == 3


def test_the_doi_in_a_reference_is_kept_and_not_looked_up():
    (item,) = read(f"{APA} https://doi.org/{DOI}")
    assert (item["title"], item["DOI"]) == ("What works?", DOI)


def test_dois_and_references_may_be_mixed():
    registry = Registry()
    found = taken(f"{APA}\n\n{DOI}\n{APA}\nnothing", look_up=registry)
    assert [one.place for one in found] == ["line 1", DOI, "line 4", "line 5"]
    assert [bool(one.problem) for one in found] == [False, False, False, True]
    assert registry.asked == [DOI]


def test_json_is_read_as_csl_json():
    assert read(f"\ufeff{CSL_JSON}\r\n") == [{"type": "book", "title": "What works?"}]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (CSL_JSON, "csl-json"),
        ('{"type": "book"}', "csl-json"),
        ("\n [\n {", "csl-json"),
        ("[]", "csl-json"),
        ("{}", "csl-json"),
        ('{"note": "@article{a, title={T}}\\nTY  - JOUR"}', "csl-json"),
        (BIBTEX, "bibtex"),
        ("@online {a,", "bibtex"),
        (RIS, "ris"),
        ("  TY -JOUR", "ris"),
        (f"[{DOI}]", "lines"),
        (f"{{{DOI}}}", "lines"),
        ("[1] Rash, J. A. (2022). T. J, 1.", "lines"),
        ("[Photograph of a dog]. (2022). Flickr.", "lines"),
        ("Gates, B. [@BillGates]. (2013, June 26). Words [Tweet]. X.", "lines"),
        ("Gates, B. @BillGates (2013). Words. X.", "lines"),
        ("Rash, J. A. (2022). On e-mail to a@example{x}. The Lancet, 4.", "lines"),
        ("Rash, J. A. (2022). TY - what is it? The Lancet, 4.", "lines"),
        ('Rash, J. A. (2022). {"a": 1} as JSON. The Lancet, 4.', "lines"),
        ("", "lines"),
    ],
)
def test_forms_are_told_apart(text, form):
    assert form_of(text) == form


@pytest.mark.parametrize(
    "line",
    [
        "",
        "1.",
        "doi:",
        "https://doi.org/",
        "See 10.1000/a",
        "10.1000/a and 10.1000/b",
        "https://doi.org/10.1000/a PMID: 12345678",
        "https://www.tandfonline.com/doi/full/10.1080/a An article of 2022",
        "https://www.example.org/article/10.5",
        f"{APA} https://doi.org/{DOI}",
        "10.1000/" + "a" * 5000,
    ],
)
def test_a_line_with_other_words_is_no_doi(line):
    assert dois_in(line) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Nothing was pasted. Please paste a DOI"),
        (" \r\n\t\ufeff\x00", "Nothing was pasted."),
        ("a" * (LONGEST + 1), "This text has 100,001 characters, and 100,000 can be taken at once"),
        ("What works in schools", "This is in no form that can be read. Please paste a DOI"),
        ("Poulin et al. 2022", "This is in no form that can be read."),
        ("10.1000", "This is in no form that can be read."),
        (f"See {DOI} for more", "A DOI stands in this text, among other words."),
        (f"https://doi.org/{DOI} PMID: 12345678", "A DOI stands in this text"),
        ("https://www.bbc.co.uk/news/health-1", "No DOI stands in this address."),
        ("[]", "No work stands in this CSL-JSON."),
        ("@comment{nothing}", "No work stands in this BibTeX."),
        ("PMID- 1\nTI  - What works?", "This is PubMed’s own format, which cannot be read."),
        ("%0 Journal Article\n%T What works?", "This is EndNote’s own format"),
        ("<?xml version='1.0'?><xml><records>", "This is XML or HTML"),
        ("<p>What works?</p>", "This is XML or HTML"),
    ],
)
def test_what_cannot_be_taken_is_told_with_the_mend(text, sentence):
    assert refused(text).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Rash, J. A. (2022).", "No title was found behind the year."),
        ("@article{a, title={T}", "This BibTeX entry cannot be read."),
        ("@article{a, author={A}}", "This BibTeX entry has no title."),
        ('{"title": "What works?"}', "It has no type"),
        ("[{", "This is not JSON."),
        ("TY  - JOUR\nER  - ", "This RIS reference has no title"),
    ],
)
def test_a_work_that_cannot_be_read_is_told(text, problem):
    (found,) = taken(text, look_up=pytest.fail)
    assert found.problem.startswith(problem)


PIECES = st.sampled_from(
    [
        *(
            "10.1000/a",
            "doi:",
            "https://doi.org/",
            "%2F",
            "?to=",
            "[",
            "]",
            "{",
            "}",
            "<",
            '"',
            ".",
        ),
        *(" ", "\n", "\r\n", "\x00", "\ufeff", "\u2028", "\ud800", "\x1c", ",", ";", "1. ", "•"),
        *(APA, "Rash, J. A.", "(2022)", "(n.d.)", BIBTEX, "@article{", "@comment{a}", "title={T}"),
        *(CSL_JSON, "[{", '{"', ":", "\\u0000"),
        *(RIS, "TY  - JOUR", "ER  - ", "TI  - T", "PMID- 1", "<p>", "www.", "http://"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
@example("http://?to=" * 300 + "10.1000/a")
@example("%25" * 1000 + "10.1000/a")
@example("@" * 90_000)
@example("10.1000/a " * 9_000)
@example("10.1000/" + ")" * 90_000)
@example("Rash, J. A.,\n" * 7_000)
def test_anything_is_taken_or_refused_and_only_dois_are_looked_up(text):
    registry = Registry()
    try:
        found = taken(text, look_up=registry)
    except NotTaken:
        assert not registry.asked
        return
    assert found
    assert all(bool(one.problem) != bool(one.item) for one in found)
    assert registry.asked == [normalise_doi(doi) for doi in registry.asked]
    assert len(set(registry.asked)) == len(registry.asked) <= MOST_DOIS
    assert "10." in text or not registry.asked


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_nobody_is_asked_for_a_text_without_a_doi(text):
    with suppress(NotTaken):
        taken(text.replace(".", ""), look_up=pytest.fail)
