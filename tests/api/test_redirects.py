"""Redirects for front ends that follow them themselves."""

import pytest
from django.test import override_settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from tests import builders
from tests.api.test_endpoints import get, ids, second_site
from tests.articles.test_queries import cost

pytestmark = pytest.mark.django_db

ELSEWHERE = "https://www.example.org/new/"


def test_detail_is_that_of_stock_with_an_absolute_location(client):
    page = builders.make_page()
    redirect = Redirect.add_redirect("/old/", page, is_permanent=False)
    assert get(client, f"redirects/{redirect.pk}/").json() == {
        "id": redirect.pk,
        "meta": {
            "type": "wagtailredirects.Redirect",
            "detail_url": f"http://localhost/api/v2/redirects/{redirect.pk}/",
        },
        "old_path": "/old",
        "location": f"http://localhost{page.url}",
        "is_permanent": False,
    }


def test_a_typed_location_is_absolute_too(client):
    typed = [Redirect.add_redirect(f"/{n}", to) for n, to in enumerate(("/x/", ELSEWHERE))]
    other = Redirect.add_redirect("/y", "/x/", site=second_site())

    def location(redirect):
        return get(client, f"redirects/{redirect.pk}/").json()["location"]

    assert [location(redirect) for redirect in typed] == ["http://localhost/x/", ELSEWHERE]
    assert location(other) == "http://other.example.org:8080/x/"
    with override_settings(WAGTAILAPI_BASE_URL="https://api.example.org"):
        assert location(typed[0]) == "https://api.example.org/x/"


def test_lists_filter_and_order_by_columns(client):
    b = Redirect.add_redirect("/b", ELSEWHERE)
    a = Redirect.add_redirect("/a", ELSEWHERE, is_permanent=False)
    assert ids(get(client, "redirects/")) == [b.pk, a.pk]
    assert ids(get(client, "redirects/", order="old_path")) == [a.pk, b.pk]
    assert ids(get(client, "redirects/", old_path="/b")) == [b.pk]
    assert ids(get(client, "redirects/", is_permanent="false")) == [a.pk]
    assert get(client, "redirects/", redirect_page=1).status_code == 400


def test_a_list_holds_those_of_all_sites_or_what_one_site_follows(client):
    other = second_site()
    of_all = Redirect.add_redirect("/a", ELSEWHERE)
    of_default = Redirect.add_redirect("/b", ELSEWHERE, site=Site.objects.get(is_default_site=True))
    of_other = Redirect.add_redirect("/c", ELSEWHERE, site=other)
    assert ids(get(client, "redirects/")) == [of_all.pk, of_default.pk, of_other.pk]
    named = get(client, "redirects/", site="other.example.org")
    assert ids(named) == [of_all.pk, of_other.pk]


def found(client, **query):
    """The id that `find/` leads to, or None."""
    answer = client.get("/api/v2/redirects/find/", query)
    if answer.status_code == 404:
        return None
    assert answer.status_code == 302, answer.content
    return client.get(answer["Location"]).json()["id"]


@pytest.mark.parametrize("query", [{"id": "null"}, {"id": "null", "html_path": "/old"}])
def test_find_refuses_an_id_that_is_none(client, query):
    Redirect.add_redirect("/old", ELSEWHERE)
    answer = client.get("/api/v2/redirects/find/", query)
    assert (answer.status_code, answer.json()) == (400, {"message": "id must be a whole number"})


def test_find_takes_a_path_as_the_website_would(client):
    plain = Redirect.add_redirect("/old", ELSEWHERE)
    with_query = Redirect.add_redirect("/old?b=1&a=2", ELSEWHERE)
    accented = Redirect.add_redirect("/café", ELSEWHERE)
    assert found(client, html_path="/old") == plain.pk
    assert found(client, html_path="/old/") == plain.pk
    assert found(client, html_path="http://localhost/old/?c=3") == plain.pk
    assert found(client, html_path="/old/?a=2&b=1") == with_query.pk
    assert found(client, html_path="/café/") == found(client, html_path="/caf%C3%A9") == accented.pk
    assert found(client, html_path="/new") is None
    assert found(client, id=plain.pk) == plain.pk
    assert found(client) is None


def test_find_prefers_the_redirect_of_the_site(client):
    other = second_site()
    of_all = Redirect.add_redirect("/old", ELSEWHERE)
    of_other = Redirect.add_redirect("/old", f"{ELSEWHERE}x", site=other)
    assert found(client, html_path="/old") == of_all.pk
    assert (
        client.get("/api/v2/redirects/find/?html_path=/old&site=other.example.org")["Location"]
        == f"http://localhost/api/v2/redirects/{of_other.pk}/?site=other.example.org"
    )


@pytest.mark.parametrize(
    "path", ["old", "//old", "ftp://localhost/old", "http://[::1", "/%ff", "/%00"]
)
def test_a_path_to_find_that_is_none_is_said(client, path):
    answer = client.get("/api/v2/redirects/find/", {"html_path": path})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("html_path ")


@pytest.mark.usefixtures("anew")
def test_redirects_cost_the_same_for_one_as_for_twenty(client):
    def add(number):
        for _ in range(number):
            page = builders.make_article()
            Redirect.add_redirect(f"/to-{page.slug}", page)
            Redirect.add_redirect(f"/typed-{page.slug}", page.url)
            Redirect.add_redirect(f"/twice-{page.slug}", f"/to-{page.slug}")

    add(1)
    one = cost(client, "/api/v2/redirects/?limit=100")
    add(19)
    assert len(ids(get(client, "redirects/", limit=100))) == 60
    assert cost(client, "/api/v2/redirects/?limit=100") == one
