import pytest

from articles.blocks.citation import cited_name
from articles.references import Reference
from evidence.models import Work
from tests import builders
from tests.articles.blocks.asking import (
    html,
    kind,
    parsed,
    plain_text,
    public,
    refusals,
    value_of,
    words,
)

pytestmark = pytest.mark.django_db

ECHO = {
    "type": "article-journal",
    "author": [
        {"family": family, "given": given}
        for family, given in [
            ("Poulin", "Patricia A."),
            ("Shergill", "Y."),
            ("Grebowicz", "A."),
            ("Almeida", "I."),
            ("Cantave", "R."),
            ("MacLeod", "B."),
            ("Larocque", "T."),
            ("Garstin", "D."),
            ("Fitzgerald", "S. F."),
            ("Rash", "J. A."),
        ]
    ],
    "issued": {"date-parts": [[2022]]},
    "title": "Extension for Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid Stewardship "
    "in Northwestern Ontario: A thematic analysis of patient cases",
    "container-title": "Canadian Journal of Pain",
    "DOI": "10.1080/24740527.2022.2126754",
}
ECHO_FORMATTED = (
    "Poulin, P. A., Shergill, Y., Grebowicz, A., Almeida, I., Cantave, R., MacLeod, B., "
    "Larocque, T., Garstin, D., Fitzgerald, S. F., & Rash, J. A. (2022). Extension for Community "
    "Healthcare Outcomes (ECHO) Chronic Pain & Opioid Stewardship in Northwestern Ontario: A "
    "thematic analysis of patient cases. Canadian Journal of Pain. "
    "https://doi.org/10.1080/24740527.2022.2126754"
)
NOTHING = {
    "usage": "reference",
    "work": None,
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
    "formatted_html": "",
}


@pytest.fixture
def echo():
    return Work.objects.create(csl=ECHO).pk


@pytest.fixture
def small():
    csl = {
        "type": "webpage",
        "title": "Small steps",
        "author": [{"family": "Quill", "given": "Ada"}],
        "issued": {"date-parts": [[2020]]},
        "URL": "https://www.example.org/steps",
    }
    return Work.objects.create(csl=csl).pk


SMALL_FORMATTED = "Quill, A. (2020). Small steps. https://www.example.org/steps"


# Public form


def test_public_form_has_every_fact_the_whole_reference_and_the_work(echo):
    fields = {"usage": "quotation", "text": "Pain is pervasive.", "locator": "p. 4"}
    data = public("citation", work=echo, **fields)
    assert data.pop("authors")[0] == {"family": "Poulin", "given": "Patricia A.", "literal": ""}
    work = data.pop("work")
    assert work["id"] == echo
    assert work["csl"] == ECHO
    assert work["references"]["apa"]["text"] == ECHO_FORMATTED
    html = data.pop("formatted_html")
    assert "<i>Canadian Journal of Pain</i>" in html
    assert parsed(html).get_text() == ECHO_FORMATTED
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
    assert public("citation") == NOTHING
    assert words(html("citation")) == ""


def test_deleted_work_yields_null(echo):
    Work.objects.all().delete()
    assert public("citation", work=echo) == NOTHING
    assert words(html("citation", work=echo)) == ""
    assert plain_text("citation", work=echo, text="Still here.") == "Still here."


def test_words_of_a_quotation_stay_without_the_work(echo):
    Work.objects.all().delete()
    page = html("citation", work=echo, usage="quotation", text="Pain is pervasive.")
    assert words(page) == "Pain is pervasive."


def test_work_without_a_doi_is_read_at_its_address(small):
    assert public("citation", work=small)["href"] == "https://www.example.org/steps"


@pytest.mark.parametrize(
    ("csl", "name"),
    [
        ({"family": "Quill", "given": "Ada"}, ("Quill", "Ada", "")),
        ({"family": "Quill"}, ("Quill", "", "")),
        ({"literal": "UNICEF"}, ("", "", "UNICEF")),
        ({"given": "Madonna"}, ("", "", "Madonna")),
        (
            {"non-dropping-particle": "van der", "family": "Berg", "given": "Anna"},
            ("van der Berg", "Anna", ""),
        ),
        ({"family": "King", "given": "M. L.", "suffix": "Jr."}, ("King", "M. L., Jr.", "")),
        ({}, ("", "", "")),
    ],
)
def test_names_are_given_in_pieces(csl, name):
    assert tuple(cited_name(csl).model_dump().values()) == name


def test_markup_in_a_work_is_text_and_no_markup():
    nasty = "<script>alert(1)</script>"
    work = builders.make_work(title=f"<i>A</i> {nasty}", author=[{"literal": nasty}])
    page = html("citation", work=work.pk, text=nasty, locator=nasty)
    assert page.script is None
    assert words(page).count(nasty) == 4
    assert page.i.text == "A"


# The reference among those of its page


class Page:
    """What a block asks of its page."""

    class reference_set:
        reference = staticmethod(lambda pk: Reference(f"Number {pk}", f"<i>Number {pk}</i>"))


def test_on_a_page_the_reference_is_one_of_the_page_s(small):
    value = value_of("citation", work=small)
    empty = value_of("citation")
    kind("citation").prefetch([(Page, [value, empty])], None)
    assert value.formatted == f"Number {small}"
    assert value.formatted_html == f"<i>Number {small}</i>"
    assert empty.formatted == ""


def test_works_are_cited_by_their_ids(small):
    block = kind("citation")
    stored = {"usage": "reference", "work": small}
    assert block.cited(stored) == [small]
    assert block.cited({"usage": "reference"}) == block.cited({"work": None}) == []
    assert block.citing_instead(stored, small, 7) == {**stored, "work": 7}
    assert block.citing_instead(stored, small + 1, 7) == stored


def test_article_is_found_by_the_words_of_the_work(echo):
    found = kind("citation").get_searchable_content(value_of("citation", work=echo, text="Ours."))
    assert found[0] == ECHO_FORMATTED
    assert "Ours." in found


# HTML


def test_reference_shows_the_work_with_its_link(echo):
    page = html("citation", work=echo)
    assert ECHO_FORMATTED in words(page)
    assert [link["href"] for link in page("a")] == ["https://doi.org/10.1080/24740527.2022.2126754"]


def test_remark_on_a_reference_is_shown(small):
    assert "Free to read." in words(html("citation", work=small, text="Free to read."))


def test_quotation_shows_the_words_apart_from_the_work_and_its_place(echo):
    fields = {"usage": "quotation", "text": "Pain is <pervasive>.", "locator": "p. 4"}
    page = html("citation", work=echo, **fields)
    assert words(page.blockquote) == "Pain is <pervasive>."
    assert page.blockquote["cite"] == "https://doi.org/10.1080/24740527.2022.2126754"
    caption = page.figcaption
    assert caption.i.text == "Canadian Journal of Pain"
    assert words(caption).endswith("p. 4")


def test_summary_is_shown_as_the_articles_own_words(small):
    page = html("citation", work=small, usage="summary", text="Pain is pervasive.")
    assert "Pain is pervasive." in words(page)
    assert page.blockquote is None


@pytest.mark.parametrize("usage", ["quotation", "summary"])
def test_work_is_shown_although_the_words_are_still_missing(usage, small):
    assert "Small steps." in words(html("citation", work=small, usage=usage))


# Validation


def test_work_is_demanded_on_publishing_only():
    assert refusals("citation").keys() == {"work"}
    assert refusals("citation", draft=True) == {}


def test_quotation_demands_its_words_and_place_on_publishing_only(small):
    quotation = {"work": small, "usage": "quotation"}
    assert refusals("citation", **quotation).keys() == {"text", "locator"}
    assert refusals("citation", **quotation, text="Words.").keys() == {"locator"}
    assert refusals("citation", **quotation, text="Words.", locator="p. 4") == {}
    assert refusals("citation", **quotation, draft=True) == {}


def test_summary_demands_its_words_on_publishing_only(small):
    summary = {"work": small, "usage": "summary"}
    assert refusals("citation", **summary).keys() == {"text"}
    assert refusals("citation", **summary, text="Words.") == {}
    assert refusals("citation", **summary, draft=True) == {}


def test_reference_needs_no_more_than_its_work(small):
    assert refusals("citation", work=small) == {}


def test_plain_text_of_a_reference_is_its_line_then_the_remark(small):
    fields = {"work": small, "text": "Old.", "locator": "p. 4"}
    assert plain_text("citation", **fields) == f"{SMALL_FORMATTED} p. 4\nOld."


@pytest.mark.parametrize("usage", ["quotation", "summary"])
def test_plain_text_of_other_usages_begins_with_the_words(usage, small):
    fields = {"work": small, "usage": usage, "text": "It hurts."}
    assert plain_text("citation", **fields) == f"It hurts.\n{SMALL_FORMATTED}"
