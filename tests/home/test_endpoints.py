"""What stands around every page, for front ends."""

import json

import pytest
from django.test import override_settings
from wagtail.models import Page, Site

from home.models import HomePage, SiteSettings
from tests import builders, samples
from tests.api.test_endpoints import get, ids, second_site
from tests.articles.test_queries import cost

pytestmark = pytest.mark.django_db


def link(page=None, label="", url="", **fields):
    return {"label": label, "page": page, "url": url} | fields


def fill(site=None, **fields):
    """Settings with everything filled in; the pages that they link to."""
    site = site or Site.objects.get(is_default_site=True)
    home = site.root_page.specific
    page, child = (builders.make_page(home, title=title) for title in ("About", "Team"))
    menu = link(page, children=[link(child, label="Who we are")])
    defaults = {
        "site": site,
        "name": "The Reader",
        "publisher_name": "Reader Ltd",
        "publisher_logo": samples.picture(),
        "navigation": [("item", menu)],
        "footer_links": [("item", link(label="Elsewhere", url="https://www.example.org/"))],
        "footer_text": f'<p><a linktype="page" id="{page.pk}">Us</a></p>',
        "social_links": [("item", {"label": "LinkedIn", "url": "https://www.linkedin.com/"})],
    }
    SiteSettings.objects.create(**defaults | fields)
    return page, child


def chrome(client, **query):
    answer = get(client, "settings/find/", **query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_find_leads_to_the_settings_of_the_request_s_site(client):
    site = Site.objects.get()
    answer = client.get("/api/v2/settings/find/?fields=name")
    address = f"http://localhost/api/v2/settings/{site.pk}/?fields=name"
    assert (answer.status_code, answer["Location"]) == (302, address)


def test_navigation_is_a_tree_with_absolute_addresses(client):
    page, child = fill()
    assert chrome(client)["navigation"] == [
        {
            "label": "About",
            "href": f"http://localhost{page.url}",
            "page_id": page.pk,
            "children": [
                {
                    "label": "Who we are",
                    "href": f"http://localhost{child.url}",
                    "page_id": child.pk,
                }
            ],
        }
    ]


def test_the_footer_has_its_text_and_links(client):
    page, _ = fill()
    assert chrome(client)["footer"] == {
        "html": f'<p><a href="http://localhost{page.url}">Us</a></p>',
        "links": [{"label": "Elsewhere", "href": "https://www.example.org/", "page_id": None}],
    }


def test_the_publisher_is_told_for_people_and_for_search_engines(client):
    fill()
    answer = chrome(client)
    assert answer["name"] == "The Reader"
    assert answer["publisher"]["name"] == answer["organisation"]["name"] == "Reader Ltd"
    assert answer["publisher"]["logo"]["alt"] == "A class"
    assert answer["organisation"]["@type"] == "Organization"
    assert answer["organisation"]["sameAs"] == ["https://www.linkedin.com/"]
    assert answer["social_links"] == [{"label": "LinkedIn", "href": "https://www.linkedin.com/"}]


def test_settings_that_were_never_saved_are_the_defaults_and_reading_saves_none(client):
    answer = chrome(client)
    assert answer["name"] == answer["publisher"]["name"] == "Citewell"
    assert (answer["navigation"], answer["social_links"]) == ([], [])
    assert answer["footer"] == {"html": "", "links": []}
    assert ids(get(client, "settings/")) == [answer["id"]]
    assert client.get("/").status_code == 200
    assert not SiteSettings.objects.exists()


def test_hidden_things_are_left_out(client):
    page, child = fill(publisher_logo=builders.make_image(collection=builders.private_collection()))
    child.unpublish()
    answer = chrome(client)
    assert answer["navigation"][0]["children"] == []
    assert answer["publisher"]["logo"] is None
    assert "logo" not in answer["organisation"]
    builders.make_private(page)
    answer = chrome(client)
    assert answer["navigation"] == []
    assert page.slug not in json.dumps(answer)


def test_each_site_has_its_own(client):
    other = second_site()
    fill()
    fill(other, name="The Other")
    assert ids(get(client, "settings/")) == list(
        Site.objects.order_by("id").values_list("pk", flat=True)
    )
    names = [item["name"] for item in get(client, "settings/").json()["items"]]
    assert set(names) == {"The Reader", "The Other"}
    assert chrome(client)["name"] == "The Reader"
    answer = chrome(client, site="other.example.org:8080")
    assert answer["name"] == "The Other"
    assert answer["site"] == {
        "hostname": "other.example.org",
        "port": 8080,
        "root_url": "http://other.example.org:8080",
    }
    assert chrome(client, id=other.pk) == answer


def test_an_unknown_site_or_none_at_all_is_not_found(client):
    assert get(client, "settings/find/", site="unknown").status_code == 404
    assert get(client, "settings/999/").status_code == 404
    Site.objects.all().delete()
    assert get(client, "settings/find/").json() == {"message": "not found"}
    assert ids(get(client, "settings/")) == []


@override_settings(WAGTAILAPI_BASE_URL="https://api.example.org/")
def test_the_api_s_own_base_address_stands_in_front_when_set(client):
    fill()
    answer = client.get(f"/api/v2/settings/{Site.objects.get().pk}/").json()
    assert answer["navigation"][0]["href"].startswith("https://api.example.org/")
    assert "https://api.example.org/" in answer["footer"]["html"]
    assert answer["publisher"]["logo"]["src"].startswith("https://api.example.org/media/")


def test_settings_of_five_sites_cost_what_those_of_one_cost(client):
    fill()
    one = cost(client, "/api/v2/settings/")
    root = Page.objects.get(depth=1)
    for number in range(4):
        home = root.add_child(instance=HomePage(title="Elsewhere", slug=f"other-{number}"))
        site = Site.objects.create(hostname=f"{number}.example.org", root_page=home)
        fill(site)
    assert cost(client, "/api/v2/settings/") == one


@pytest.mark.parametrize("path", ["settings/", "settings/1/", "settings/find/"])
def test_what_is_asked_for_wrongly_is_refused(client, path):
    answer = get(client, path, rich_text_format="x")
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("rich_text_format must be one of")
