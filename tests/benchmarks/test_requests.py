"""What the benchmark asks for costs as many queries in a large corpus as in a small one."""

import pytest
from django.test import Client
from wagtail.models import Page

from articles.models import ArticlePage, ContentKey
from benchmarks.corpus import Corpus
from benchmarks.requests import ask, queries, requests

pytestmark = [pytest.mark.alike, pytest.mark.django_db, pytest.mark.urls("benchmarks.urls")]


@pytest.fixture
def client():
    return Client(headers={"host": "localhost"})


def costs(client, articles):
    """The queries of our answers by what is asked for, in rounds of different articles."""
    found = {}
    for number in range(3):
        for request in requests(articles, number):
            found.setdefault(request.name, set()).add(queries(client, request.ours))
    return found


def test_queries_do_not_grow_with_articles_blocks_or_depth(client):
    corpus = Corpus()
    few = costs(client, corpus.grow(60))
    assert {name: len(counts) for name, counts in few.items()} == dict.fromkeys(few, 1)
    assert few["deep part by cursor"] == few["first part by cursor"]
    assert costs(client, corpus.grow(120)) == few


def test_parts_by_offset_and_by_cursor_are_the_same(client):
    articles = Corpus().grow(100)
    asked = {request.name: request for request in requests(articles)}
    by_offset, by_cursor, stock = (
        [item["id"] for item in ask(client, address).json()["items"]]
        for address in (
            asked["deep part by offset"].ours,
            asked["deep part by cursor"].ours,
            asked["deep part by offset"].stock,
        )
    )
    assert by_offset == by_cursor == stock == [page.pk for page in articles[60:80]]


def test_stock_answers_with_the_same_things(client):
    for request in requests(Corpus().grow(60)):
        if request.stock:
            ours, stock = (ask(client, address).json() for address in (request.ours, request.stock))
            assert [i["id"] for i in ours.get("items", [ours])] == [
                item["id"] for item in stock.get("items", [stock])
            ], request.name


def test_the_corpus_is_as_if_saved():
    articles = Corpus().grow(20)
    article = ArticlePage.objects.get(pk=articles[7].pk)
    keys = set(ContentKey.objects.filter(page=article).values_list("name", "value"))
    ContentKey.refresh(article)
    assert keys == set(ContentKey.objects.filter(page=article).values_list("name", "value"))
    assert {"text", "quote", "citation", "author_bio", "cta", "image", "table", "embed"} == {
        value for name, value in keys if name == "block"
    }
    assert ArticlePage.objects.filter(live=False).count() == 1
    assert not any(Page.find_problems())
