import json

import psycopg2
import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import path

from cms import errors, urls
from delivery.away import REFUSED
from tests.builders import home_page

EVERYWHERE = [("/api/v2/broken/", True), ("/broken/", False)]


def broken(request, *args):
    raise RuntimeError("for the test")


handlers = {name: value for name, value in vars(urls).items() if name.startswith("handler")}
urls_of_handlers = type("urls_of_handlers", (), handlers)


@pytest.fixture
def broken_views(settings):
    """Two addresses, one under the API, that fail."""
    patterns = [path(address.strip("/") + "/", broken) for address, _ in EVERYWHERE]
    settings.ROOT_URLCONF = type("urls", (urls_of_handlers,), {"urlpatterns": patterns})
    return Client(raise_request_exception=False)


@pytest.fixture
def without_database(settings):
    """The same, which fail as they do when the database has gone."""

    def fail(request):
        error = OperationalError("the server closed the connection")
        raise error from psycopg2.OperationalError("the server closed the connection")

    patterns = [path(address.strip("/") + "/", fail) for address, _ in EVERYWHERE]
    settings.ROOT_URLCONF = type("urls", (urls_of_handlers,), {"urlpatterns": patterns})
    return Client(raise_request_exception=False)


def assert_unavailable(response, in_json):
    assert_told(response, 503, in_json)
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"


def assert_told(response, status, in_json):
    assert response.status_code == status
    if in_json:
        assert response["Content-Type"] == "application/json"
        assert set(json.loads(response.content)) == {"message"}
    else:
        assert response["Content-Type"].startswith("text/html")
        assert "citewell/site" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v2/nothing/", "/api/nothing/", "/api/v3/pages/"])
def test_unknown_address_under_the_api_is_told_in_json(client, address):
    assert_told(client.get(address), 404, in_json=True)


@pytest.mark.django_db
def test_unknown_address_elsewhere_is_a_styled_page(client):
    assert_told(client.get("/nothing/here/"), 404, in_json=False)


@pytest.mark.parametrize(("address", "in_json"), EVERYWHERE)
def test_fault_of_the_server_is_told_without_the_database(broken_views, address, in_json):
    # No database mark: a query here would raise.
    assert_told(broken_views.get(address), 500, in_json)


@pytest.mark.parametrize(("address", "in_json"), EVERYWHERE)
def test_fault_of_the_server_does_not_tell_its_insides(broken_views, address, in_json):
    assert b"for the test" not in broken_views.get(address).content


@pytest.mark.parametrize(("address", "in_json"), EVERYWHERE)
def test_what_needs_a_database_that_has_gone_is_unavailable(without_database, address, in_json):
    assert_unavailable(without_database.get(address), in_json)


@pytest.mark.parametrize(("address", "in_json"), [*EVERYWHERE, ("/admin/", False), ("/", False)])
def test_all_is_refused_at_once_where_the_database_is_known_to_be_away(client, address, in_json):
    # No database mark: a query here would raise.
    assert_unavailable(client.get(address, **{REFUSED: 503}), in_json)


@pytest.mark.parametrize("address", ["/healthz", "/static/citewell/site.css"])
def test_what_needs_no_database_is_answered_without_one(client, address):
    assert client.get(address, **{REFUSED: 503}).status_code == 200


@pytest.mark.parametrize(("address", "in_json"), EVERYWHERE)
def test_bad_request_is_told_in_the_form_of_its_place(address, in_json):
    assert_told(errors.bad_request(RequestFactory().get(address)), 400, in_json)


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "in_json"), EVERYWHERE)
def test_refusal_is_told_in_the_form_of_its_place(rf, address, in_json):
    assert_told(errors.permission_denied(rf.get(address)), 403, in_json)


@pytest.mark.parametrize(("address", "in_json"), EVERYWHERE)
def test_stale_form_is_told_in_the_form_of_its_place(rf, address, in_json):
    assert_told(errors.csrf_failure(rf.post(address)), 403, in_json)


@pytest.mark.django_db
def test_form_without_a_token_is_refused_on_a_styled_page():
    client = Client(enforce_csrf_checks=True)
    assert_told(client.post("/admin/login/", {"username": "a"}), 403, in_json=False)


@pytest.mark.django_db
def test_wrong_host_is_a_bad_request(client):
    assert_told(client.get("/", headers={"host": "elsewhere.example"}), 400, in_json=False)


@pytest.mark.django_db
def test_answers_that_are_no_errors_are_left_alone(client):
    assert client.get(home_page().url).status_code == 200
    assert json.loads(client.get("/api/v2/pages/").content)["meta"]["total_count"] == 1
