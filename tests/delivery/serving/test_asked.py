"""Which requests are answered before Django, and what tells them apart."""

import pytest
from django.test import RequestFactory

from cms.settings.cors import cors_of
from delivery.serving.asked import Reception

ORIGIN = "https://app.example.org"


@pytest.fixture
def asked(settings):
    def asked(path="/articles/", **environ):
        base = RequestFactory()._base_environ(PATH_INFO=path, HTTP_HOST="localhost")
        del base["HTTP_COOKIE"]
        return Reception().asked(base | environ)

    return asked


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"CONTENT_LENGTH": "5"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_HOST": ""},
        {"SCRIPT_NAME": "/prefix"},
        {"HTTP_COOKIE": "a=1; sessionid=abc"},
        {"HTTP_COOKIE": r'a="\000"'},
        {"QUERY_STRING": "utm_source=%00"},
        {"QUERY_STRING": "utm_source=%FF"},
        {"QUERY_STRING": "a=" + "x" * 2000},
        {"PATH_INFO": "/admin/"},
        {"PATH_INFO": "/documents/1/a.pdf"},
        {"PATH_INFO": "/static/a.css"},
        {"PATH_INFO": "/media/renditions/a.png"},
        {"PATH_INFO": "/_util/login/"},
    ],
    ids=str,
)
def test_left_to_django(asked, environ):
    assert asked() is not None
    assert asked(**environ) is None


@pytest.mark.parametrize(
    "environ",
    [
        {"PATH_INFO": "/"},
        {"QUERY_STRING": "page=2"},
        {"HTTP_HOST": "other.example.org"},
        {"SERVER_PORT": "8000"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
    ],
    ids=str,
)
def test_told_apart(asked, environ):
    assert asked(**environ) != asked()


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"QUERY_STRING": "utm_source=x&utm_medium=y&gclid=1"},
        {"HTTP_COOKIE": "consent=yes"},
        {"HTTP_USER_AGENT": "Other"},
        {"HTTP_ACCEPT": "text/plain"},
        {"HTTP_ACCEPT_ENCODING": "zstd"},
        {"HTTP_ORIGIN": ORIGIN},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
    ids=str,
)
def test_not_told_apart(asked, environ):
    assert asked(**environ) == asked()


def test_the_api_looks_at_every_parameter_and_at_no_cookie(asked):
    api = "/api/v2/pages/"
    assert asked(api, QUERY_STRING="utm_source=x") != asked(api)
    assert asked(api, HTTP_COOKIE="sessionid=abc") == asked(api)


def test_parameters_that_are_ignored_are_a_setting(asked, settings):
    settings.TRACKING_PARAMETERS = ["from", "ref_*"]
    assert asked(QUERY_STRING="from=x&ref_a=1&page=2&%66rom=y") == asked(QUERY_STRING="page=2")
    assert asked(QUERY_STRING="utm_source=x") != asked()
    assert asked(QUERY_STRING="fromage=x") != asked()


@pytest.mark.parametrize("origins", [[ORIGIN], ["*"]])
def test_origins_that_may_read_the_api_are_told_apart_there(asked, settings, origins):
    for name, value in cors_of(origins).items():
        setattr(settings, name, value)
    api = "/api/v2/pages/"
    assert asked(api, HTTP_ORIGIN=ORIGIN) != asked(api)
    assert asked(HTTP_ORIGIN=ORIGIN) == asked()
    assert asked(api, HTTP_ORIGIN="https://[") is None
    other = asked(api, HTTP_ORIGIN="https://other.example.org")
    assert other == (asked(api, HTTP_ORIGIN=ORIGIN) if origins == ["*"] else None)


def test_https_before_a_trusted_proxy_is_told_apart(asked, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert asked(HTTP_X_FORWARDED_PROTO="https") != asked(HTTP_X_FORWARDED_PROTO="http")
