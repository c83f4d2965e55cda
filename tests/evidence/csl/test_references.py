"""What plain citeproc-py gets wrong, and what APA asks of references and marks."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from evidence.csl.references import References, letters
from evidence.csl.styles import style_of
from evidence.styles import STYLES

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PAPER = {
    "id": "a",
    "type": "article-journal",
    "title": "What works?",
    "author": [{"family": "Rash", "given": "Joshua A."}],
    "issued": {"date-parts": [[2022]]},
    "container-title": "Canadian Journal of Pain",
}


def work(**fields):
    found = PAPER | {name.replace("_", "-"): value for name, value in fields.items()}
    return {name: value for name, value in found.items() if value is not None}


def people(number):
    return [{"family": letter, "given": "X."} for letter in LETTERS[:number]]


def one(style="apa", **fields):
    return References([work(**fields)], style).entries()[0].text


def html(**fields):
    return References([work(**fields)]).entries()[0].html


def marks(*works, style="apa"):
    works = [work(id=str(number), **fields) for number, fields in enumerate(works)]
    references = References(works, style)
    return [references.mark(work["id"]) for work in works]


def test_the_reference_of_a_pasted_article_comes_out_as_it_stood_there():
    """The kind of reference that articles of this field end with."""
    names = "Poulin P. A.;Shergill Y.;Grebowicz A.;Almeida I.;Cantave R.;MacLeod B.;Larocque T."
    names += ";Garstin D.;Fitzgerald S. F.;Rash J. A."
    authors = [
        {"family": family, "given": given}
        for family, _, given in (name.partition(" ") for name in names.split(";"))
    ]
    title = (
        "Extension for Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid Stewardship in "
        "Northwestern Ontario: A thematic analysis of patient cases"
    )
    assert one(author=authors, title=title, DOI="10.1080/24740527.2022.2126754") == (
        "Poulin, P. A., Shergill, Y., Grebowicz, A., Almeida, I., Cantave, R., MacLeod, B., "
        "Larocque, T., Garstin, D., Fitzgerald, S. F., & Rash, J. A. (2022). Extension for "
        "Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid Stewardship in Northwestern "
        "Ontario: A thematic analysis of patient cases. Canadian Journal of Pain. "
        "https://doi.org/10.1080/24740527.2022.2126754"
    )


# What citeproc-py gets wrong


def test_html_is_escaped_but_for_balanced_i_b_sub_and_sup():
    entry = html(title="<i>E. coli</i> <b>x<script>alert(1)</script> & H<sub>2</sub>O")
    assert (
        "<i>E. coli</i> &lt;b&gt;x&lt;script&gt;alert(1)&lt;/script&gt; &amp; H<sub>2</sub>O"
        in entry
    )


def test_a_title_in_the_place_of_the_author_is_not_printed_twice():
    assert one(author=None) == "What works? (2022). Canadian Journal of Pain."


def test_labels_of_editors_have_a_capital():
    chapter = {"type": "chapter", "container_title": "Handbook", "publisher": "Sage"}
    assert one(**chapter, editor=people(2)) == (
        "Rash, J. A. (2022). What works? In X. A & X. B (Eds.), Handbook. Sage."
    )
    assert "In X. A (Ed.), Handbook" in one(**chapter, editor=people(1))


def test_an_editor_in_the_place_of_the_author_is_not_printed_twice():
    chapter = {"type": "chapter", "container_title": "Handbook", "publisher": "Sage"}
    assert one(**chapter, author=None, editor=people(1)) == (
        "A, X. (Ed.). (2022). What works? In Handbook. Sage."
    )


def test_the_edition_of_a_book_without_author_stands_behind_its_title():
    book = {"type": "book", "container_title": None, "publisher": "Sage", "edition": "2"}
    assert one(**book, author=None, title="A book") == "A book (2nd ed.). (2022). Sage."


@pytest.mark.parametrize(
    ("name", "entry", "mark"),
    [
        ({"family": "毛", "given": "泽东"}, "毛泽东. (2022).", "(毛, 2022)"),
        ({"family": "山田", "given": "太郎"}, "山田太郎. (2022).", "(山田, 2022)"),
        ({"family": "김", "given": "민준"}, "김민준. (2022).", "(김, 2022)"),
        ({"family": "Yamada", "given": "太郎"}, "Yamada, 太郎. (2022).", "(Yamada, 2022)"),
        ({"family": "نجيب", "given": "محمد"}, "نجيب, محمد. (2022).", "(نجيب, 2022)"),
    ],
)
def test_names_in_scripts_without_capitals_stay_whole(name, entry, mark):
    assert one(author=[name]).startswith(entry)
    assert marks({"author": [name]}) == [mark]


def test_works_of_one_author_and_year_have_letters_in_the_order_of_the_list():
    works = [
        work(id="b", title="Zebras"),
        work(id="a", title="An ape"),
        work(id="c", title="Bears"),
    ]
    references = References(works)
    assert [(entry.id, entry.text[12:19]) for entry in references.entries()] == [
        ("a", "(2022a)"),
        ("c", "(2022b)"),
        ("b", "(2022c)"),
    ]
    assert references.mark("b") == "(Rash, 2022c)"
    assert References(works[:1]).mark("b") == "(Rash, 2022)"


def test_letters_go_with_no_date_too():
    works = [work(id=id, title=id, issued=None) for id in "ab"]
    assert [entry.text[12:21] for entry in References(works).entries()] == [
        "(n.d.-a).",
        "(n.d.-b).",
    ]


def test_titles_that_differ_in_type_alone_have_letters():
    """“What works?” and What works? in italics are one name to who hears them."""
    works = [
        work(id="a", author=None),
        work(id="b", author=None, type="book", container_title=None),
    ]
    assert sorted(entry.text[12:20] for entry in References(works).entries()) == [
        "(2022a).",
        "(2022b).",
    ]


def test_a_thesis_without_number_is_no_publication():
    thesis = {"type": "thesis", "container_title": None, "genre": "Doctoral dissertation"}
    assert one(**thesis, publisher="Lund University", title="Words") == (
        "Rash, J. A. (2022). Words [Doctoral dissertation]. Lund University."
    )


@pytest.mark.parametrize("end", "?!")
def test_no_full_stop_follows_another_mark(end):
    assert f"works{end} Canadian" in one(title=f"What works{end}")


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("123-45", "123–145"),
        ("1123-1134", "1123–1134"),
        ("e12-e15", "e12–e15"),
        ("S4-9", "S4–S9"),
        ("iv-ix", "iv–ix"),
        ("12, 15-19", "12, 15–19"),
        ("7", "7"),
    ],
)
def test_pages_are_written_out(page, wanted):
    assert one(page=page).endswith(f"Canadian Journal of Pain, {wanted}.")


def test_in_nlm_the_last_page_is_short():
    assert one("nlm-citation-sequence", page="123-145", volume="4").endswith("2022;4:123–45.")


def test_a_date_is_written_as_each_style_wants_it_however_often_it_was_asked_before():
    date = {"date-parts": [[2024, 3, 5]]}
    page = {"type": "webpage", "URL": "https://example.org/", "issued": date, "accessed": date}
    for _ in range(2):
        assert "(2024, March 5)." in one(**page)
        assert "Pain. 2024 Mar 5;4." in one("nlm-citation-sequence", issued=date, volume="4")


# What APA asks for


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (1, "A, X. (2022)."),
        (2, "A, X., & B, X. (2022)."),
        (10, "H, X., I, X., & J, X. (2022)."),
        (20, "S, X., & T, X. (2022)."),
        (21, "S, X., … U, X. (2022)."),
        (26, "S, X., … Z, X. (2022)."),
    ],
)
def test_up_to_twenty_authors_are_named_and_the_last(number, wanted):
    assert wanted in one(author=people(number))


@pytest.mark.parametrize(
    ("author", "wanted"),
    [
        ({"literal": "World Health Organization"}, "World Health Organization. (2022)."),
        ({"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}, "van Gogh, V. ("),
        (
            {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"},
            "Beethoven, L. van. (",
        ),
        ({"family": "King", "given": "Martin Luther", "suffix": "Jr."}, "King, M. L., Jr. (2022)."),
        ({"family": "Sartre", "given": "Jean-Paul"}, "Sartre, J.-P. (2022)."),
        ({"family": "Plato"}, "Plato. (2022)."),
    ],
)
def test_names_are_those_of_people_and_organisations(author, wanted):
    assert one(author=[author]).startswith(wanted)


def test_an_article_number_stands_for_pages():
    assert one(volume="17", issue="3", number="e0123").endswith(", 17(3), Article e0123.")


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        (
            {"type": "webpage", "container_title": "BBC News", "URL": "https://bbc.com/a"},
            "What works? BBC News. https://bbc.com/a",
        ),
        (
            {
                "type": "article",
                "container_title": None,
                "publisher": "PsyArXiv",
                "genre": "Preprint",
            },
            "What works? [Preprint]. PsyArXiv.",
        ),
        (
            {"type": "report", "container_title": None, "publisher": "WHO", "number": "12-345"},
            "What works? (No. 12-345). WHO.",
        ),
    ],
)
def test_other_kinds_of_works(fields, wanted):
    assert one(**fields) == f"Rash, J. A. (2022). {wanted}"


def test_marks_name_one_or_two_authors_or_the_first():
    found = marks({"author": people(1)}, {"author": people(2)}, {"author": people(3)})
    assert found == ["(A, 2022)", "(A &amp; B, 2022)", "(A et al., 2022)"]


def test_initials_tell_authors_of_one_family_name_apart_in_every_year():
    rash = [[{"family": "Rash", "given": given}] for given in ("J.-P.", "Anna")]
    found = marks({"author": rash[0]}, {"author": rash[1], "issued": {"date-parts": [[1999]]}})
    assert found == ["(J.-P. Rash, 2022)", "(A. Rash, 1999)"]


def test_further_names_tell_works_apart():
    found = marks(
        {"author": people(4)}, {"author": [*people(1), *people(5)[2:]]}, {"author": people(2)[1:]}
    )
    assert found == ["(A, B, et al., 2022)", "(A, C, et al., 2022)", "(B, 2022)"]
    listed = References(
        [work(author=people(4)), work(id="b", author=people(5)[:1] + people(5)[2:])]
    )
    assert "et al." not in "".join(entry.text for entry in listed.entries())


@pytest.mark.parametrize(
    ("locator", "wanted"),
    [
        ("p. 4", "p. 4"),
        ("pp. 4-5", "pp. 4–5"),
        ("4", "p. 4"),
        ("4–5", "pp. 4–5"),
        ("page 4", "p. 4"),
        ("chap. 3", "Chapter 3"),
        ("para. 2", "para. 2"),
        ("Table 2", "Table 2"),
        ("Figure 1, panel B", "Figure 1, panel B"),
        ("Appendix", "Appendix"),
        ("the last line", "the last line"),
        ("<b>p. 4</b>", "&lt;b&gt;p. 4&lt;/b&gt;"),
    ],
)
def test_a_locator_says_where(locator, wanted):
    assert References([work()]).mark("a", locator) == f"(Rash, 2022, {wanted})"


def test_no_locator_is_left_behind():
    references = References([work()])
    references.mark("a", "p. 4")
    assert references.mark("a") == "(Rash, 2022)"
    assert references.mark("a", " \n") == "(Rash, 2022)"


def test_the_list_is_in_the_order_of_names_years_and_titles():
    works = [
        work(id="o", author=[{"family": "Østergaard", "given": "A."}]),
        work(id="r2", issued={"date-parts": [[2020]]}),
        work(id="r3", author=[{"family": "Rash", "given": "J. A."}, {"family": "A"}]),
        work(id="r1", issued=None),
        work(id="m", author=[{"family": "MacLeod", "given": "B."}]),
        work(id="q", author=None, title="“Quoted” words"),
    ]
    assert [entry.id for entry in References(works).entries()] == ["m", "o", "q", "r1", "r2", "r3"]
    assert [entry.id for entry in References(works).entries("cited")] == [w["id"] for w in works]


def test_after_z_comes_aa():
    assert [letters(number) for number in (0, 25, 26, 27, 701, 702)] == [
        "a",
        "z",
        "aa",
        "ab",
        "zz",
        "aaa",
    ]


# Any style


@pytest.mark.parametrize("style", STYLES)
def test_numbers_are_labels(style):
    references = References([work(id="b"), work()], style)
    is_numbered = style != "apa"
    assert [entry.label for entry in references.entries()] == (
        ["1.", "2."] if is_numbered else ["", ""]
    )
    assert ("2" in references.mark("a")) or not is_numbered


@pytest.mark.parametrize(
    ("style", "address"),
    [
        (
            "apa",
            '<a href="https://doi.org/10.1000/x%3C1%3E">https://doi.org/10.1000/x&lt;1&gt;</a>',
        ),
        (
            "american-medical-association",
            '<a href="https://doi.org/10.1000/x%3C1%3E">doi:10.1000/x&lt;1&gt;</a>',
        ),
    ],
)
def test_a_doi_is_a_link(style, address):
    assert References([work(DOI="10.1000/x<1>")], style).entries()[0].html.endswith(address)


def test_a_url_is_a_link_unless_it_leads_elsewhere():
    assert html(URL="https://e.org/a?b&c").endswith(
        '<a href="https://e.org/a?b&amp;c">https://e.org/a?b&amp;c</a>'
    )
    assert "<a" not in html(URL="javascript:alert(1)")


@pytest.mark.parametrize("style", STYLES)
def test_rendering_leaves_the_style_as_it_was(style):
    before = etree.tostring(style_of(style))
    References([work(author=people(3)), work(id="b", author=None)], style).entries()
    assert etree.tostring(style_of(style)) == before


def test_threads_do_not_disturb_each_other():
    works = [work(id=str(n), author=people(n % 3 + 1), title=f"T{n}") for n in range(8)]
    wanted = References(works).entries()
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(References(works).entries())) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 6


def test_an_unknown_style_and_an_unknown_work_are_errors():
    with pytest.raises(KeyError):
        References([work()], "chicago")
    with pytest.raises(KeyError):
        References([work()]).mark("b")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "given", "literal", "date-parts", "raw", "suffix"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        *("title", "author", "editor", "issued", "page", "volume", "number", "edition", "URL"),
        *("DOI", "container-title", "publisher", "language", "genre", "type", "accessed"),
    ]
)


@pytest.mark.parametrize("style", STYLES)
@given(items=st.lists(st.dictionaries(NAMES, VALUES, max_size=8), max_size=3))
def test_whatever_comes_is_formatted(style, items):
    works = [item | {"id": str(number)} for number, item in enumerate(items)]
    references = References(works, style)
    assert sorted(entry.id for entry in references.entries()) == sorted(w["id"] for w in works)
    for item in works:
        assert isinstance(references.mark(item["id"], "p. 4"), str)
