"""The look-up of any public path in one request."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from articles.models import ArticleIndexPage
from delivery.editions import switched_off
from tests import builders, samples
from tests.api.test_endpoints import second_site
from tests.articles.test_queries import cost
from tests.delivery.doors import answer_alike
from tests.delivery.secrets import WAYS

pytestmark = pytest.mark.django_db


def route(client, path, **query):
    return client.get("/api/v2/route/", {"path": path} | query)


def leads_to(client, path, page, **query):
    """Asserts that a path is answered with exactly the bytes of a page's detail."""
    found = route(client, path, **query)
    wanted = client.get(f"/api/v2/pages/{page.pk}/", query)
    assert wanted.status_code == 200
    assert (found.status_code, found.content) == (200, wanted.content), path


@pytest.mark.parametrize("query", [{}, {"fields": "_,title"}, {"rich_text_format": "markdown"}])
def test_a_page_is_answered_with_the_bytes_of_its_detail(client, query):
    article = samples.full_article()
    for page in (builders.home_page(), builders.article_index(), article, builders.make_page()):
        leads_to(client, page.url, page, **query)


def test_a_path_is_taken_in_every_spelling(client):
    page = builders.make_page(slug="café")
    child = builders.make_page(page)
    for path in ("/café/", "/café", "/caf%C3%A9/", "http://localhost/café/?a=b#c"):
        leads_to(client, path, page)
    leads_to(client, f"https://localhost/caf%C3%A9/{child.slug}", child)
    leads_to(client, "http://localhost", builders.home_page())


def test_the_site_is_that_of_the_request_the_parameter_or_the_host_in_the_path(client):
    here = builders.make_page(slug="about")
    other = second_site()
    there = builders.make_page(other.root_page.specific, slug="about")
    site = {"site": "other.example.org:8080"}
    leads_to(client, "/about/", here)
    leads_to(client, "/about/", there, **site)
    by_host = route(client, "http://other.example.org:8080/about/")
    assert by_host.content == client.get(f"/api/v2/pages/{there.pk}/", site).content
    assert route(client, "/about/", site="unknown").status_code == 404


def test_a_moved_path_says_where_it_leads(client):
    page = builders.make_page()
    Redirect.add_redirect("/old", page)
    Redirect.add_redirect("/older?b=1&a=2", "https://www.example.org/", is_permanent=False)
    assert route(client, "/old/").json() == {
        "redirect": {"to": f"http://localhost{page.url}", "permanent": True}
    }
    assert route(client, "http://localhost/older/?a=2&b=1").json() == {
        "redirect": {"to": "https://www.example.org/", "permanent": False}
    }
    assert route(client, "/older/").status_code == 404


@pytest.mark.parametrize("format", ["", "x"])
def test_what_is_refused_of_a_page_is_refused_of_a_redirect(client, format):
    Redirect.add_redirect("/old", builders.make_page())
    assert route(client, "/old", rich_text_format=format).status_code == 400


def test_redirects_are_those_of_the_site(client):
    other = second_site()
    Redirect.add_redirect("/old", "/new/", site=other)
    assert route(client, "/old").status_code == 404
    for answer in (
        route(client, "/old", site="other.example.org"),
        route(client, "http://other.example.org:8080/old"),
    ):
        assert answer.json()["redirect"]["to"] == "http://other.example.org:8080/new/"
    with override_settings(WAGTAILAPI_BASE_URL="https://api.example.org"):
        answer = route(client, "/old", site="other.example.org")
        assert answer.json()["redirect"]["to"] == "https://api.example.org/new/"


def test_a_page_goes_before_a_redirect_and_a_hidden_page_does_not(client):
    page = builders.make_page()
    Redirect.add_redirect(page.url, "https://www.example.org/")
    leads_to(client, page.url, page)
    page.unpublish()
    assert route(client, page.url).json()["redirect"]["to"] == "https://www.example.org/"


@pytest.mark.parametrize("hide", WAYS, ids=lambda way: way.__name__)
def test_a_hidden_page_is_answered_like_a_missing_one(client, hide):
    page = builders.make_article()
    hide(page)
    asked = [f"/api/v2/route/?path={base}{page.url}" for base in ("", "http://localhost")]
    answer_alike(client, asked, "/api/v2/route/?path=/missing/")
    client.force_login(builders.make_user())
    assert route(client, page.url).status_code == 404


def test_routes_of_an_index_are_there_when_the_website_answers_them(client):
    index, author, topic = builders.article_index(), builders.make_author(), builders.make_topic()
    builders.make_article(authors=[author], topics=[topic])
    unused, nobody = builders.make_topic(), builders.make_author()
    draft = builders.make_article(topics=[unused], authors=[nobody])
    draft.unpublish()
    there = [index.topic_url(topic), index.author_url(author)]
    there += [f"{index.url}feed/{kind}/" for kind in ("atom", "json")]
    missing = [index.topic_url(unused), index.author_url(nobody)]
    missing += [f"{index.url}{path}/" for path in ("topic/none", "topic", "feed", "x/y")]
    for path in there:
        assert client.get(path).status_code == 200
        leads_to(client, path, index)
    for path in missing:
        assert client.get(path).status_code == 404
    asked = [f"/api/v2/route/?path={path}" for path in missing]
    answer_alike(client, asked, "/api/v2/route/?path=/missing/")


@pytest.mark.usefixtures("anew")
def test_a_page_type_that_declares_no_routes_is_at_its_own_path_alone(client, monkeypatch):
    index = builders.article_index()
    leads_to(client, index.atom_url, index)
    monkeypatch.delattr(ArticleIndexPage, "has_route")
    leads_to(client, index.url, index)
    assert route(client, index.atom_url).status_code == 404


def test_what_is_no_page_of_the_website_is_not_found(client):
    builders.make_page(slug="search")
    builders.article_index()
    for path in ("/search/", "/admin/", "/api/v2/pages/", "/sitemap.xml", "/articles//"):
        assert route(client, path).status_code == 404, path


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("articles/", "must be a path such as /articles/"),
        ("", "must be a path"),
        ("//", "must be a path"),
        ("//localhost/", "must be a path"),
        ("ftp://localhost/", "must be a path"),
        ("http:///articles/", "must be a path"),
        ("http://localhost:x/", "cannot be read as an address"),
        ("http://[::1", "cannot be read as an address"),
        ("/%ff/", "cannot be read as an address"),
        ("/%00/", "cannot hold null characters"),
        ("/" + "x" * 2000, "cannot be longer than 2000 characters"),
    ],
)
def test_a_path_that_is_none_is_said(client, path, reason):
    answer = route(client, path)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith(f"path {reason}")


def test_the_path_is_needed_and_names_the_page_alone(client):
    answer = client.get("/api/v2/route/")
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("path is missing")
    for name in ("id", "slug", "order", "limit", "type", "search", "html_path"):
        answer = route(client, "/", **{name: "1"})
        assert answer.status_code == 400, name
        assert name in answer.json()["message"]


def test_without_any_site_there_is_nothing(client):
    Site.objects.all().delete()
    assert route(client, "/").status_code == 404
    assert route(client, "http://localhost/").status_code == 404


def test_a_look_up_costs_the_same_among_many_pages_and_redirects(client):
    page = builders.make_article()
    Redirect.add_redirect("/old", page)
    doors = [f"/api/v2/route/?path={path}" for path in (page.url, "/old")]
    few = [cost(client, door) for door in doors]
    for _ in range(10):
        Redirect.add_redirect(f"/old-{builders.make_article().pk}", page)
    assert Page.objects.count() > 10
    assert [cost(client, door) for door in doors] == few


def test_a_page_s_own_path_is_answered_from_its_edition(client):
    article = builders.make_article()
    detail = client.get(f"/api/v2/pages/{article.pk}/")
    asked = {"path": article.url}
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/api/v2/route/", asked)
    assert answer.content == detail.content
    assert len(queries) <= 3
    with switched_off():
        assert client.get("/api/v2/route/", asked).content == detail.content


def test_a_page_behind_a_view_of_the_site_is_not_there_with_an_edition_either(client):
    page = builders.make_page(slug="search")
    assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 200
    for _ in range(2):
        assert client.get("/api/v2/route/", {"path": "/search/"}).status_code == 404
