"""What requests send: read whole first, few at once, bounded; and clients that are slow at it."""

import io
import socket
from contextlib import ExitStack, closing
from http.client import HTTPConnection

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from cms.serve import HOST
from delivery.away import REFUSED
from delivery.serving.bodies import Bodies
from tests import builders
from tests.delivery.processes import until, web_server

FORM = "application/x-www-form-urlencoded"


class Seen(Bodies):
    """Keeps what comes to the application behind."""

    def __init__(self):
        super().__init__(self.see)
        self.seen = []

    def see(self, environ, start_response):
        self.seen.append((environ.get(REFUSED), environ["wsgi.input"].read()))
        return []


def send(bodies, body=b"", **environ):
    base = RequestFactory()._base_environ(REQUEST_METHOD="POST", PATH_INFO="/admin/login/")
    base |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), **environ}
    return bodies(base, lambda *_: None)


@pytest.mark.parametrize("size", [1, 1000, 70_000, 3 * 1024**2])
def test_a_body_comes_whole(size):
    bodies, body = Seen(), bytes(range(256)) * (size // 256 + 1)
    send(bodies, body)
    assert bodies.seen == [(None, body)]


def test_no_more_is_read_than_was_announced_and_what_breaks_off_is_refused():
    bodies = Seen()
    send(bodies, b"0123456789", CONTENT_LENGTH="4")
    send(bodies, b"0123", CONTENT_LENGTH="10")
    assert bodies.seen == [(None, b"0123"), (400, b"0123")]


@pytest.mark.parametrize("length", ["", "0", "x", "-1"])
def test_what_announces_no_body_is_passed_on_as_it_is(length):
    bodies = Seen()
    send(bodies, b"unread", CONTENT_LENGTH=length)
    assert bodies.seen == [(None, b"unread")]


def test_a_body_too_large_is_refused_unread(settings):
    settings.BODY_MB = 1
    bodies = Seen()
    send(bodies, b"body", CONTENT_LENGTH=str(1024**2 + 1))
    send(bodies, b"body", CONTENT_LENGTH="4")
    assert bodies.seen == [(413, b"body"), (None, b"body")]


def test_more_at_once_than_there_are_places_are_refused_unread(settings):
    settings.BODIES_MAX = 2
    bodies = Seen()

    class Slow(io.BytesIO):
        """While it comes, the others do."""

        def __init__(self, *others):
            super().__init__(b"body")
            self.others = others

        def read(self, size=-1):
            for other in self.others if size > 0 else ():
                send(bodies, b"body", **{"wsgi.input": other})
            self.others = ()
            return super().read(size)

    send(bodies, b"body", **{"wsgi.input": Slow(Slow(Slow(), Slow()))})
    assert bodies.seen == [(503, b"body"), (503, b"body"), (None, b"body"), (None, b"body")]
    send(bodies, b"body")
    assert bodies.seen[-1] == (None, b"body")


class Broken(io.BytesIO):
    def read(self, size=-1):
        raise ConnectionResetError


def test_a_place_is_free_again_after_whatever_went_wrong(settings):
    settings.BODIES_MAX = 1
    bodies = Seen()
    with pytest.raises(ConnectionResetError):
        send(bodies, CONTENT_LENGTH="4", **{"wsgi.input": Broken()})
    send(bodies, b"body")
    assert bodies.seen == [(None, b"body")]


@pytest.mark.parametrize(
    ("status", "text"), [(400, b""), (413, b"Too large"), (503, b"Back in a moment")]
)
def test_a_refusal_is_told_in_the_form_of_its_place(status, text):
    told = []
    for path in ("/admin/login/", "/api/v2/pages/"):
        environ = RequestFactory()._base_environ(PATH_INFO=path, HTTP_HOST="localhost")
        answer = WSGIHandler()(environ | {REFUSED: status}, lambda *given: told.append(given))
        assert told.pop()[0].startswith(str(status))
        is_json = answer["Content-Type"] == "application/json"
        assert is_json == path.startswith("/api/")
        assert is_json or text in answer.content


def opened(port, text):
    line = socket.socket()
    # Small, so that a large answer does not fit in between.
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect((HOST, port))
    line.sendall(text.encode())
    return line


def answer(port, method, path, body=None):
    with closing(HTTPConnection(HOST, port, timeout=60)) as line:
        headers = {"Host": "localhost"} | ({"Content-Type": FORM} if body else {})
        line.request(method, path, body, headers)
        response = line.getresponse()
        response.read()
        return response.status


@pytest.mark.django_db(transaction=True)
def test_two_hundred_slow_clients_do_not_stop_the_others():
    text = "Words, words and more words. " * 4000
    article = builders.make_article(body=[("text", {"content": f"<p>{text}</p>"})])
    api = f"/api/v2/pages/{article.pk}/"
    trickling = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    unread = f"GET {api} HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20
    export = "GET /api/v2/export/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    sending = (
        f"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\n"
        "Cookie: csrftoken=" + "a" * 32 + "\r\nContent-Length: 1000000\r\n\r\na=1"
    )
    with web_server(workers=1) as port, ExitStack() as lines:
        assert answer(port, "GET", api) == 200
        for _ in range(50):
            for said in (trickling, unread, export, sending):
                lines.enter_context(closing(opened(port, said)))
        for number in range(5):
            assert answer(port, "GET", api) == 200
            assert answer(port, "GET", article.url) == 200
            assert answer(port, "GET", f"/search/?query={number}") == 200
            assert answer(port, "GET", "/healthz") == 200
        # Nor do they wait who send something themselves: they are told to come again.
        assert answer(port, "POST", "/admin/login/", "username=a") == 503
        lines.close()
        until(lambda: answer(port, "POST", "/admin/login/", "username=a") == 403)
