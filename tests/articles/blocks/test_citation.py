import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StructBlockValidationError

from articles.blocks.citation import join_names, parse_names
from tests.articles.blocks.asking import (
    cleaned,
    html,
    kind,
    parsed,
    plain_text,
    public,
    refusals,
    value_of,
    words,
)

ECHO = {
    "usage": "reference",
    "authors": (
        "Poulin, P. A.\nShergill, Y.\nGrebowicz, A.\nAlmeida, I.\nCantave, R.\nMacLeod, B.\n"
        "Larocque, T.\nGarstin, D.\nFitzgerald, S. F.\nRash, J. A."
    ),
    "year": 2022,
    "title": "Extension for Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid Stewardship "
    "in Northwestern Ontario: A thematic analysis of patient cases",
    "container": "Canadian Journal of Pain",
    "doi": "10.1080/24740527.2022.2126754",
    "url": "",
    "text": "",
    "locator": "",
}
ECHO_FORMATTED = (
    "Poulin, P. A., Shergill, Y., Grebowicz, A., Almeida, I., Cantave, R., MacLeod, B., "
    "Larocque, T., Garstin, D., Fitzgerald, S. F., & Rash, J. A. (2022). Extension for Community "
    "Healthcare Outcomes (ECHO) Chronic Pain & Opioid Stewardship in Northwestern Ontario: A "
    "thematic analysis of patient cases. Canadian Journal of Pain. "
    "https://doi.org/10.1080/24740527.2022.2126754"
)
WORK = {"usage": "reference", "title": "Small steps", "authors": "Quill, Ada", "year": 2020}


def person(family, given=""):
    return {"family": family, "given": given, "literal": ""}


def organisation(name):
    return {"family": "", "given": "", "literal": name}


def formatted(**fields):
    return value_of("citation", **fields).formatted


# Public form


def test_public_form_has_every_fact_and_the_whole_reference():
    fields = {**ECHO, "usage": "quotation", "text": "Pain is pervasive.", "locator": "p. 4"}
    data = public("citation", **fields)
    assert data.pop("authors")[0] == person("Poulin", "P. A.")
    assert data == {
        "usage": "quotation",
        "year": 2022,
        "title": ECHO["title"],
        "container": "Canadian Journal of Pain",
        "doi": "10.1080/24740527.2022.2126754",
        "url": "",
        "href": "https://doi.org/10.1080/24740527.2022.2126754",
        "text": "Pain is pervasive.",
        "locator": "p. 4",
        "formatted": ECHO_FORMATTED,
    }


def test_empty_citation_has_the_same_keys_and_no_html():
    assert public("citation") == {
        "usage": "reference",
        "authors": [],
        "year": None,
        "title": "",
        "container": "",
        "doi": "",
        "url": "",
        "href": None,
        "text": "",
        "locator": "",
        "formatted": "",
    }
    assert words(html("citation")) == ""


def test_work_is_read_at_its_doi_before_its_url():
    url = "https://journal.example/1"
    assert public("citation", doi="10.1000/182", url=url)["href"] == "https://doi.org/10.1000/182"
    assert public("citation", url=url)["href"] == url


# The reference as text


def test_reference_stands_exactly_as_published():
    assert formatted(**ECHO) == ECHO_FORMATTED


@pytest.mark.parametrize(
    "fields",
    [
        ECHO,
        WORK,
        {"title": "Untitled & <i>unsigned</i>"},
        {"title": "T", "container": "C & <b>D</b>", "url": "https://a.example/?x=1&y=2"},
        {},
    ],
)
def test_html_of_a_reference_reads_as_its_plain_text(fields):
    value = value_of("citation", **fields)
    assert parsed(value.formatted_html).get_text() == value.formatted


def test_html_of_a_reference_links_to_the_work_and_marks_where_it_appeared():
    page = parsed(value_of("citation", **ECHO).formatted_html)
    assert page.a["href"] == "https://doi.org/10.1080/24740527.2022.2126754"
    assert page.cite.text == "Canadian Journal of Pain."


@pytest.mark.parametrize("field", ["authors", "title", "container", "url", "doi"])
def test_markup_in_a_field_is_text_and_no_markup(field):
    fields = {"title": "T", field: "<script>alert(1)</script>\"'"}
    page = parsed(value_of("citation", **fields).formatted_html)
    assert page.script is None
    assert "<script>" in page.get_text() or field == "doi"


def names(count):
    return "\n".join(f"Family{number}, G." for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("authors", "shown"),
    [
        (names(1), "Family1, G."),
        (names(2), "Family1, G., & Family2, G."),
        (names(3), "Family1, G., Family2, G., & Family3, G."),
        ("World Health Organization", "World Health Organization."),
        ("Quill, Ada\nUNICEF", "Quill, A., & UNICEF."),
        ("The Reading House, Inc.", "The Reading House, Inc."),
    ],
)
def test_authors_are_joined_as_apa_asks(authors, shown):
    assert formatted(**WORK | {"authors": authors}) == f"{shown} (2020). Small steps."


def test_twenty_authors_are_all_named():
    shown = ", ".join(f"Family{number}, G." for number in range(1, 20)) + ", & Family20, G."
    assert formatted(**WORK | {"authors": names(20)}) == f"{shown} (2020). Small steps."


def test_of_twenty_one_authors_the_first_nineteen_and_the_last_are_named():
    shown = ", ".join(f"Family{number}, G." for number in range(1, 20)) + ", … Family21, G."
    assert formatted(**WORK | {"authors": names(21)}) == f"{shown} (2020). Small steps."


@pytest.mark.parametrize(
    ("given", "initials"),
    [
        ("Patricia Anne", "P. A."),
        ("P.A.", "P. A."),
        ("P. A.", "P. A."),
        ("PA", "P. A."),
        ("Jean-Paul", "J.-P."),
        ("J.-P.", "J.-P."),
        ("Ludwig van", "L. van"),
        ("Martin Luther, Jr.", "M. L., Jr."),
        ("Henry L., III", "H. L., III"),
        ("Åsa", "Å."),
        ("伟", "伟"),
    ],
)
def test_given_names_are_shortened_to_initials(given, initials):
    assert formatted(title="T", year=1, authors=f"Family, {given}").startswith(
        f"Family, {initials}"
    )


def test_work_without_author_begins_with_its_title():
    assert formatted(**WORK | {"authors": ""}) == "Small steps. (2020)."


def test_work_without_date_says_so():
    assert formatted(**WORK | {"year": None}) == "Quill, A. (n.d.). Small steps."


@pytest.mark.parametrize(
    ("title", "closed"),
    [
        ("Small steps", "Small steps."),
        ("Small steps.", "Small steps."),
        ("Small steps?", "Small steps?"),
        ("Small steps!", "Small steps!"),
        ("What is “small”", "What is “small”."),
        ("She said “Small steps!”", "She said “Small steps!”"),
        ("Small steps (2nd ed.)", "Small steps (2nd ed.)."),
    ],
)
def test_title_ends_with_one_mark(title, closed):
    assert formatted(**WORK | {"title": title}) == f"Quill, A. (2020). {closed}"


def test_address_has_no_full_stop_behind_it():
    url = "https://journal.example/1"
    assert formatted(**WORK | {"url": url}) == f"Quill, A. (2020). Small steps. {url}"


# Names


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        (" \n\n,\n", []),
        ("Quill, Ada", [person("Quill", "Ada")]),
        ("  Quill ,  Ada ,\r\nInk, Bo;", [person("Quill", "Ada"), person("Ink", "Bo")]),
        ("Quill,", [person("Quill")]),
        ("UNICEF", [organisation("UNICEF")]),
        ("Johnson & Johnson", [organisation("Johnson & Johnson")]),
        ("van der Berg, Anna", [person("van der Berg", "Anna")]),
        ("King, M. L., Jr.", [person("King", "M. L., Jr.")]),
        ("Ford, H., III\nInk, B.", [person("Ford", "H., III"), person("Ink", "B.")]),
    ],
)
def test_names_are_read_one_a_line(written, read):
    assert [name.model_dump() for name in parse_names(written)] == read


@pytest.mark.parametrize(
    "pasted",
    [
        "Quill, A. B., King, M. L., Jr., & Ink, C.",
        "Quill, A. B.; King, M. L., Jr.; Ink, C.",
        "Quill, A. B.,\nKing, M. L., Jr.,\n& Ink, C.",
    ],
)
def test_names_of_a_pasted_reference_are_several_people(pasted):
    assert [name.model_dump() for name in parse_names(pasted)] == [
        person("Quill", "A. B."),
        person("King", "M. L., Jr."),
        person("Ink", "C."),
    ]


def test_two_names_joined_by_an_ampersand_are_two_people():
    assert parse_names("Quill, A. B. & Ink, C.") == parse_names("Quill, A. B.\nInk, C.")


letters = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=8)
people = st.builds(
    lambda family, initials: f"{family.title()}x, {' '.join(i + '.' for i in initials)}",
    letters,
    st.lists(st.sampled_from(string.ascii_uppercase), min_size=1, max_size=3),
)


@given(st.lists(people, min_size=1, max_size=20))
def test_names_are_read_back_from_the_reference_they_made(lines):
    authors = parse_names("\n".join(lines))
    assert len(authors) == len(lines)
    assert parse_names(join_names(authors)) == authors


@given(st.text(max_size=200))
def test_any_text_is_some_names(text):
    for name in parse_names(text):
        assert name.family or name.literal
    join_names(parse_names(text))


# HTML


def test_reference_shows_the_work_with_its_link():
    page = html("citation", **ECHO)
    assert ECHO_FORMATTED in words(page)
    assert [link["href"] for link in page("a")] == ["https://doi.org/10.1080/24740527.2022.2126754"]


def test_remark_on_a_reference_is_shown():
    assert "Free to read." in words(html("citation", **WORK, text="Free to read."))


def test_quotation_shows_the_words_apart_from_the_work_and_its_place():
    fields = {**ECHO, "usage": "quotation", "text": "Pain is <pervasive>.", "locator": "p. 4"}
    page = html("citation", **fields)
    assert words(page.blockquote) == "Pain is <pervasive>."
    assert page.blockquote["cite"] == "https://doi.org/10.1080/24740527.2022.2126754"
    caption = page.figcaption
    assert caption.cite.text == "Canadian Journal of Pain."
    assert words(caption).endswith("p. 4")


def test_summary_is_shown_as_the_articles_own_words():
    page = html("citation", **WORK | {"usage": "summary", "text": "Pain is pervasive."})
    assert "Pain is pervasive." in words(page)
    assert page.blockquote is None


@pytest.mark.parametrize("usage", ["quotation", "summary"])
def test_work_is_shown_although_the_words_are_still_missing(usage):
    assert "Small steps." in words(html("citation", **WORK | {"usage": usage}))


# Validation


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("doi", ["nonsense", "10.1080", "https://journal.example/1"])
def test_doi_that_is_none_is_refused_always(doi, draft):
    message = refusals("citation", **WORK, doi=doi, draft=draft)
    assert message.keys() == {"doi"}
    assert "10.1080/24740527.2022.2126754" in message["doi"]


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize(
    "url", ["ftp://a.example/1", "FTPS://a.example/1", "javascript:alert(1)", "mailto:a@b.example"]
)
def test_address_that_is_no_web_page_is_refused_always(url, draft):
    assert refusals("citation", **WORK, url=url, draft=draft).keys() == {"url"}


@pytest.mark.parametrize("draft", [True, False])
def test_every_refused_field_is_named_at_once(draft):
    fields = {**WORK, "year": 22, "url": "ftp://a.example/1"}
    assert refusals("citation", **fields, draft=draft).keys() == {"year", "url"}


def test_refused_doi_stays_as_the_editor_wrote_it():
    value = value_of("citation", **WORK, doi="  Nonsense ")
    with pytest.raises(StructBlockValidationError):
        kind("citation").clean(value)
    assert kind("citation").get_form_state(value)["doi"] == "  Nonsense "


def test_doi_is_stored_in_its_one_spelling():
    stored = cleaned("citation", **WORK, doi="https://dx.doi.org/10.1000/ABC.")
    assert stored["doi"] == "10.1000/abc"


def test_title_is_demanded_on_publishing_only():
    assert refusals("citation").keys() == {"title"}
    assert refusals("citation", draft=True) == {}


def test_quotation_demands_its_words_and_place_on_publishing_only():
    quotation = {**WORK, "usage": "quotation"}
    assert refusals("citation", **quotation).keys() == {"text", "locator"}
    assert refusals("citation", **quotation, text="Words.").keys() == {"locator"}
    assert refusals("citation", **quotation, text="Words.", locator="p. 4") == {}
    assert refusals("citation", **quotation, draft=True) == {}


def test_summary_demands_its_words_on_publishing_only():
    summary = {**WORK, "usage": "summary"}
    assert refusals("citation", **summary).keys() == {"text"}
    assert refusals("citation", **summary, text="Words.") == {}
    assert refusals("citation", **summary, draft=True) == {}


def test_reference_needs_no_more_than_a_title():
    assert refusals("citation", title="Small steps") == {}


def test_plain_text_of_a_reference_is_its_line_then_the_remark():
    assert plain_text("citation", title="A work", year=2022, text="Old.", locator="p. 4") == (
        "A work. (2022). p. 4\nOld."
    )


@pytest.mark.parametrize("usage", ["quotation", "summary"])
def test_plain_text_of_other_usages_begins_with_the_words(usage):
    fields = {"usage": usage, "title": "A work", "year": 2022, "text": "It hurts."}
    assert plain_text("citation", **fields) == "It hurts.\nA work. (2022)."
