"""How answers of the API travel: ETags, 304, compression, caching, no cookies."""

import gzip
import json
from http.client import HTTPConnection

import brotli
import pytest
from django.test import Client

from delivery.representation import CODINGS, SMALLEST, coding_for
from tests import builders

pytestmark = pytest.mark.django_db

TEXT = "Überall – 学习 " * SMALLEST


@pytest.fixture
def article():
    return builders.make_article(body=[("text", {"content": f"<p>{TEXT}</p>"})])


@pytest.fixture
def addresses(article):
    """One of each kind of address that answers 200."""
    image, document = builders.make_image(), builders.make_document()
    return [
        *("/api/v2/", "/api/v2/pages/", "/api/v2/images/", "/api/v2/documents/"),
        f"/api/v2/pages/{article.pk}/",
        f"/api/v2/images/{image.pk}/",
        f"/api/v2/documents/{document.pk}/",
    ]


REFUSED = {
    "/api/v2/pages/?limit=x": 400,
    "/api/v2/pages/?x=%00": 400,
    "/api/v2/pages/9999/": 404,
    "/api/v2/nothing/": 404,
    "/api/": 404,
}


def address_of(article):
    return f"/api/v2/pages/{article.pk}/"


# ETags and conditions


def test_every_answer_has_a_strong_etag_of_its_own(client, addresses):
    tags = [client.get(address)["ETag"] for address in addresses]
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)
    assert len(set(tags)) == len(addresses)


def test_etag_changes_with_the_content_and_only_with_it(client, article):
    before = client.get(address_of(article))["ETag"]
    assert client.get(address_of(article))["ETag"] == before
    article.title = "Another"
    article.save_revision().publish()
    assert client.get(address_of(article))["ETag"] != before


def test_a_known_tag_is_answered_with_304_for_get_and_head(client, addresses):
    for address in addresses:
        whole = client.get(address)
        for ask in (client.get, client.head):
            answer = ask(address, headers={"if-none-match": whole["ETag"]})
            assert (answer.status_code, answer.content) == (304, b"")
            kept = set(whole.headers) - {"Content-Type", "Content-Length"}
            assert {name: answer[name] for name in answer.headers} == {
                name: whole[name] for name in kept
            }


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", {tag}', 304),
        ('W/"other",W/{tag} , "third"', 304),
        ("*", 304),
        ('"other"', 200),
        ('W/"*"', 200),
        ("{bare}", 200),
        ("nonsense", 200),
        ("", 200),
    ],
)
def test_conditions_are_compared_weakly_tag_by_tag(client, article, condition, status):
    tag = client.get(address_of(article))["ETag"]
    condition = condition.format(tag=tag, bare=tag.strip('"'))
    answer = client.get(address_of(article), headers={"if-none-match": condition})
    assert answer.status_code == status


def test_the_tag_of_another_coding_is_another_representation(client, article):
    tags = {
        coding: client.get(address_of(article), headers={"accept-encoding": coding})["ETag"]
        for coding in CODINGS
    }
    assert len(set(tags.values())) == len(CODINGS)
    for asked in CODINGS:
        for coding, tag in tags.items():
            headers = {"accept-encoding": asked, "if-none-match": tag}
            status = client.get(address_of(article), headers=headers).status_code
            assert status == (304 if coding == asked else 200)


@pytest.mark.parametrize(("address", "status"), REFUSED.items())
def test_refusals_have_no_tag_and_no_304(client, address, status):
    for headers in ({}, {"if-none-match": "*"}):
        answer = client.get(address, headers=headers)
        assert answer.status_code == status
        assert not answer.has_header("ETag")


# Compression


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("*;q=0.1", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br; q=0.5 , gzip ; q=0.5", "br"),
        ("gzip;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("gzip;q=0.5, identity", "identity"),
        ("gzip;q=0.001", "gzip"),
        ("br;q=0.5, gzip;q=0.5, *", "identity"),
        ("identity;q=0, gzip;q=0.5", "gzip"),
        ("identity;q=0", "identity"),
        ("*;q=0", "identity"),
        ("identity;q=0, *;q=0", "identity"),
        ("zstd, deflate", "identity"),
        ("br;q=x, gzip;q=2, ;;=, é", "identity"),
    ],
)
def test_the_coding_is_the_one_liked_best(accepted, coding):
    assert coding_for(accepted, SMALLEST) == coding


def test_what_fits_into_a_packet_is_not_compressed_unless_plain_is_refused():
    assert coding_for("br, gzip", SMALLEST - 1) == "identity"
    assert coding_for("br, gzip, identity;q=0", SMALLEST - 1) == "br"


@pytest.mark.parametrize(
    ("coding", "decompress"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_compressed_bodies_are_the_same_json(client, article, coding, decompress):
    plain = client.get(address_of(article))
    answer = client.get(address_of(article), headers={"accept-encoding": coding})
    assert answer["Content-Encoding"] == coding
    assert answer["Content-Length"] == str(len(answer.content))
    assert len(answer.content) < len(plain.content) / 2
    assert decompress(answer.content) == plain.content


def test_equal_bodies_have_equal_bytes_whenever_they_are_compressed(monkeypatch):
    before = {coding: compress(b"body") for coding, compress in CODINGS.items()}
    monkeypatch.setattr("time.time", lambda: 2_000_000_000)
    assert {coding: compress(b"body") for coding, compress in CODINGS.items()} == before


def test_every_answer_says_that_it_varies_by_accept_encoding_and_by_nothing_else(client, addresses):
    for address in addresses:
        for coding in ("", "br"):
            answer = client.get(address, headers={"accept-encoding": coding})
            assert answer["Vary"] == "Accept-Encoding"


def test_json_is_compact_and_its_letters_are_not_escaped(client, article):
    refused = ["/api/v2/pages/?limit=x", "/api/v2/pages/?ü=1", "/api/v2/pages/?x=%00", "/api/"]
    for address in [address_of(article), *refused]:
        body = client.get(address).content.decode()
        assert body == json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":"))
    assert TEXT in client.get(address_of(article)).content.decode()


# Caches


def test_answers_are_kept_but_asked_about_each_time(client, addresses):
    for address in [*addresses, f"/api/v2/pages/find/?id={addresses[4].split('/')[-2]}"]:
        assert client.get(address)["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", REFUSED)
def test_refusals_are_not_kept(client, address):
    assert client.get(address)["Cache-Control"] == "no-store"


def test_what_only_editors_see_is_left_alone(client):
    answer = client.get("/admin/login/", headers={"accept-encoding": "br"})
    assert not {"ETag", "Content-Encoding"} & set(answer.headers)


# Nobody in particular


def test_an_editor_is_answered_like_anyone(client, addresses):
    editor = Client()
    editor.force_login(builders.make_user())
    editor.cookies["csrftoken"] = "x" * 32
    for address in [*addresses, *REFUSED]:
        anyone, answer = client.get(address), editor.get(address)
        assert answer.content == anyone.content
        assert dict(answer.headers) == dict(anyone.headers)
        assert not answer.cookies
        assert not answer.wsgi_request.COOKIES


# Over HTTP


def ask(site, method, address, **headers):
    connection = HTTPConnection(site.thread.host, site.thread.port, timeout=10)
    try:
        connection.request(method, address, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    sent = dict(answer.getheaders())
    sent.pop("Date")
    return answer.status, sent, body


def test_head_tells_over_http_what_get_tells(live_site):
    article = builders.make_article(body=[("text", {"content": f"<p>{TEXT}</p>"})])
    for address in ("/api/v2/", address_of(article), *REFUSED):
        for coding in ("identity", "gzip", "br"):
            headers = {"Accept-Encoding": coding}
            get = ask(live_site, "GET", address, **headers)
            head = ask(live_site, "HEAD", address, **headers)
            assert head == (*get[:2], b"")
            assert get[1]["Content-Length"] == str(len(get[2]))
            if get[0] == 200:
                known = {"If-None-Match": get[1]["ETag"], **headers}
                for method in ("GET", "HEAD"):
                    assert ask(live_site, method, address, **known)[::2] == (304, b"")
