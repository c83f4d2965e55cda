"""What the API tells of the pages that cite a work, at every moment."""

import pytest
from wagtail.models import PageViewRestriction, Site

from articles import endpoints
from delivery.models import Change, State
from home.models import HomePage
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return builders.make_work()


@pytest.fixture
def citing(client, work):
    """Asks which pages cite the work: by its detail, and by the list of works of a page."""

    def ask(page):
        detail = client.get(f"/api/v2/works/{work.pk}/").json()["cited_by"]
        listed = client.get("/api/v2/works/", {"cited_by": page.pk}).json()["items"]
        found = client.get("/api/v2/pages/", {"cites": work.doi}).json()["items"]
        assert [one["id"] for one in detail] == [one["id"] for one in found]
        assert bool(detail) == bool(listed)
        return detail

    return ask


def test_a_page_that_begins_to_cite_a_work_is_told_with_it(citing, work):
    page = builders.make_article(title="Before")
    assert citing(page) == []
    number = State.objects.get().number
    page.body = builders.citing(work)
    page.save_revision().publish()
    assert citing(page) == [
        {
            "id": page.pk,
            "title": "Before",
            "html_url": f"http://localhost{page.url}",
            "detail_url": f"http://localhost/api/v2/pages/{page.pk}/",
        }
    ]
    told = Change.objects.filter(number__gt=number, resource="works", object_id=work.pk)
    assert told.count() == 1
    page.title = "After"
    page.save_revision().publish()
    assert [one["title"] for one in citing(page)] == ["After"]
    page.body = []
    page.save_revision().publish()
    assert citing(page) == []


def test_a_hidden_page_is_not_told_until_it_is_shown(citing, work):
    assert citing(builders.article_index()) == []
    number = State.objects.get().number
    page = builders.make_article(body=builders.citing(work), published=False)
    assert citing(page) == []
    assert not Change.objects.filter(number__gt=number, resource="works").exists()
    page.get_latest_revision().publish()
    assert len(citing(page)) == 1
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert citing(page) == []
    restriction.delete()
    assert len(citing(page)) == 1
    page.refresh_from_db()
    page.unpublish()
    assert citing(page) == []


def test_a_page_of_another_site_is_answered_by_that_site(client, work, settings):
    settings.ALLOWED_HOSTS = ["*"]
    root = builders.home_page().get_parent().add_child(instance=HomePage(title="O", slug="other"))
    site = Site.objects.create(hostname="other.example.org", port=80, root_page=root)
    page = builders.make_article(parent=root, body=builders.citing(work))
    [told] = client.get(f"/api/v2/works/{work.pk}/").json()["cited_by"]
    assert told["detail_url"] == f"http://other.example.org/api/v2/pages/{page.pk}/"
    path = told["detail_url"].removeprefix("http://other.example.org")
    assert client.get(path, headers={"host": site.hostname}).status_code == 200


def test_works_are_found_by_the_pages_that_cite_them(client, work):
    other = builders.make_work()
    pages = [builders.make_article(body=builders.citing(one)) for one in (work, other, work)]

    def found(ids):
        items = client.get("/api/v2/works/", {"cited_by": ids}).json()["items"]
        return [item["id"] for item in items]

    assert found(pages[0].pk) == [work.pk]
    assert found(f"{pages[0].pk},{pages[1].pk}") == [work.pk, other.pk]
    assert found("999999") == found("9" * 30) == []


@pytest.mark.parametrize("text", ["x", "", "0", "1,", "-1", "1.5", "٣"])
def test_what_is_no_page_is_refused(client, text):
    answer = client.get("/api/v2/works/", {"cited_by": text})
    assert answer.status_code == 400
    assert "cited_by" in answer.json()["message"]


def test_ten_works_cost_the_queries_of_one(client, django_assert_max_num_queries):
    def cost(count):
        works = [builders.make_work() for _ in range(count)]
        builders.make_article(body=builders.citing(*works))
        with django_assert_max_num_queries(100) as captured:
            assert client.get("/api/v2/works/", {"limit": 100}).status_code == 200
        return len(captured)

    assert cost(1) == cost(10)


def test_of_many_pages_the_first_are_told_and_where_all_of_them_are(client, work, monkeypatch):
    monkeypatch.setattr(endpoints, "PAGES_MAX", 2)
    other = builders.make_work()
    hidden, *shown = (builders.make_article(body=builders.citing(work, other)) for _ in range(4))
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")

    def told(one=work):
        answer = client.get(f"/api/v2/works/{one.pk}/").json()
        return [page["id"] for page in answer["cited_by"]], answer["all_cited_by"]

    first, address = told()
    assert first == [page.pk for page in shown[:2]]
    assert address == f"http://localhost/api/v2/pages/?cites_work={work.pk}"
    listed = client.get(address.removeprefix("http://localhost")).json()["items"]
    assert [page["id"] for page in listed] == [page.pk for page in shown]
    shown[0].unpublish()
    assert told() == ([page.pk for page in shown[1:]], None)
    for page in shown[1:]:
        page.unpublish()
    assert told() == ([], None)
    PageViewRestriction.objects.all().delete()
    assert told(other) == ([hidden.pk], None)


def test_works_are_found_by_dois_in_any_spelling(client, work):
    other = builders.make_work(DOI="10.1000/a,b")
    builders.make_work()

    def found(text):
        items = client.get("/api/v2/works/", {"doi": text}).json()["items"]
        return [item["id"] for item in items]

    assert found(work.doi) == [work.pk]
    assert found(f"https://doi.org/{work.doi.upper()}.") == [work.pk]
    assert found("doi:10.1000/A,B") == [other.pk]
    assert found("10.1000/none") == found("x") == []
