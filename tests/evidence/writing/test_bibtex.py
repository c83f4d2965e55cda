import pytest

from evidence.writing.bibtex import latex, write

ARTICLE = {
    "id": "poulin2022",
    "type": "article-journal",
    "title": "Speech therapy in Canada & DNA",
    "author": [
        {"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"},
        {"family": "King", "given": "M. L.", "suffix": "Jr."},
        {"family": "de Souza", "given": "P."},
        {"literal": "Simon and Schuster"},
    ],
    "container-title": "Journal of Pain",
    "issued": {"date-parts": [[2022, 3, 7]]},
    "volume": 6,
    "issue": "1",
    "number": "e1",
    "page": "211-224",
    "DOI": "10.1000/a_b",
    "URL": "https://example.org/a_b?c=1%20d",
}


def test_an_article_is_written_field_by_field():
    assert (
        write([ARTICLE])
        == r"""@article{poulin2022,
  author = {van der Berg, Anna and King, Jr., M. L. and {de Souza}, P. and {Simon and Schuster}},
  title = {Speech therapy in {Canada} \& {DNA}},
  journal = {Journal of Pain},
  year = {2022},
  month = mar,
  day = {7},
  volume = {6},
  number = {1},
  eid = {e1},
  pages = {211--224},
  doi = {10.1000/a_b},
  url = {https://example.org/a_b?c=1%20d},
}
"""
    )


def test_entries_stand_apart():
    entry = "@misc{a,\n}\n"
    assert write([{"id": "a"}, {"id": "b"}]) == f"{entry}\n{entry.replace('a', 'b')}"


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Speech therapy at a distance", "Speech therapy at a distance"),
        ("DNA and children", "{DNA} and children"),
        ("iPads in schools: A review", "{iPads} in schools: {A} review"),
        ("COVID-19 in the U.S. today", "{COVID-19} in the {U.S}. today"),
        ("“Quoted” words", "“{Quoted}” words"),
        ("Effects of H<sub>2</sub>O", r"Effects of {H}\textsubscript{2}{O}"),
        ("The gut and <i>E. coli</i>", r"The gut and \textit{E. coli}"),
        ('On <span class="nocase">eBay</span>', "On {eBay}"),
    ],
)
def test_capitals_of_titles_are_kept_by_braces_where_styles_would_take_them(title, wanted):
    assert latex(title, is_title=True) == wanted


def test_capitals_elsewhere_are_safe():
    assert latex("Journal of DNA") == "Journal of DNA"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"50% of A&B_c #1 $5", r"50\% of A\&B\_c \#1 \$5"),
        (
            r"a\b {c ~ ^",
            r"a\textbackslash{}b \textbraceleft{}c \textasciitilde{} \textasciicircum{}",
        ),
        ("a<b c>", r"a\textless{}b c\textgreater{}"),
        ("a--b ''c", "a-{}-b '{}'c"),
        ("a\n\nb", "a b"),
        ("Zoë – 日本 \ud800", "Zoë – 日本 \ufffd"),
    ],
)
def test_what_latex_would_take_for_a_command_is_escaped(text, wanted):
    assert latex(text) == wanted


@pytest.mark.parametrize(
    ("work", "wanted"),
    [
        ({"type": "thesis", "genre": "Doctoral dissertation", "publisher": "L"}, "@phdthesis"),
        ({"type": "thesis", "genre": "Master’s thesis", "publisher": "L"}, "@mastersthesis"),
        ({"type": "thesis", "genre": "Bachelor’s thesis"}, "type = {Bachelor’s thesis}"),
        ({"type": "thesis", "genre": "Master of Arts thesis"}, "@mastersthesis"),
        ({"type": "thesis", "publisher": "L"}, "institution = {L}"),
        ({"type": "invented"}, "@misc{worknd,\n}"),
        ({"type": "report", "publisher": "WHO", "number": "1"}, "institution = {WHO}"),
        ({"type": "article-magazine"}, "entrysubtype = {magazine}"),
        ({"type": "motion_picture"}, r"entrysubtype = {motion\_picture}"),
        ({"type": "chapter", "container-title": "B"}, "booktitle = {B}"),
        ({"issued": {"date-parts": [[2020], [2022, 3]]}}, "date = {2020/2022-03}"),
        ({"issued": {"date-parts": [[2020], [2022, 3]]}}, "year = {2020}"),
        ({"issued": {"date-parts": [[2020]], "season": 2}}, "month = {summer}"),
        ({"accessed": {"date-parts": [[2024, 3, 5]]}}, "urldate = {2024-03-05}"),
        ({"language": "en-GB"}, "langid = {en-GB}"),
    ],
)
def test_kinds_of_works(work, wanted):
    assert wanted in write([work])
