"""Two people write about the same at once. On SQLite one waits for the other anyway."""

from threading import Event, Thread
from time import sleep

import pytest
from django.db import connection, transaction

from articles import found_by_words
from articles.found_by_words import go_on
from articles.merging import merge
from articles.models import ArticlePage, Author, WordsDue
from tests import builders
from tests.api.asking import ids

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="Two that write at once"),
]

WHILE = 1
"""Seconds that one waits for the other, who may have to wait for him."""


def at_once(*doings):
    """Does things at once. Returns the errors."""
    errors = []

    def do(doing):
        try:
            doing()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=do, args=[doing]) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def renamed(author, name):
    author = Author.objects.get(pk=author.pk)
    author.name = name
    author.save()


@pytest.fixture
def found(client):
    return lambda query: sorted(ids(client, search=query, limit=100))


def test_what_is_published_while_works_are_merged_is_not_lost(monkeypatch):
    work, into = builders.make_work(), builders.make_work()
    page = builders.make_article(body=builders.citing(work))
    begun, published = Event(), Event()
    ordinary = ArticlePage.save

    def slow(self, *args, **kwargs):
        if kwargs.get("update_fields") == ["body"]:
            begun.set()
            published.wait(WHILE)
        return ordinary(self, *args, **kwargs)

    monkeypatch.setattr(ArticlePage, "save", slow)

    def publish():
        begun.wait(10)
        mine = ArticlePage.objects.get(pk=page.pk)
        mine.body = [("text", {"content": "<p>New words</p>"})]
        with transaction.atomic():
            mine.save_revision().publish()
        published.set()

    assert at_once(lambda: merge(work, into), publish) == []
    page = ArticlePage.objects.get(pk=page.pk)
    assert "New words" in str(page.body)
    assert page.live_revision == page.latest_revision


def test_new_words_are_not_lost_where_the_worker_comes_between(found, monkeypatch):
    monkeypatch.setattr(found_by_words, "AT_ONCE", 2)
    author = builders.make_author(name="Small steps")
    pages = [builders.make_article(authors=[author]).pk for _ in range(4)]
    renamed(author, "Giant leaps")
    saved, worked = Event(), Event()

    def rename():
        with transaction.atomic():
            renamed(author, "Purple elephants")
            saved.set()
            worked.wait(WHILE)

    def work():
        saved.wait(10)
        go_on()
        worked.set()

    assert at_once(rename, work) == []
    while go_on():
        pass
    assert found("purple elephants") == pages
    assert found("giant leaps") == []


def test_who_renames_and_the_worker_do_not_wait_for_each_other(monkeypatch):
    monkeypatch.setattr(found_by_words, "AT_ONCE", 2)
    one, other = builders.make_author(), builders.make_author()
    for authors in ([one], [one], [other], [one, other], [one, other]):
        builders.make_article(authors=authors)
    renamed(one, "Giant leaps")
    indexed = Event()
    ordinary = found_by_words.write_words

    def write(ids):
        ordinary(ids)
        if not indexed.is_set():
            indexed.set()
            sleep(WHILE)

    monkeypatch.setattr(found_by_words, "write_words", write)

    def rename():
        with transaction.atomic():
            renamed(other, "Purple elephants")

    def work():
        indexed.wait(10)
        while go_on():
            pass

    assert at_once(rename, work) == []


def test_a_page_that_is_deleted_meanwhile_keeps_nobody_from_renaming(found, monkeypatch):
    monkeypatch.setattr(found_by_words, "AT_ONCE", 1)
    author = builders.make_author(name="Small steps")
    pages = [builders.make_article(authors=[author]).pk for _ in range(3)]
    read, deleted = Event(), Event()
    ordinary = WordsDue.note

    def note(ids):
        read.set()
        deleted.wait(10)
        ordinary(ids)

    monkeypatch.setattr(WordsDue, "note", note)

    def delete():
        read.wait(10)
        ArticlePage.objects.get(pk=pages[2]).delete()
        deleted.set()

    def rename():
        with transaction.atomic():
            renamed(author, "Giant leaps")

    assert at_once(rename, delete) == []
    while go_on():
        pass
    assert found("giant leaps") == pages[:2]
