"""What readers and apps are told of works that were retracted or called into question."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delivery import settling
from delivery.models import Edition
from evidence.models import Work
from tests import builders
from tests.api.asking import answer
from tests.articles.blocks.asking import words

pytestmark = pytest.mark.django_db

CONCERN = "expression-of-concern"


@pytest.fixture
def work():
    return builders.make_work(title="Small <i>steps</i>", issued={"date-parts": [[2012]]})


def mark(work):
    return ("text", {"content": f'<p>Seen <a linktype="work" id="{work.pk}">(x)</a>.</p>'})


def shown(client, page):
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def warnings(client, page):
    """The words of each notice near the top of a page."""
    return [words(one) for one in shown(client, page).find_all(role="doc-notice")]


@pytest.mark.parametrize(
    ("make", "by"),
    [
        (builders.make_article, mark),
        (builders.make_article, lambda work: builders.citing(work)[0]),
        # Plain pages have no citation blocks.
        (builders.make_page, mark),
    ],
    ids=["mark in an article", "block in an article", "mark in a page"],
)
def test_readers_are_told_of_a_retraction_before_they_read(work, client, make, by):
    builders.noted(work)
    page = shown(client, make(body=[by(work)]))
    [found] = page.find_all(role="doc-notice")
    assert words(found) == (
        "Retraction of a work cited here Retracted on 31 January 2019: Small steps (2012). "
        "Read the notice about “Small steps”"
    )
    assert found.a["href"] == "https://doi.org/10.5555/notice"
    assert page.find(id=found["aria-labelledby"]).name == "h2"
    assert page.find(class_="body").find(True) == found


def test_a_concern_is_told_apart_from_retractions_and_behind_them(work, client):
    others = [builders.make_work() for _ in range(2)]
    builders.noted(work, CONCERN, doi="", date="")
    for other in others:
        builders.noted(other, label="Partial retraction", date="2019")
    page = builders.make_article(body=builders.citing(work, *others))
    [retraction, concern] = warnings(client, page)
    labelled = [
        bool(one.find(class_="retracted")) for one in shown(client, page)(class_="citation")
    ]
    assert labelled == [False, True, True]
    assert retraction.startswith("Retraction of works cited here")
    assert retraction.count("Retracted in part in 2019: ") == 2
    assert concern == (
        "Expression of concern about a work cited here Expression of concern: Small steps (2012)."
    )


@pytest.mark.parametrize("kinds", [["correction"], ["other"], ["retraction", "reinstatement"]])
def test_what_leaves_a_work_standing_is_told_beside_its_reference_alone(work, client, kinds):
    for number, kind in enumerate(kinds):
        builders.noted(work, kind, doi=f"10.5555/{number}", date=f"20{number:02}")
    page = builders.make_article(body=[mark(work), *builders.citing(work)])
    assert warnings(client, page) == []
    assert answer(client, f"pages/{page.pk}/")["warnings"] == []
    html = shown(client, page)
    assert html.find(class_="retracted") is None
    for place in (html.find(class_="citation"), html.find(class_="references__work")):
        told = [words(one) for one in place(class_="work-notice")]
        assert told == [f"{notice.text} (notice)." for notice in work.known_notices]


@pytest.mark.parametrize("usage", ["reference", "quotation", "summary"])
def test_a_retracted_work_is_labelled_wherever_its_reference_stands(work, client, usage):
    builders.noted(work, label="Withdrawal")
    block = {"work": work, "usage": usage, "text": "Words.", "locator": "p. 4"}
    page = shown(client, builders.make_article(body=[mark(work), ("citation", block)]))
    for place in (page.find(class_="citation"), page.find(class_="references__work")):
        assert place.find("strong", class_="retracted").string == "Withdrawn"
        assert "Withdrawn on 31 January 2019 (notice)." in words(place)


def test_apps_are_told_what_readers_are(work, client):
    builders.noted(work, label="Retraction")
    page = builders.make_article(body=[mark(work)])
    told = answer(client, f"pages/{page.pk}/")
    [warning] = told["warnings"]
    assert warning == {
        "work": work.pk,
        "title": "Small steps",
        "year": 2012,
        "kind": "retraction",
        "date": "2019-01-31",
        "doi": "10.5555/notice",
        "href": "https://doi.org/10.5555/notice",
        "label": "Retraction",
        "text": "Retracted on 31 January 2019",
    }
    [reference] = told["references"]
    assert (reference["is_retracted"], reference["notices"]) == (True, work.notices)


def test_pages_without_such_works_have_an_empty_list(client):
    for page in (builders.make_article(), builders.make_page()):
        assert answer(client, f"pages/{page.pk}/")["warnings"] == []
        assert warnings(client, page) == []


@pytest.mark.parametrize("fields", ["warnings", "warnings,body", "*"])
def test_lists_tell_warnings_at_the_same_cost_for_one_page_as_for_five(work, client, fields):
    def cost(pages):
        query = {"type": "articles.ArticlePage", "fields": fields, "cites": work.doi}
        with CaptureQueriesContext(connection) as queries:
            items = answer(client, **query)["items"]
        assert [[one["work"] for one in item["warnings"]] for item in items] == [[work.pk]] * pages
        return len(queries)

    builders.noted(work)
    builders.make_article(body=builders.citing(work))
    settling.settle()
    answer(client)
    one = cost(1)
    for _ in range(4):
        other = builders.make_work()
        builders.make_article(body=[*builders.citing(work, other), mark(other)])
    settling.settle()
    answer(client)
    assert cost(5) == one


def test_a_warning_costs_a_page_no_query(work, client):
    page = builders.make_article(body=[mark(work)])

    def cost(address):
        Edition.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    addresses = (page.url, f"/api/v2/pages/{page.pk}/")

    def costs():
        for address in addresses:
            client.get(address)
        return [cost(address) for address in addresses]

    before = costs()
    builders.noted(work)
    assert costs() == before


@pytest.mark.parametrize("make", [builders.make_article, builders.make_page])
def test_works_are_loaded_once_for_warnings_and_text(work, client, make):
    page = make(body=[mark(work)])
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    assert len([one for one in queries if '"evidence_work"."csl"' in one["sql"]]) == 1


def test_markup_in_notices_and_titles_is_text(client):
    nasty = "<script>alert(1)</script>"
    work = builders.noted(
        builders.make_work(title=nasty), "other", label=nasty, doi=f"10.1000/{nasty}"
    )
    builders.noted(work, doi=f'10.1000/"{nasty}')
    html = shown(client, builders.make_article(body=[mark(work), *builders.citing(work)]))
    assert [one for one in html("script", type=False) if not one.has_attr("src")] == []
    assert nasty in words(html.find(role="doc-notice"))
    assert f"{nasty} published on 31 January 2019" in words(html.find(class_="citation"))


# How it reaches what is kept ready


@pytest.mark.parametrize("by", [mark, lambda work: builders.citing(work)[0]], ids=["mark", "block"])
def test_a_new_notice_reaches_every_page_that_cites_the_work(work, client, by):
    article = builders.make_article(body=[by(work)])
    plain = builders.make_page(body=[mark(work)])
    other = builders.make_article(body=builders.citing(builders.make_work()))
    pages = [article, plain, other]
    for _ in range(2):
        for page in pages:
            assert warnings(client, page) == []
            assert answer(client, f"pages/{page.pk}/")["warnings"] == []
    version = answer(client, "changes/", after=settling.settle()[0].number)["meta"]["version"]
    builders.noted(work)
    assert [len(warnings(client, page)) for page in pages] == [1, 1, 0]
    told = [answer(client, f"pages/{page.pk}/")["warnings"] for page in pages]
    assert [[one["work"] for one in found] for found in told] == [[work.pk], [work.pk], []]
    changes = answer(client, "changes/", after=version)["items"]
    assert {(one["resource"], one["id"], one["event"]) for one in changes} == {
        ("works", work.pk, "updated"),
        ("pages", article.pk, "updated"),
        ("pages", plain.pk, "updated"),
    }


def test_a_reinstatement_takes_the_warning_away(work, client):
    page = builders.make_article(body=[mark(work)])
    builders.noted(work)
    assert len(warnings(client, page)) == 1
    builders.noted(work, "reinstatement", date="2020")
    assert warnings(client, page) == []


def test_a_check_alone_changes_nothing_public(work, client):
    page = builders.make_article(body=[mark(builders.noted(work))])
    before = client.get(page.url)
    version = settling.settle()[0].number
    work.checked_at = timezone.now()
    work.save(update_fields=["checked_at"])
    Work.objects.update(checked_at=timezone.now())
    assert answer(client, "changes/", after=version)["items"] == []
    assert client.get(page.url)["ETag"] == before["ETag"]
    assert settling.settle()[0].number == version
