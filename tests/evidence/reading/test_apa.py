"""A pasted reference is read field by field: rendering it again would hide much that is wrong."""

import pytest

from evidence.csl.references import References
from evidence.names import initials
from evidence.reading.apa import read, read_line, references
from tests.evidence.works import works

SAMPLE = (
    "Citation: Poulin, P. A., Shergill, Y., Grebowicz, A., Almeida, I., Cantave, R., MacLeod, B., "
    "Larocque, T., Garstin, D., Fitzgerald, S. F., & Rash, J. A. (2022). Extension for Community "
    "Healthcare Outcomes (ECHO) Chronic Pain & Opioid Stewardship in Northwestern Ontario: A "
    "thematic analysis of patient cases. Canadian Journal of Pain. "
    "https://doi.org/10.1080/24740527.2022.2126754"
)


def one(text):
    found = read_line(text)
    assert not found.problem
    return found.item


def test_a_pasted_reference_is_read_field_by_field():
    assert one(SAMPLE) == {
        "type": "article-journal",
        "author": [
            {"family": "Poulin", "given": "P. A."},
            {"family": "Shergill", "given": "Y."},
            {"family": "Grebowicz", "given": "A."},
            {"family": "Almeida", "given": "I."},
            {"family": "Cantave", "given": "R."},
            {"family": "MacLeod", "given": "B."},
            {"family": "Larocque", "given": "T."},
            {"family": "Garstin", "given": "D."},
            {"family": "Fitzgerald", "given": "S. F."},
            {"family": "Rash", "given": "J. A."},
        ],
        "issued": {"date-parts": [[2022]]},
        "title": "Extension for Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid "
        "Stewardship in Northwestern Ontario: A thematic analysis of patient cases",
        "container-title": "Canadian Journal of Pain",
        "DOI": "10.1080/24740527.2022.2126754",
    }


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("Poulin, P. A.", [{"family": "Poulin", "given": "P. A."}]),
        ("Sartre, J.-P.", [{"family": "Sartre", "given": "J.-P."}]),
        ("King, M. L., Jr.", [{"family": "King", "given": "M. L.", "suffix": "Jr."}]),
        (
            "King, M. L., III, & O’Neill, B.",
            [
                {"family": "King", "given": "M. L.", "suffix": "III"},
                {"family": "O’Neill", "given": "B."},
            ],
        ),
        (
            "van der Berg, A. & de Souza, B.",
            [
                {"family": "Berg", "given": "A.", "non-dropping-particle": "van der"},
                {"family": "Souza", "given": "B.", "non-dropping-particle": "de"},
            ],
        ),
        (
            "Beethoven, L. van, & Smith-Jones, Z.",
            [
                {"family": "Beethoven", "given": "L.", "dropping-particle": "van"},
                {"family": "Smith-Jones", "given": "Z."},
            ],
        ),
        ("World Health Organization.", [{"literal": "World Health Organization"}]),
        (
            "National Institute for Health and Care Excellence.",
            [{"literal": "National Institute for Health and Care Excellence"}],
        ),
        (
            "American Psychological Association, & Rash, J. A.",
            [
                {"literal": "American Psychological Association"},
                {"family": "Rash", "given": "J. A."},
            ],
        ),
        ("毛泽东, & Rash, J. A.", [{"literal": "毛泽东"}, {"family": "Rash", "given": "J. A."}]),
        ("Łukasiewicz, Ż.", [{"family": "Łukasiewicz", "given": "Ż."}]),
        (
            "Almeida, I., … Rash, J. A.",
            [{"family": "Almeida", "given": "I."}, {"family": "Rash", "given": "J. A."}],
        ),
    ],
)
def test_names_before_the_year(before, wanted):
    assert one(f"{before} (2022). What works? The Lancet, 4.")["author"] == wanted


@pytest.mark.parametrize(
    ("year", "wanted"),
    [
        ("(2022)", {"date-parts": [[2022]]}),
        ("(2022a)", {"date-parts": [[2022]]}),
        ("(2022, March)", {"date-parts": [[2022, 3]]}),
        ("(2022, March 7)", {"date-parts": [[2022, 3, 7]]}),
        ("(2022, March 7–9)", {"date-parts": [[2022, 3, 7]]}),
        ("(n.d.)", None),
        ("(n.d.-b)", None),
        ("(in press)", {"literal": "in press"}),
    ],
)
def test_years(year, wanted):
    assert one(f"Rash, J. A. {year}. What works? The Lancet, 4.").get("issued") == wanted


@pytest.mark.parametrize(
    ("behind", "wanted"),
    [
        (
            "What works? A review. The Lancet, 6(1), 211–224. https://doi.org/10.1000/X.",
            {
                "type": "article-journal",
                "title": "What works? A review",
                "container-title": "The Lancet",
                "volume": "6",
                "issue": "1",
                "page": "211-224",
                "DOI": "10.1000/x",
            },
        ),
        (
            "Words. PLoS ONE, 12(3), Article e0123.",
            {
                "type": "article-journal",
                "title": "Words",
                "container-title": "PLoS ONE",
                "volume": "12",
                "issue": "3",
                "number": "e0123",
            },
        ),
        (
            "Words in St. Louis, Mo. and elsewhere. Language, Speech, and Hearing Services in "
            "Schools, 4, 1–2.",
            {
                "type": "article-journal",
                "title": "Words in St. Louis, Mo. and elsewhere",
                "container-title": "Language, Speech, and Hearing Services in Schools",
                "volume": "4",
                "page": "1-2",
            },
        ),
        (
            "Words (2nd ed., Vol. 3). Sage.",
            {"type": "book", "title": "Words", "edition": "2", "volume": "3", "publisher": "Sage"},
        ),
        (
            "Words. Oxford University Press. https://doi.org/10.1000/x",
            {
                "type": "book",
                "title": "Words",
                "publisher": "Oxford University Press",
                "DOI": "10.1000/x",
            },
        ),
        (
            "Words. In A. B. Berg & C. van der Dahl Jr. (Eds.), Handbook of pain: Theory (2nd ed., "
            "pp. 12–19). Sage.",
            {
                "type": "chapter",
                "title": "Words",
                "container-title": "Handbook of pain: Theory",
                "editor": [
                    {"family": "Berg", "given": "A. B."},
                    {
                        "family": "Dahl",
                        "given": "C.",
                        "suffix": "Jr.",
                        "non-dropping-particle": "van der",
                    },
                ],
                "edition": "2",
                "page": "12-19",
                "publisher": "Sage",
            },
        ),
        (
            "Words [Doctoral dissertation, Lund University]. https://example.org/t",
            {
                "type": "thesis",
                "title": "Words",
                "genre": "Doctoral dissertation",
                "publisher": "Lund University",
                "URL": "https://example.org/t",
            },
        ),
        (
            "Words (Technical Report No. 12-345). World Health Organization.",
            {
                "type": "report",
                "title": "Words",
                "genre": "Technical Report",
                "number": "12-345",
                "publisher": "World Health Organization",
            },
        ),
        (
            "Words. PsyArXiv. https://doi.org/10.31234/osf.io/x",
            {
                "type": "article",
                "title": "Words",
                "genre": "Preprint",
                "publisher": "PsyArXiv",
                "DOI": "10.31234/osf.io/x",
            },
        ),
        (
            "Words. Speech Blog. Retrieved March 5, 2024, from https://example.org/a",
            {
                "type": "webpage",
                "title": "Words",
                "container-title": "Speech Blog",
                "URL": "https://example.org/a",
                "accessed": {"date-parts": [[2024, 3, 5]]},
            },
        ),
    ],
)
def test_what_stands_behind_the_year(behind, wanted):
    author = {"author": [{"family": "Rash", "given": "J. A."}]}
    issued = {"issued": {"date-parts": [[2022]]}}
    assert one(f"Rash, J. A. (2022). {behind}") == {**author, **issued, **wanted}


def test_without_an_author_the_title_comes_first():
    item = one("What works in schools? (2022). The Lancet, 4.")
    assert item["title"] == "What works in schools?"
    assert "author" not in item


def test_editors_stand_in_the_place_of_authors():
    item = one("Berg, A., & Dahl, C. (Eds.). (2022). Words. Sage.")
    assert item["editor"] == [{"family": "Berg", "given": "A."}, {"family": "Dahl", "given": "C."}]
    assert "author" not in item


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Poulin 2022", "No year in brackets"),
        ("", "No year in brackets"),
        ("Rash, J. A. (2022).", "No title"),
        ("(2022)", "No title"),
        ("((((((((((2022)))))))", ""),
    ],
)
def test_what_is_no_reference_is_told(line, problem):
    assert read_line(line).problem.startswith(problem)


def test_a_list_is_read_line_by_line_with_its_numbers():
    found = list(read(f"1. {SAMPLE}\n\n[2] {SAMPLE}\n• {SAMPLE}\nnothing\n"))
    assert [one.place for one in found] == ["line 1", "line 3", "line 4", "line 5"]
    assert [bool(one.problem) for one in found] == [False, False, False, True]
    assert found[0].item == found[1].item == found[2].item == one(SAMPLE)


@pytest.mark.parametrize(
    "lines",
    [
        ["Rash, J. A., Poulin, P. A.,", "& Berg, A. (2022). What works? The Lancet, 4(1), 1–9."],
        ["Rash, J. A., &", "Poulin, P. A. (2022).", "What works? The Lancet, 4(1), 1–9."],
        ["Rash, J. A. (2022). What works in", "Ontario? The Lancet, 4(1),", "1–9."],
        ["Rash, J. A. (2022). What works? The Lancet, 4.", "https://doi.org/10.1000/x"],
        ["Rash, J. A. (2022). What works? The Lancet, 4.", "doi:10.1000/x"],
        [
            "Rash, J. A. (2022). Words. Blog.",
            "Retrieved March 5, 2024, from",
            "https://a.example/b",
        ],
    ],
)
def test_a_reference_broken_over_lines_is_put_together(lines):
    text = "\r\n  ".join(lines)
    assert list(references(f"\n{text}\n\nRash")) == [(2, " ".join(lines)), (3 + len(lines), "Rash")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Rash, J. A. (2022). One. The Lancet, 4", "Berg, B. (2021). Two. The Lancet, 3"],
        [
            "Rash, J. A. (2022). One. The Lancet, 4.",
            "Berg, B.,",
            "",
            "Dahl, C. (2021). Two. BMJ, 3.",
        ],
        ["Rash, J. A. (2022). One. BMJ, 4. https://doi.org/10.1000/x", "https://doi.org/10.1000/y"],
        ["Rash, J. A. (2022). One. BMJ, 4. https://doi.org/10.1000/x", "nothing"],
        ["Rash, J. A. (2022). “One.” BMJ, “4.”", "Nothing"],
        ["Rash, J. A. (2022). One", "2. Berg, B., in press. Two. BMJ"],
        ["References", "Rash, J. A. (2022). One. BMJ, 4."],
        ["Rash, J. A. (2022). " + "One " * 1000, "two"],
    ],
)
def test_references_that_are_whole_stay_apart(lines):
    assert [text for _, text in references("\n".join(lines))] == [
        line.strip() for line in lines if line
    ]


# Of what the reference of a work shows, so much comes back as it was.
COMING_BACK = {
    **{"author": 1, "editor": 1, "issued": 1, "title": 0.995, "container-title": 0.98},
    **{"volume": 1, "issue": 1, "page": 0.98, "edition": 1, "DOI": 1, "URL": 1},
}


def shown(names):
    """Names as APA shows them: of more than twenty, nineteen and the last."""
    if len(names) > 20:
        names = [*names[:19], names[-1]]
    return [_shown(name) for name in names]


def _shown(name):
    family = [name.get("dropping-particle"), name.get("non-dropping-particle"), name.get("family")]
    whole = " ".join(filter(None, family))
    return name.get("literal") or (whole, initials(name.get("given", "")), name.get("suffix"))


def test_what_a_reference_shows_of_a_work_comes_back():
    asked, right = dict.fromkeys(COMING_BACK, 0), dict.fromkeys(COMING_BACK, 0)
    for work in works(400):
        (entry,) = References([work]).entries()
        item = read_line(entry.text).item
        for name in COMING_BACK:
            if name in work and _is_shown(name, work, entry.text):
                asked[name] += 1
                right[name] += _as_shown(name, item) == _as_shown(name, work)
    shares = {name: right[name] / asked[name] for name in COMING_BACK}
    assert all(asked.values())
    assert not {name: share for name, share in shares.items() if share < COMING_BACK[name]}, shares


def _is_shown(name, work, text):
    if name == "URL":
        return "DOI" not in work
    if name in ("volume", "issue", "edition", "page", "container-title"):
        return _as_shown(name, work).replace("-", "–").partition("–")[0] in text
    return True


def _as_shown(name, work):
    """What a reference shows of a field, so that two can be compared."""
    value = work.get(name)
    if value is None:
        return ""
    if name in ("author", "editor"):
        return shown(value)
    if name == "issued":
        return value.get("date-parts", [[None]])[0][0]
    if name == "title":
        return value.replace("<sub>", "").replace("</sub>", "")
    if name == "page":
        first, _, last = value.replace("–", "-").partition("-")
        if last and len(last) < len(first) and first.isdecimal():
            last = first[: len(first) - len(last)] + last
        return f"{first}-{last}" if last else first
    return value.lower() if name == "DOI" else value
