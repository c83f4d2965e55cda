"""The API's root, what is no address, and methods."""

import pytest
from django.test import Client, override_settings

from api.views import PublicView
from cms.api import router

pytestmark = pytest.mark.django_db

UNSAFE = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"]
ALLOWED = "GET, HEAD, OPTIONS"


# The root


def test_the_root_lists_the_endpoints_and_each_address_answers(client):
    listed = client.get("/api/v2/").json()
    assert list(listed) == list(router.endpoints)
    assert listed["pages"] == "http://localhost/api/v2/pages/"
    for name, address in listed.items():
        parameters = {"path": "/"} if name == "route" else {}
        answer = client.get(address.removeprefix("http://localhost"), parameters)
        assert answer.status_code == 200


@override_settings(WAGTAILAPI_BASE_URL="https://api.example.org")
def test_the_root_s_addresses_begin_like_those_of_details(client):
    assert client.get("/api/v2/").json()["pages"] == "https://api.example.org/api/v2/pages/"


def test_the_root_refuses_unknown_parameters(client):
    assert client.get("/api/v2/?format=json&_=1").status_code == 200
    answer = client.get("/api/v2/?foo=1&bar=2")
    assert answer.status_code == 400
    assert answer.json()["message"].endswith("recognised field: bar, foo. Allowed: format")


# What is no address


@pytest.mark.parametrize(
    "path",
    ["", "v1/", "v1/pages/", "v1/pages", "v2/x", "v2/x/", "v2/pages/x", "v2/pages.json", "v2//"],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", *UNSAFE])
def test_what_is_no_address_is_a_404_in_json_whatever_the_method(path, method):
    answer = Client(enforce_csrf_checks=True).generic(method, f"/api/{path}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/json"
    if method != "HEAD":
        assert answer.json() == {"message": "There is nothing at this address."}


@pytest.mark.parametrize("path", ["v2", "v2/pages", "v2/pages/3", "v2/pages/find", "v2/images"])
@pytest.mark.parametrize("debug", [True, False])
def test_an_address_without_its_last_slash_leads_to_the_one_with_it(client, path, debug, settings):
    settings.DEBUG = debug
    for ask in (client.get, client.head):
        answer = ask(f"/api/{path}?id=3&fields=title&x=%C3%BC")
        assert answer.status_code == 301
        assert answer["Location"] == f"/api/{path}/?id=3&fields=title&x=%C3%BC"
    answer = client.post(f"/api/{path}", {"a": "b"})
    assert (answer.status_code, answer["Allow"]) == (405, ALLOWED)


@pytest.mark.parametrize("path", ["v2/", "v2/pages/", "v2/pages/2/", "v2/images/", "v2/documents/"])
def test_other_methods_than_reading_are_refused_with_those_that_are_not(path):
    client = Client(enforce_csrf_checks=True)
    for method in UNSAFE:
        answer = client.generic(method, f"/api/{path}", "{", "application/json")
        assert answer.status_code == 405
        assert answer["Allow"] == ALLOWED
        assert answer.json() == {"message": f'Method "{method}" not allowed.'}


def test_options_tell_the_methods_and_nothing_of_the_code(client):
    for path in ("", "pages/", "pages/2/", "pages/find/", "images/"):
        answer = client.options(f"/api/v2/{path}")
        assert (answer.status_code, answer["Allow"], answer.content) == (200, ALLOWED, b"")


def test_every_endpoint_is_a_public_view():
    assert all(issubclass(endpoint, PublicView) for endpoint in router._endpoints.values())
