"""Who may read the API from a page of another origin."""

import pytest
from django.test import Client
from rest_framework.throttling import AnonRateThrottle

from cms.settings.cors import cors_of
from tests import builders

pytestmark = pytest.mark.django_db

APP = "https://app.example.org"
OTHER = "https://other.example.org"
ALLOW = "Access-Control-Allow-Origin"


@pytest.fixture
def allow(settings):
    """Sets what `CORS_ORIGINS` sets."""

    def allow(*origins):
        for name, value in cors_of(list(origins)).items():
            setattr(settings, name, value)

    return allow


def get(path="/api/v2/pages/", origin=APP, **headers):
    return Client().get(path, headers={"origin": origin, **headers})


def preflight(path="/api/v2/pages/", origin=APP, asked="if-none-match"):
    headers = {
        "origin": origin,
        "access-control-request-method": "GET",
        "access-control-request-headers": asked,
    }
    return Client().options(path, headers=headers)


def vary(answer):
    return {name.strip().lower() for name in answer["Vary"].split(",")}


def cors_headers(answer):
    return {name for name in answer.headers if name.lower().startswith("access-control-")}


def test_by_default_no_other_origin_reads_and_no_answer_varies_by_it():
    for answer in (get(), preflight()):
        assert answer.status_code == 200
        assert not cors_headers(answer)
        assert "origin" not in answer.get("Vary", "").lower()


def test_an_allowed_origin_reads_and_no_other(allow):
    allow(APP, "http://localhost:3000")
    assert get()[ALLOW] == APP
    assert get(origin="http://localhost:3000")[ALLOW] == "http://localhost:3000"
    for origin in (OTHER, "null", "http://app.example.org", f"{APP}:8443", f"{APP}.evil.example"):
        assert not cors_headers(get(origin=origin))


def test_every_answer_varies_by_origin_when_the_answer_depends_on_it(allow):
    allow(APP)
    expected = {"accept-encoding", "origin"}
    assert vary(get()) == vary(get(origin=OTHER)) == vary(Client().get("/api/v2/")) == expected


def test_a_star_lets_everyone_read(allow):
    allow("*")
    for origin in (APP, OTHER, "null"):
        assert get(origin=origin)[ALLOW] == "*"


def test_what_a_script_may_see_and_that_cookies_are_never_sent(allow):
    allow(APP)
    for answer in (get(), preflight()):
        assert answer["Access-Control-Expose-Headers"] == "ETag, Retry-After, X-Content-Version"
        assert not answer.has_header("Access-Control-Allow-Credentials")


def test_a_preflight_lets_read_and_ask_conditionally(allow):
    allow(APP)
    for path in ("/api/v2/pages/", "/api/v2/pages", "/api/v2/nothing/"):
        answer = preflight(path)
        assert (answer.status_code, answer[ALLOW]) == (200, APP)
        assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "if-none-match" in answer["Access-Control-Allow-Headers"]
    assert not cors_headers(preflight(origin=OTHER))


def test_refusals_redirects_and_304_can_be_read_too(allow, monkeypatch):
    allow(APP)
    page = builders.home_page().pk
    found = {
        get("/api/v2/pages/?limit=x"): 400,
        get("/api/v2/pages/?x=%00"): 400,
        get("/api/v2/pages/999/"): 404,
        get("/api/v2/nothing/"): 404,
        get("/api/v2/pages"): 301,
        get(f"/api/v2/pages/find/?id={page}"): 302,
        get(**{"if-none-match": "*"}): 304,
        Client().post("/api/v2/pages/", headers={"origin": APP}): 405,
    }
    monkeypatch.setattr(AnonRateThrottle, "rate", "1/day", raising=False)
    get("/api/v2/")
    found[get("/api/v2/")] = 429
    for answer, status in found.items():
        assert answer.status_code == status
        assert answer[ALLOW] == APP
        assert "origin" in vary(answer)
        assert "Retry-After" in answer["Access-Control-Expose-Headers"]


def test_only_the_api_is_opened(allow):
    allow("*")
    for path in ("/", "/admin/login/", "/search/", "/sitemap.xml", "/apidocs/"):
        assert not cors_headers(get(path))
        assert not cors_headers(preflight(path))
