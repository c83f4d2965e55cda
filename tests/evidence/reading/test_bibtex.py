import pytest

from evidence.reading.bibtex import decoded, names_of, read

ARTICLE = r"""
@article{poulin2022,
  author = {Poulin, Patricia A. and Shergill, Yaadwinder and {World Health Organization} and
            Fitzgerald, Jr., S. F. and Ludwig van Beethoven and others},
  title = {{ECHO} Chronic Pain \& Opioid Stewardship: {A} thematic analysis of \emph{E. coli},
           50\%},
  journal = {Canadian Journal of Pain},
  year = 2022, month = mar,
  volume = 6, number = {1}, pages = {211--224},
  doi = {https://doi.org/10.1080/24740527.2022.2126754},
  url = {https://example.org/a\_b?c=1\%20d},
}
"""


def one(text):
    (found,) = read(text)
    assert not found.problem
    return found.item


def test_an_article_is_read_field_by_field():
    assert one(ARTICLE) == {
        "type": "article-journal",
        "title": "ECHO Chronic Pain & Opioid Stewardship: A thematic analysis of <i>E. coli</i>, "
        "50%",
        "author": [
            {"family": "Poulin", "given": "Patricia A."},
            {"family": "Shergill", "given": "Yaadwinder"},
            {"literal": "World Health Organization"},
            {"family": "Fitzgerald", "given": "S. F.", "suffix": "Jr."},
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        ],
        "issued": {"date-parts": [[2022, 3]]},
        "container-title": "Canadian Journal of Pain",
        "volume": "6",
        "issue": "1",
        "page": "211-224",
        "DOI": "10.1080/24740527.2022.2126754",
        "URL": "https://example.org/a_b?c=1%20d",
    }


@pytest.mark.parametrize(
    ("latex", "wanted"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"M\"uller", "Müller"),
        (r"{\O}sterg{\aa}rd", "Østergård"),
        (r"Garc{\'\i}a", "García"),
        (r"\L{}ukasiewicz", "Łukasiewicz"),
        (r"Nguy{\~{\^e}}n", "Nguyễn"),
        (r"pages 1--9", "pages 1–9"),
        (r"``Quoted'' words", "“Quoted” words"),
        (r"H$_2$O and 10$^{3}$", "H<sub>2</sub>O and 10<sup>3</sup>"),
        (r"\textit{E. coli}", "<i>E. coli</i>"),
        (r"A & B, 50% of #1", "A & B, 50% of #1"),
        (r"{The {ECHO} model}", "The ECHO model"),
        ("a~b\n c", "a b c"),
        ("日本語", "日本語"),
    ],
)
def test_latex_becomes_text(latex, wanted):
    assert decoded(latex) == wanted


def test_names_are_told_apart_before_they_are_decoded():
    """Else “Barnes {\\&} Noble” or “{Simon and Schuster}” would become people."""
    assert names_of(r"{Simon and Schuster} and {Barnes \& Noble} and Zola, {\'E}mile") == [
        {"literal": "Simon and Schuster"},
        {"literal": "Barnes & Noble"},
        {"family": "Zola", "given": "Émile"},
    ]
    assert names_of(r"{\'E}mile Zola") == [{"family": "Zola", "given": "Émile"}]
    assert names_of("{A} and {B}") == [{"literal": "A"}, {"literal": "B"}]


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        (
            "@incollection{a, title={T}, booktitle={B}, editor={A, B.}, edition={Second}, "
            "pages={1-2}, publisher={Sage}, address={London}}",
            {
                "type": "chapter",
                "container-title": "B",
                "editor": [{"family": "A", "given": "B."}],
                "edition": "2",
                "page": "1-2",
                "publisher": "Sage",
                "publisher-place": "London",
            },
        ),
        (
            "@phdthesis{a, title={T}, school={Lund University}, year={1999}}",
            {
                "type": "thesis",
                "genre": "Doctoral dissertation",
                "publisher": "Lund University",
                "issued": {"date-parts": [[1999]]},
            },
        ),
        (
            "@techreport{a, title={T}, institution={WHO}, number={12-345}, type={White paper}}",
            {"type": "report", "publisher": "WHO", "number": "12-345", "genre": "White paper"},
        ),
        (
            r"@misc{a, title={T}, howpublished={\url{https://e.org/}}, urldate={2024-03-05}}",
            {
                "type": "webpage",
                "URL": "https://e.org/",
                "accessed": {"date-parts": [[2024, 3, 5]]},
            },
        ),
        (
            "@misc{a, title={T}, eprint={2101.00001}, archivePrefix={arXiv}, date={2021-01}}",
            {
                "type": "article",
                "publisher": "arXiv",
                "genre": "Preprint",
                "issued": {"date-parts": [[2021, 1]]},
            },
        ),
        (
            "@article{a, title={T}, subtitle={S}, journaltitle={J}, eid={e0123}, year={in press}}",
            {
                "type": "article-journal",
                "title": "T: S",
                "container-title": "J",
                "number": "e0123",
                "issued": {"literal": "in press"},
            },
        ),
    ],
)
def test_kinds_of_entries(entry, wanted):
    assert one(entry) == {"title": "T", **wanted}


@pytest.mark.parametrize(
    ("latex", "wanted"),
    [
        (r"\textit{a \textbf{b {DNA}} c}", "<i>a <b>b DNA</b> c</i>"),
        (r"\mkbibemph{a}\textsubscript{2}", "<i>a</i><sub>2</sub>"),
        (r"\textless{}i\textgreater{}", "<i>"),
        (r"\textbraceleft{}\textasciicircum{}\textbraceright{}", "{^}"),
        (r"it costs \$_5$", "it costs $_5"),
        ("a \\textit", "a <i></i>"),
    ],
)
def test_marks_may_stand_inside_each_other_and_characters_have_names(latex, wanted):
    assert decoded(latex) == wanted


@pytest.mark.parametrize(
    ("entry", "type"),
    [
        ("@article{a, title={T}, entrysubtype={magazine}}", "article-magazine"),
        ("@article{a, title={T}, entrysubtype={Newspaper}}", "article-newspaper"),
        (
            "@misc{a, title={T}, entrysubtype={motion_picture}, url={https://e.org}}",
            "motion_picture",
        ),
        ("@article{a, title={T}, entrysubtype={invented}}", "article-journal"),
    ],
)
def test_an_entry_may_say_more_exactly_what_it_is(entry, type):
    assert one(entry)["type"] == type


def test_a_magazine_has_issues_and_articles_have_numbers():
    entry = "@article{a, title={T}, entrysubtype={magazine}, number={3}, eid={e1}, pages={4}}"
    assert one(entry).items() >= {"issue": "3", "number": "e1", "page": "4"}.items()


def test_macros_and_comments_are_read():
    text = "@string{jp = {Journal of Pain}}\n@comment{x}\n@article{a, title={T}, journal=jp}"
    assert one(text)["container-title"] == "Journal of Pain"


def test_what_cannot_be_read_is_told_and_the_rest_is_read():
    text = (
        ARTICLE + "@article{broken, title = {never closed\n\n@book{b, title={T}}\n@book{c, year=1}"
    )
    found = list(read("\ufeff" + text))
    assert [one.place for one in found if not one.problem] == ["poulin2022", "b"]
    assert {one.place: one.problem.partition(".")[0] for one in found if one.problem} == {
        "line 13": "This BibTeX entry cannot be read",
        "c": "This BibTeX entry has no title",
    }


def test_two_works_may_have_one_key():
    one = "@book{a, title={One}, author={A, B and C, D}}"
    strings = ["@string{s={Two}}", "@string{s={Three}}"]
    found = list(read("\n".join([*strings, one, "@book{b, ti", one, "@book{a, title=s}"])))
    assert [(one.place, one.item.get("title")) for one in found if one.item] == [
        ("a", "One"),
        ("line 5", "One"),
        ("line 6", "Two"),
    ]
    assert [one.place for one in found if one.problem] == ["line 2", "line 4"]
    assert found[1].item == found[3].item


def test_works_of_one_key_may_stand_in_one_line():
    found = list(read("@book{a, title={One}} " * 3))
    assert [one.place for one in found] == ["a", "line 1", "line 1"]
