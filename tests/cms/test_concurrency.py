"""The promise behind the database settings: nobody who reads waits for one who writes."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.test import Client

from delivery.models import WorkerHeartbeat
from tests.builders import make_article

READERS = 4


@pytest.fixture
def writer(transactional_db):
    """Another connection, in the midst of a transaction that has written."""
    wrote, end = threading.Event(), threading.Event()

    def write():
        try:
            with transaction.atomic():
                WorkerHeartbeat.beat("a long import")
                wrote.set()
                end.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert wrote.wait(10)
    yield
    end.set()
    thread.join()


@pytest.fixture
def article(transactional_db):
    article = make_article()
    # Warm: the first look makes the pictures' sizes, which is a write.
    assert Client().get(article.url).status_code == 200
    return article


def read(addresses, statuses):
    try:
        statuses += [Client().get(address).status_code for address in addresses]
    finally:
        connection.close()


def test_readers_never_wait_for_the_writer(article, writer):
    addresses = [article.url, "/", "/search/?q=a", f"/api/v2/pages/{article.pk}/", "/readyz"]
    statuses = []
    threads = [threading.Thread(target=read, args=(addresses, statuses)) for _ in range(READERS)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    # A reader that waited would wait for SQLite's busy timeout, 20 seconds, and then fail.
    assert time.monotonic() - start < 15
    assert sorted(set(statuses)) == [200, 503]  # /readyz misses the worker
    assert len(statuses) == READERS * len(addresses)


def test_a_second_writer_is_not_refused(writer_that_ends):
    # It waits its turn, where the database needs that.
    WorkerHeartbeat.beat("second")
    writer_that_ends.join()
    assert WorkerHeartbeat.objects.count() == 2


@pytest.fixture
def writer_that_ends(transactional_db):
    wrote = threading.Event()

    def write():
        try:
            with transaction.atomic():
                WorkerHeartbeat.beat("first")
                wrote.set()
                time.sleep(1)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert wrote.wait(10)
    yield thread
    thread.join()


@pytest.mark.django_db
def test_sqlite_connections_are_in_wal_mode():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert cursor.execute("PRAGMA synchronous").fetchone() == (1,)
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
