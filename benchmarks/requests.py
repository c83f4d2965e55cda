"""What is measured: the requests, each ours and, where stock has the same, stock's."""

from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.pagination import Cursor
from delivery.editions import switched_off

OURS, STOCK = "/api/v2/", "/stock/"
ARTICLES = "pages/?type=articles.ArticlePage&limit=20"
SEARCHED = "classroom"


@dataclass(frozen=True)
class Request:
    """A thing to ask for: our address of it, and stock's or None."""

    name: str
    ours: str
    stock: str | None = None


def requests(articles, number=0):
    """The requests of one round, by name.

    `articles` are the public ones in the order of the lists, which is that of first publication.
    Rounds ask for different articles and places.
    """
    one = articles[number * 7919 % len(articles)]
    deep = len(articles) - 40 + number % 20
    last = articles[deep - 1]
    cursor = Cursor(last.first_published_at, last.pk).encode("wagtailcore.page")
    both = {
        "detail": f"pages/{one.pk}/",
        "list of 20": ARTICLES,
        "list of 20, `fields=*`": f"{ARTICLES}&fields=*",
        "search": f"{ARTICLES}&search={SEARCHED}",
        "search, first 20 without count": None,
        "search with highlights": None,
        "deep part by offset": f"{ARTICLES}&offset={deep}",
        "deep part by offset, no count": None,
        "deep part by cursor": None,
        "first part by cursor": None,
        "route look-up": f"pages/find/?html_path=/articles/{one.slug}/",
    }
    own = {
        "search, first 20 without count": f"{ARTICLES}&search={SEARCHED}&total_count=false",
        "search with highlights": f"{ARTICLES}&search={SEARCHED}&highlights=true",
        "deep part by offset, no count": f"{ARTICLES}&offset={deep}&total_count=false",
        "deep part by cursor": f"{ARTICLES}&cursor={cursor}",
        "first part by cursor": f"{ARTICLES}&cursor=",
        "route look-up": f"route/?path=/articles/{one.slug}/",
    }
    return [
        Request(name, OURS + (own.get(name) or path), path and STOCK + path)
        for name, path in both.items()
    ]


def ask(client, address):
    """An answer of 200, rendered anew, found through redirects if need be."""
    with switched_off():
        response = client.get(address, follow=True)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}: {response.content[:500]}")
    return response


def queries(client, address):
    """How many queries an answer takes once what is kept is kept: sites, content types."""
    ask(client, address)
    with CaptureQueriesContext(connection) as captured:
        ask(client, address)
    return len(captured)
