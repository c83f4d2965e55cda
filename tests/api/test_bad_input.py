"""Whatever a request says, the answer is a 2xx or a 4xx in JSON that names what was wrong.

`make test-long` asks all that is put together here, `make test` a third of it.
"""

import itertools
import re

import pytest
from wagtail.contrib.redirects.models import Redirect

from api import parameters
from tests import builders
from tests.api import contract
from tests.chance import some

pytestmark = pytest.mark.django_db

HUGE = "9" * 40
ANY = ["", "x", "-1", HUGE, "' OR 1=1 --", "\u202e\u200b\ufeff\uffff\U0010ffff", "x" * 10_000]
"""What every parameter of every address is tried with."""
NUMBERS = [
    "0",
    "1.5",
    "1e9",
    "0x10",
    "1_0",
    "٣",
    "²",
    f"-{HUGE}",
    "9223372036854775808",
    "nan",
    "true",
]
DATES = [
    *("2024-02-30", "2024-05-31", "2024-05-31T25:00:00Z", "99999-01-01"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-05-31T12:00:00+99:99"),
]
NAMES = [
    *(
        "*",
        "_",
        "-",
        "--title",
        ",",
        ",,",
        "()",
        "a(",
        "*(title)",
        "_,-title",
        "title,title",
        "pk",
        "?",
    ),
    *(
        "random",
        "random,title",
        "owner__password",
        "live_revision__content",
        "a(" * 999,
        "a," * 999,
    ),
    *(
        "alias_of(alias_of(alias_of(title)))",
        "parent(title)",
        "tags",
        "-id,title",
        "locale",
        "meta",
    ),
]
WORDS = [
    *(
        '"',
        "NEAR(a b)",
        "AND OR NOT",
        "the of and",
        "title:x",
        "^a* + -b",
        "\\",
        "%",
        "' \" `",
        "🙂" * 50,
    ),
    *(
        "\r\n\t\v\x1b",
        "a " * 99,
        "&|!():*<->",
        "a:*b",
        "é" * 100,
        "{}",
        '[{"type": "text"}]',
        "null",
    ),
]
TYPES = [
    "articles.Author",
    "accounts.User",
    "a.b.c",
    "wagtailcore.Page,articles.ArticlePage",
    ".",
    ",",
]
SITES = ["localhost:80", "localhost:x", f"localhost:{HUGE}", "localhost:80:80", ":", "localhost:-1"]
PATHS = [
    "/",
    "//",
    "/" * 1999,
    "a/" * 999,
    "../..",
    "http://example.org/",
    "/articles/feed/atom/",
    "🙂",
]
ODD_VALUES = {
    "pages": {
        "limit offset child_of ancestor_of descendant_of": NUMBERS,
        "translation_of alias_of id lead_image": NUMBERS,
        "first_published_at publication_date": DATES,
        "fields order": NAMES,
        "search body title _": WORDS,
        "type": TYPES,
        "site": SITES,
        "html_path": PATHS,
        "slug seo_title search_description summary authors": [],
        "search_operator rich_text_format format locale": [],
        "show_in_menus unknown live owner": ["yes"],
        "id__gt id__in alias_of__in": NUMBERS,
        "first_published_at__gte first_published_at__in": DATES,
        "slug__in title__contains show_in_menus__in locale__in": WORDS,
        "author topic has_block cites cursor": WORDS,
        "highlights total_count": ["TRUE", "1", "null"],
    },
    "images": {
        "limit offset id width height width__lt id__in": NUMBERS,
        "tags__in alt_text__contains cursor": WORDS,
        "fields order": NAMES,
        "search tags": WORDS,
        "title alt_text credit file collection": [],
    },
    "documents": {"search tags": WORDS, "fields order": NAMES, "file": []},
    "authors": {
        "limit offset id photo links": NUMBERS,
        "fields order": NAMES,
        "search slug name bio": WORDS,
        "orcid articles articles__title": [],
    },
    "topics": {"id": NUMBERS, "fields order": NAMES, "search slug name": WORDS},
    "ctas": {
        "id page": NUMBERS,
        "fields order": NAMES,
        "heading text": WORDS,
        "search name live href": ["yes"],
    },
    "redirects": {
        "id": NUMBERS,
        "fields order": NAMES,
        "html_path": [*PATHS, *WORDS],
        "old_path": WORDS,
        "site": SITES,
        "is_permanent location redirect_page search": ["yes"],
    },
    "settings": {"id": NUMBERS, "fields order": NAMES, "site name": SITES},
    "route": {"path": [*PATHS, *WORDS], "site": SITES, "fields": NAMES, "search id slug": []},
}
OF_ARTICLES = {"publication_date", "lead_image", "body", "summary", "order", "fields", "search"}
DATABASE_WORDS = ["sqlite", "psycopg", "postgres", "relation", "column", "syntax error", "select "]


EDGES = {
    "integer": [sign * 2**63 + by for sign in (1, -1) for by in (-1, 0, 1)],
    "date-time": [
        *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "0000-12-31", "10000-01-01"),
        *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2024-02-29T23:59:60Z"),
        *("2023-02-29", "2024-03-31T02:30:00+24:00", "-2024-01-01", "2024-W01-1", "20240101"),
        *("2024-05-31T12:00:00+23:59", "2024-05-31T12:00:00-16:00", "2024-05-31T12:00:00+15:59"),
    ],
    "string": ["e\u0301" * 900, "\ufdfd\u200d\U000e0001\ud7ff", "%_\\" * 300, "ß" * 2000],
}
"""Values where something ends, by the type or format of a parameter in the description."""


def described_lists():
    """Each parameter of each list, with its address and what must stand beside it."""
    for path, operations in contract.now()["paths"].items():
        if operations["get"]["operationId"].startswith("list_"):
            for parameter in operations["get"]["parameters"]:
                types = re.findall(r"`type=(\S+)`", parameter["description"])
                yield path, parameter, {"type": types[0]} if types else {}


def answered(client, path, query=None, **headers):
    """The answer, which is JSON and, if it refuses, says why in plain words."""
    answer = client.get(path, query, **headers)
    assert answer.status_code in (200, 302, 400, 404), (path, query, answer.content)
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/json", (path, query)
        message = answer.json()["message"]
        assert message
        assert set(answer.json()) == {"message"}
        said = message.lower()
        for value in (query or {}).values():
            said = said.replace(str(value).lower(), "")
        assert not any(word in said for word in DATABASE_WORDS), (query, message)
    return answer


def refused(client, path, **query):
    """The message of an answer of 400."""
    answer = answered(client, f"/api/v2/{path}", query)
    assert answer.status_code == 400, answer.content
    return answer.json()["message"]


@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime")
@pytest.mark.parametrize("endpoint", ODD_VALUES)
def test_no_value_of_any_parameter_is_an_error_of_the_server(client, endpoint):
    if endpoint == "pages":
        article = builders.make_article()
        places = [f"{article.pk}/", "find/", ""]
    else:
        builders.make_image().tags.add("x")
        builders.make_document()
        builders.make_author()
        builders.make_topic()
        builders.make_cta()
        Redirect.add_redirect("/old", "/")
        places = ["", "find/"]
    for place, query in some(odd_questions(endpoint, places)):
        answered(client, f"/api/v2/{endpoint}/{place}", query)


def odd_questions(endpoint, places):
    """Where an endpoint is asked, and the query."""
    odd = ODD_VALUES[endpoint].items()
    for name, values in ((name, values) for names, values in odd for name in names.split()):
        for place, value in itertools.product(places, ANY):
            yield place, {name: value}
        for value in values:
            yield "find/" * (name in ("id", "html_path")), {name: value}
            if endpoint == "pages" and name in OF_ARTICLES:
                yield "", {"type": "articles.ArticlePage", name: value}


@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime")
def test_no_edge_of_what_a_parameter_takes_is_an_error_of_the_server(client):
    for path, parameter, beside in described_lists():
        schema = parameter["schema"].get("items", parameter["schema"])
        for value in EDGES.get(schema.get("format", schema.get("type")), []):
            answered(client, path, {parameter["name"]: value} | beside)


def test_more_values_than_a_parameter_takes_are_refused(client):
    for path, parameter, beside in described_lists():
        most = parameter["schema"].get("maxItems")
        if most:
            name = parameter["name"]
            one = parameter["schema"]["items"].get("enum", ["10.1000/1"])[-1]
            path = path.removeprefix("/api/v2/")
            message = refused(client, path, **{**beside, name: ",".join([one] * (most + 1))})
            assert name in message
            assert f"more than {most}" in message


def test_no_pair_of_parameters_is_an_error_of_the_server(client):
    builders.make_article()
    usual = {
        "limit": "1",
        "offset": "1",
        "fields": "*",
        "order": "random",
        "search": "article",
        "search_operator": "or",
        "type": "articles.ArticlePage",
        "child_of": "root",
        "descendant_of": "root",
        "ancestor_of": "2",
        "translation_of": "root",
        "locale": "en-gb",
        "site": "localhost",
        "id": "2",
        "title": "x",
        "show_in_menus": "true",
        "alias_of": "2",
        "lead_image": "1",
        "html_path": "/",
        "id__gt": "1",
        "title__contains": "x",
        "author": "x",
        "cites": "10.1000/182",
        "cursor": "",
        "highlights": "true",
        "total_count": "false",
    }
    addresses = ("/api/v2/pages/", "/api/v2/pages/find/", "/api/v2/pages/2/")
    pairs = itertools.combinations(usual.items(), 2)
    for address, pair in some(itertools.product(addresses, pairs)):
        answered(client, address, dict(pair))


@pytest.mark.parametrize("path", ["/", "/old", "/no/such/"])
def test_no_parameter_beside_a_path_is_an_error_of_the_server(client, path):
    Redirect.add_redirect("/old", "/")
    for name, values in (("site", SITES), ("fields", NAMES), ("rich_text_format", WORDS)):
        for value in (*values, *ANY):
            answered(client, "/api/v2/route/", {"path": path, name: value})


@pytest.mark.parametrize("site", SITES)
def test_no_site_to_find_is_an_error_of_the_server(client, site):
    Redirect.add_redirect("/old", "/")
    answered(client, "/api/v2/settings/find/", {"site": site})
    answered(client, "/api/v2/redirects/find/", {"site": site, "html_path": "/old"})


@pytest.mark.parametrize("name", ["limit", "type", "search", "fields", "title", "id", "_"])
def test_repeated_parameters_are_refused(client, name):
    for endpoint in ODD_VALUES:
        for values in (["1", "2"], ["", "x"], ["1"] * 50):
            message = refused(client, f"{endpoint}/", **{name: values})
            assert message == f"{name} cannot be given more than once"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            {"foo": 1, "bar": 2},
            "query parameter is not an operation or a recognised field: bar, foo",
        ),
        ({"owner__password": "x"}, "query parameter is not an operation or a recognised field"),
        ({"type": "no.Such"}, "type doesn't exist. Allowed: articles.ArticleIndexPage, articles."),
        ({"type": "accounts.User"}, "type doesn't exist"),
        ({"fields": "nothing"}, "unknown fields: nothing. Allowed: alias_of, authors, body, "),
        ({"fields": "alias_of(a)"}, "unknown fields: a. Allowed: alias_of, detail_url, "),
        ({"fields": "title("}, "fields error: unexpected end of input"),
        ({"fields": "a(b(c(d(e(f)))))"}, "fields cannot be nested more than 4 deep"),
        (
            {"order": "nothing"},
            "cannot order by 'nothing' (unknown field). Allowed: first_published_at, id, ",
        ),
        ({"id__gt": "x"}, "'x' is not a valid value for id__gt (expected a whole number from -"),
        ({"order": "owner__password"}, "cannot order by 'owner__password' (unknown field)"),
        ({"order": "random", "offset": 1}, "random ordering with offset is not supported"),
        (
            {"order": "random", "search": "x"},
            "random ordering with a search query is not supported",
        ),
        ({"limit": -1}, "limit must be a positive integer"),
        ({"limit": "x"}, "limit must be a positive integer"),
        ({"limit": 101}, "limit cannot be higher than 100"),
        ({"limit": HUGE}, "limit cannot be higher than 100"),
        ({"offset": -1}, "offset must be a positive integer"),
        ({"offset": "99999999999"}, "offset cannot be higher than 1000000"),
        ({"offset": "9" * 1900}, "offset cannot be higher than 1000000"),
        ({"id": "x"}, "'x' is not a valid value for id"),
        ({"show_in_menus": "yes"}, "'yes' is not a valid value for show_in_menus (expected 'true'"),
        ({"first_published_at": "x"}, "'x' is not a valid value for first_published_at (“x”"),
        ({"first_published_at": "0001-01-01T00:00:00+14:00"}, "valid value for first_published_at"),
        (
            {"first_published_at": "2024-05-31T12:00:00-16:00"},
            "is not a valid value for first_published_at (expected a time zone less than 16 hours",
        ),
        ({"alias_of": "x"}, "'x' is not a valid value for alias_of"),
        ({"child_of": "x"}, "child_of must be a positive integer"),
        (
            {"child_of": 999},
            "parent page doesn't exist. child_of takes the id of a public page, or root",
        ),
        (
            {"ancestor_of": 999},
            "descendant page doesn't exist. ancestor_of takes the id of a public page",
        ),
        ({"ancestor_of": "x"}, "ancestor_of must be a positive integer"),
        ({"descendant_of": -1}, "descendant_of must be a positive integer"),
        ({"translation_of": "x"}, "translation_of must be a positive integer"),
        ({"site": "localhost:x"}, "site must be a host's name"),
        ({"search": "x" * 201}, "search cannot be longer than 200 characters"),
        ({"search": "a-b " * 7}, "search cannot have more than 12 words"),
        ({"search": "x", "search_operator": "x"}, "search_operator must be 'and' or 'or', got 'x'"),
        ({"rich_text_format": "x"}, "rich_text_format must be one of"),
        ({"format": "xml"}, "format must be 'json', got 'xml'"),
        ({"title": "x" * 2001}, "title cannot be longer than 2000 characters"),
    ],
)
def test_the_message_says_which_parameter_is_wrong_and_what_is_allowed(client, query, message):
    assert message in refused(client, "pages/", **query)


def test_an_id_to_find_that_is_no_number_is_said(client):
    assert refused(client, "pages/find/", id="x") == "id must be a whole number"


def test_more_parameters_than_a_request_may_have_are_refused(client):
    many = {f"p{number}": "x" for number in range(31)}
    assert refused(client, "pages/", **many) == "there cannot be more than 30 parameters"


@pytest.mark.parametrize("count", [31, 1001, 20_000])
def test_thousands_of_parameters_are_refused_like_thirty_one(client, count):
    for names in ({f"p{number}": "x" for number in range(count)}, {"x": ["x"] * count}):
        for address in ("pages/", "pages/find/", "settings/", "route/", "", "openapi.json"):
            message = refused(client, address, **names)
            assert "more than 30 parameters" in message or message.endswith("more than once")


def test_long_queries_are_refused(client):
    for name in ("title", "fields", "search", "cursor", "type", "unknown", "x" * 100_000):
        assert "cannot be longer than" in refused(client, "pages/", **{name: "x" * 100_000})


@pytest.mark.parametrize("fields", ["a(" * 999, "a(" * 5 + ")" * 5, "a(b,c(d(e(f(g)))))", "(" * 5])
@pytest.mark.parametrize("address", ["pages/", "pages/2/", "pages/find/", "authors/"])
def test_deep_brackets_are_refused(client, fields, address):
    assert refused(client, address, fields=fields) == "fields cannot be nested more than 4 deep"


@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "1_0", "٣", "²", "0x1", "1.0", "1e3"])
def test_an_id_is_digits(client, text):
    assert refused(client, "pages/find/", id=text) == "id must be a whole number"


@pytest.mark.parametrize("endpoint", sorted(ODD_VALUES.keys() - {"route"}))
def test_a_look_up_refuses_what_the_detail_would(client, endpoint):
    message = refused(client, f"{endpoint}/find/", rich_text_format="x")
    assert message.startswith("rich_text_format must be one of")


def test_tags_without_a_name_are_refused(client):
    for tags in ("", "a,,b", "a,"):
        assert "tags must be values separated by commas" in refused(client, "images/", tags=tags)


def test_more_tags_than_are_joined_are_refused(client):
    tags = ",".join("abcdef")
    assert refused(client, "images/", tags=tags) == "tags cannot be more than 5"


def test_an_order_by_what_has_many_values_is_refused(client):
    assert "cannot order by 'tags'" in refused(client, "images/", order="tags")


def test_a_relation_that_is_no_key_is_said(client):
    message = refused(client, "pages/", type="articles.ArticlePage", lead_image="x")
    assert "'x' is not a valid value for lead_image" in message


@pytest.mark.parametrize("address", ["2/", "find/"])
def test_unknown_parameters_are_refused_for_one_page_too(client, address):
    assert "recognised field: foo" in refused(client, f"pages/{address}", foo=1)


def test_search_is_for_lists(client):
    assert refused(client, "pages/2/", search="home") == "search is for lists"


@pytest.mark.parametrize(
    "path",
    [
        *("pages/999/", "images/999/", "documents/999/", f"pages/{HUGE}/", f"images/{HUGE}/"),
        *("pages/0/", "pages/x/", "pages/-1/", "pages/1/x/", "pages/find/x/", "unknown/", "/"),
        *("pages/find/?id=999", f"pages/find/?id={HUGE}", "pages/find/?html_path=/no/such/"),
        *(
            "../",
            "../v3/",
            "../v2/pages/x.json/",
            "pages/%F0%9F%99%82/",
            "%ff/",
            "pages//",
            "pages/1/%2F/",
        ),
    ],
)
def test_what_is_not_there_is_a_404_in_json(client, path):
    answer = answered(client, f"/api/v2/{path}")
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["pages/?x=%00", "pages/?title=%ff", "%00/", "pages/?%00=1"])
def test_bytes_that_are_no_text_are_refused_in_json(client, path):
    answer = answered(client, f"/api/v2/{path}")
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize(
    "path",
    ["pages/", "pages/2/", "pages/find/", "images/", "documents/1/", "ctas/", "route/?path=/"],
)
def test_other_methods_are_a_405_in_json(client, method, path):
    # Whatever comes with it.
    answer = getattr(client, method)(f"/api/v2/{path}?unknown=1&limit=x&limit=y")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/json"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json() == {"message": f'Method "{method.upper()}" not allowed.'}


@pytest.mark.parametrize(
    "path", ["pages/", "pages/2/", "pages/find/?id=2", "images/", "documents/"]
)
def test_a_body_of_any_kind_and_any_headers_change_nothing(client, path):
    plain = client.get(f"/api/v2/{path}")
    for headers in (
        {"accept": "text/html"},
        {"accept": "application/xml;q=x, ;;="},
        {"accept": "é/*"},
        {"content-type": "application/json; charset=nowhere"},
        {"authorization": "Basic !!!"},
        {"authorization": "Bearer x"},
        {"x-http-method-override": "DELETE"},
    ):
        answer = client.get(f"/api/v2/{path}", headers=headers)
        assert (answer.status_code, answer.content) == (plain.status_code, plain.content)


def test_options_are_told(client):
    for path in ("pages/", "pages/2/", "pages/find/", "images/", "documents/"):
        assert client.options(f"/api/v2/{path}").status_code == 200


@pytest.mark.parametrize("host", ["localhost:99999", "localhost:x", "evil.example.org", "[::1", ""])
def test_a_wrong_host_is_refused_in_json(client, host):
    answer = client.get("/api/v2/pages/", headers={"host": host})
    assert answer.status_code in (200, 400)
    assert answer["Content-Type"] == "application/json"


def test_depth_is_the_most_brackets_open_at_once():
    assert parameters.depth("a(b(c),d(e(f)))") == 3
    assert parameters.depth("))((") == 0
