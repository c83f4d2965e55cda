"""Requests by WSGI, as a web server makes them."""

from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from django.http import HttpResponse
from django.test import RequestFactory


class Answer(NamedTuple):
    status: int
    headers: dict
    """Without the cookies."""
    cookies: SimpleCookie
    body: bytes
    is_from_memory: bool
    is_kept: bool
    """Whether it was, or may have been, ready before."""


def ask(application, address, host="localhost", method="GET", port=80, scheme="http", **headers):
    """What a WSGI application answers. Headers are named like `accept_encoding`."""
    path, _, query = address.partition("?")
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD=method,
        PATH_INFO=unquote_to_bytes(path).decode("latin-1"),
        QUERY_STRING=query,
        HTTP_HOST=host,
        SERVER_PORT=str(port),
    )
    environ["wsgi.url_scheme"] = scheme
    del environ["HTTP_COOKIE"]
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    told = []
    given = application(environ, lambda status, headers: told.append((status, headers)))
    try:
        body = b"".join(given)
    finally:
        if hasattr(given, "close"):
            given.close()
    ((status, pairs),) = told
    cookies = SimpleCookie()
    for name, value in pairs:
        if name == "Set-Cookie":
            cookies.load(value)
    pairs = [(name, value) for name, value in pairs if name != "Set-Cookie"]
    assert len(dict(pairs)) == len(pairs), f"{address} has a header twice: {pairs}"
    is_from_memory = isinstance(given, list)
    is_kept = is_from_memory or type(given) is HttpResponse
    status = int(status.partition(" ")[0])
    return Answer(status, dict(pairs), cookies, body, is_from_memory, is_kept)
