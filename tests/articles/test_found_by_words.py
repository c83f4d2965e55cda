"""Pages are found by the words of what they name, once these have changed."""

import pytest

from articles import found_by_words
from articles.models import WordsDue
from delivery.worker import go_round
from tests import builders
from tests.api.asking import ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client):
    return lambda query: sorted(ids(client, search=query, limit=100))


def work():
    return builders.make_work(title="Small steps"), lambda one: {"body": builders.citing(one)}


def author():
    return builders.make_author(name="Small steps"), lambda one: {"authors": [one]}


def topic():
    return builders.make_topic(name="Small steps"), lambda one: {"topics": [one]}


def call_otherwise(thing, words):
    if hasattr(thing, "csl"):
        thing.csl["title"] = words
    else:
        thing.name = words
    thing.save()


@pytest.mark.parametrize("make", [work, author, topic])
def test_pages_are_found_by_the_new_words_at_once(make, found):
    thing, fields = make()
    page = builders.make_article(**fields(thing))
    assert found("small steps") == [page.pk]
    call_otherwise(thing, "Giant leaps")
    assert found("giant leaps") == [page.pk]
    assert found("small steps") == []


@pytest.mark.parametrize("make", [work, author])
def test_where_many_name_it_the_worker_goes_on_with_the_others(make, found, monkeypatch):
    monkeypatch.setattr(found_by_words, "AT_ONCE", 2)
    thing, fields = make()
    pages = [builders.make_article(**fields(thing)).pk for _ in range(5)]
    call_otherwise(thing, "Giant leaps")
    assert found("giant leaps") == pages[:2]
    call_otherwise(thing, "Larger leaps")
    assert WordsDue.objects.count() == 3
    while not go_round():
        pass
    assert found("larger leaps") == pages
    assert not WordsDue.objects.exists()


def test_what_changes_no_words_writes_none(django_assert_num_queries, monkeypatch):
    written = []
    monkeypatch.setattr(found_by_words, "write_words", written.append)
    one = builders.make_work()
    builders.make_article(body=builders.citing(one))
    one.save()
    assert written == []


def test_ten_pages_cost_the_reads_of_one(django_assert_max_num_queries):
    def cost(count):
        one = builders.make_work()
        author = builders.make_author()
        for _ in range(count):
            builders.make_article(body=builders.citing(one), authors=[author])
        one.csl["title"] += " again"
        with django_assert_max_num_queries(200) as captured:
            one.save()
        return len([each for each in captured if each["sql"].startswith("SELECT")])

    # Its body's own snippets are read page by page, as by Wagtail's own index.
    assert cost(10) - cost(1) <= 9
