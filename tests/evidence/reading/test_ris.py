import pytest

from evidence.reading.ris import read

ARTICLE = """TY  - JOUR
AU  - Poulin, Patricia A.
AU  - King, Martin Luther, Jr.
A1  - World Health Organization
AU  - van der Berg, Anna
TI  - What works?
 A review
T2  - Canadian Journal of Pain
PY  - 2022
DA  - 2022/03/07/
VL  - 6
IS  - 1
SP  - 211
EP  - 224
DO  - https://doi.org/10.1080/24740527.2022.2126754
UR  - https://example.org/a
SN  - 2474-0527
ER  -
"""
WANTED = {
    "type": "article-journal",
    "title": "What works? A review",
    "author": [
        {"family": "Poulin", "given": "Patricia A."},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"},
        {"literal": "World Health Organization"},
    ],
    "issued": {"date-parts": [[2022, 3, 7]]},
    "container-title": "Canadian Journal of Pain",
    "volume": "6",
    "issue": "1",
    "page": "211-224",
    "DOI": "10.1080/24740527.2022.2126754",
    "URL": "https://example.org/a",
    "ISSN": "2474-0527",
}


def items(text):
    found = list(read(text))
    assert not [one for one in found if one.problem]
    return [one.item for one in found]


def test_an_article_is_read_field_by_field():
    assert items(ARTICLE) == [WANTED]


@pytest.mark.parametrize(
    "stray",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("  - ", " - "),
        lambda text: text.replace("  - ", "  -"),
        lambda text: text.replace("ER  -\n", ""),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\n\nExported by a program\n" + text + "\n\n",
        lambda text: "\n".join("  " + line for line in text.splitlines()),
    ],
    ids=["BOM", "one space", "none behind", "no end", "CRLF", "CR", "around it", "indented"],
)
def test_files_that_stray_from_the_format_are_read_all_the_same(stray):
    assert items(stray(ARTICLE)) == [WANTED]
    assert items(stray(ARTICLE + ARTICLE)) == [WANTED, WANTED]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (
            ["TY  - CHAP", "T2  - B", "A2  - A, B.", "ET  - 2nd", "PB  - Sage", "CY  - London"],
            {
                "type": "chapter",
                "container-title": "B",
                "editor": [{"family": "A", "given": "B."}],
                "edition": "2",
                "publisher": "Sage",
                "publisher-place": "London",
            },
        ),
        (
            ["TY  - THES", "M3  - Doctoral dissertation", "PB  - Lund University"],
            {"type": "thesis", "genre": "Doctoral dissertation", "publisher": "Lund University"},
        ),
        (
            ["TY  - ELEC", "T2  - BBC News", "Y2  - 2024/03/05", "UR  - https://e.org/"],
            {
                "type": "webpage",
                "container-title": "BBC News",
                "accessed": {"date-parts": [[2024, 3, 5]]},
                "URL": "https://e.org/",
            },
        ),
        (["TY  - RPRT", "IS  - 12-345"], {"type": "report", "number": "12-345"}),
        (["TY  - NOPE"], {"type": "document"}),
        (
            ["TY  - JOUR", "IS  - 3", "C7  - e0123", "T3  - S", "A2  - A, B."],
            {
                "type": "article-journal",
                "issue": "3",
                "number": "e0123",
                "collection-title": "S",
                "editor": [{"family": "A", "given": "B."}],
            },
        ),
        (
            ["TY  - BOOK", "A4  - A, B.", "SN  - 0028-0836", "SN  - 978-0-19-852663-6"],
            {
                "type": "book",
                "translator": [{"family": "A", "given": "B."}],
                "ISSN": "0028-0836",
                "ISBN": "978-0-19-852663-6",
            },
        ),
        (["TY  - RPRT", "SN  - 9780198526636"], {"type": "report", "ISBN": "9780198526636"}),
        (["TY  - COMP", "ET  - 2nd"], {"type": "software", "version": "2nd"}),
        (["TY  - THES", "A2  - Advisor, An"], {"type": "thesis"}),
        (
            ["TY  - JOUR", "AU  - Department of Pain,, University of Care, Lund"],
            {
                "type": "article-journal",
                "author": [{"literal": "Department of Pain, University of Care, Lund"}],
            },
        ),
        (
            ["TY  - JOUR", "UR  - https://e.org/a;b; https://e.org/c"],
            {"type": "article-journal", "URL": "https://e.org/a;b"},
        ),
    ],
)
def test_kinds_of_references(lines, wanted):
    assert items("\n".join([*lines, "TI  - T", "ER  - "])) == [{"title": "T", **wanted}]


def test_what_cannot_be_read_is_told_and_the_rest_is_read():
    found = list(read("TY  - JOUR\nAU  - A\nER  - \n" + ARTICLE))
    assert [(one.place, bool(one.problem)) for one in found] == [
        ("line 1", True),
        ("line 4", False),
    ]
    assert list(read("no RIS at all")) == []
