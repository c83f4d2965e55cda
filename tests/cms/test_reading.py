"""HEAD and conditional requests at every public address: never an error of the server."""

import pytest

from tests import builders, samples

pytestmark = pytest.mark.django_db

CONDITIONS = [
    {},
    {"if-none-match": "*"},
    {"if-none-match": '"x", W/"y"'},
    {"if-none-match": "\x80"},
    {"if-match": '"x"'},
    {"if-modified-since": "Fri, 31 May 2999 12:00:00 GMT"},
    {"if-modified-since": "yesterday"},
    {"if-unmodified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    {"range": "bytes=5-2"},
    {"range": "bytes=0-0,5-99999999999999999999"},
    {"accept-encoding": "x;q=9, ,"},
    {"accept-language": "x" * 500},
    {"cookie": "sessionid=nothing; messages=x; csrftoken=é"},
]


@pytest.fixture
def addresses():
    """Each public address, and the status of its GET."""
    article = samples.full_article()
    index = article.get_parent().specific
    author, topic = article.authors[0], article.topics[0]
    image, document = article.lead_image, builders.make_document()
    pages = ["/", index.url, article.url, index.topic_url(topic), index.author_url(author)]
    feeds = [f"{index.url}feed/atom/", f"{index.url}feed/json/", "/sitemap.xml", "/robots.txt"]
    files = [image.file.url, image.get_rendition("width-100").url, document.url]
    things = {"pages": article, "images": image, "documents": document}
    api = [
        f"/api/v2/{name}/{end}" for name, thing in things.items() for end in ("", f"{thing.pk}/")
    ]
    found = [*pages, *feeds, *files, *api, "/search/", "/search/?query=pain"]
    redirects = [f"/api/v2/{name}/find/?id={thing.pk}" for name, thing in things.items()]
    missing = [
        "/missing/",
        "/media/originals/x.png",
        "/documents/9/x/",
        "/api/v2/pages/9999/",
        "/api/",
    ]
    return {
        **dict.fromkeys(found, 200),
        **dict.fromkeys([*redirects, index.url.rstrip("/"), "/api/v2/pages"], (301, 302)),
        **dict.fromkeys(missing, 404),
    }


def test_head_tells_what_get_tells_without_a_body(client, addresses):
    for address, expected in addresses.items():
        get, head = client.get(address), client.head(address)
        assert get.status_code in (expected if isinstance(expected, tuple) else (expected,))
        assert head.status_code == get.status_code, address
        assert head.get("Content-Type") == get.get("Content-Type")
        assert head.content == b"" if not head.streaming else not b"".join(head)


def test_no_condition_is_an_error_of_the_server(client, addresses):
    # Every fifth address is one of each family: pages, feeds, files, the API, what is missing.
    for address in list(addresses)[::5]:
        for headers in CONDITIONS:
            assert client.get(address, headers=headers).status_code < 500, (address, headers)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_no_other_method_is_an_error_of_the_server(client, addresses, method):
    for address in list(addresses)[::2]:
        assert getattr(client, method)(address).status_code < 500, address
