"""How the log is read past Django: exactly, and without a trace."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from accounts.models import User
from delivery import editions, settling
from delivery.models import Change, Edition, PublicObject, State, Touch
from delivery.preparing import prepare
from delivery.serving.log import MANY, Away, LogReader, Unreadable
from tests import builders
from tests.delivery.outages import cut_off

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 10
"""Seconds for a thread to come to where it waits."""


@pytest.fixture
def reader(transactional_db):
    settling.settle()
    return LogReader()


def in_a_thread(act):
    found = []
    thread = threading.Thread(target=lambda: found.append(act()))
    thread.start()
    thread.join()
    return found[0]


def test_it_sees_each_commit_and_nothing_before(reader):
    before = reader.standing()
    assert before.is_settled
    with transaction.atomic():
        page = builders.make_page()
        assert reader.standing() == before
    assert not reader.standing().is_settled
    settling.settle()
    after = reader.standing()
    assert after.is_settled
    assert after.number > before.number
    assert ("pages", page.pk) in reader.changed(before.number, after.number)


def test_it_sees_what_another_thread_commits(reader):
    before = in_a_thread(reader.standing)
    builders.make_page()
    settling.settle()
    assert in_a_thread(reader.standing).number == reader.standing().number > before.number


def test_closed_editions_and_an_emptied_log_are_not_settled(reader):
    State.objects.update(is_open=False)
    assert not reader.standing().is_settled
    State.objects.update(is_open=True)
    assert reader.standing().is_settled
    Touch.objects.create(key="somewhere:1")
    assert not reader.standing().is_settled
    Touch.objects.all().delete()
    PublicObject.objects.all().delete()
    assert not reader.standing().is_settled
    State.objects.all().delete()
    assert not reader.standing().is_settled


def test_changes_that_are_not_all_there_may_be_of_anything(reader):
    now = reader.standing().number
    assert reader.changed(now, now) == set()
    assert reader.changed(0, now) is not None
    settling.forget_all()
    assert reader.changed(now, now + 1) is None
    assert reader.changed(0, now + 1) is None
    Change.objects.filter(number=1).delete()
    assert reader.changed(0, now) is None
    assert reader.changed(-1, 5) is None
    assert reader.changed(0, MANY + 1) is None


@pytest.mark.parametrize("form", Edition.Form)
def test_an_edition_is_that_which_django_finds(reader, form):
    page = builders.make_article(title="Words")
    settling.settle()
    for one in PublicObject.objects.all():
        prepare(one)
    site_id = page.get_site().pk
    wanted = editions.Wanted(form, site_id, "pages", page.pk)

    def read():
        if form == Edition.Form.JSON:
            return reader.named("pages", page.pk, site_id, "br")
        return reader.at(page.url, site_id, "br")

    found, stored = read(), editions.find(wanted)
    assert found.etag == stored.etag
    assert found.compressed == bytes(stored.brotli)
    assert found.object == ("pages", page.pk)
    assert found.number == State.objects.get().number
    here = Edition.objects.filter(pk=stored.pk)
    for broken in ({"is_fresh": False}, {"error": "It failed."}, {"fingerprint": "another"}):
        usual = {name: getattr(stored, name) for name in broken}
        here.update(**broken)
        assert (read(), editions.find(wanted)) == (None, None)
        here.update(**usual)
    assert read()
    stored.dependencies.all().delete()
    assert (read(), editions.find(wanted)) == (None, None)


def test_two_pages_at_one_address_are_left_to_django(reader):
    page = builders.make_article(title="Words")
    settling.settle()
    for one in PublicObject.objects.all():
        prepare(one)
    site_id = page.get_site().pk
    other = PublicObject.objects.exclude(path="").exclude(object_id=page.pk).first()
    PublicObject.objects.filter(pk=other.pk).update(path=page.url)
    assert reader.at(page.url, site_id, "br") is None


def test_it_never_writes(reader):
    reader.standing()
    with pytest.raises(Unreadable):
        reader._asked(reader._rows, "DELETE FROM delivery_touch")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's connections")
def test_all_threads_take_turns_with_one_connection(reader, monkeypatch):
    before, lines = reader.standing(), []
    read = reader._read
    monkeypatch.setattr(reader, "_read", lambda line: lines.append(line) or read(line))
    numbers, is_over = [], threading.Event()

    def look():
        while not is_over.is_set():
            numbers.append(reader.standing().number)
            assert reader.named("pages", 10**17, 1, "br") is None

    with ThreadPoolExecutor(4) as pool:
        threads = [pool.submit(look) for _ in range(4)]
        for number in range(20):
            User.objects.create(username=f"somebody{number}")
            seen = len(numbers)
            assert wait_until(lambda seen=seen: len(numbers) > seen + 4)
        is_over.set()
        for thread in threads:
            thread.result(PATIENCE)
    assert {*numbers} == {before.number}
    assert len({*lines}) == 1


def wait_until(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.001)
    return is_so()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's connections")
def test_a_broken_connection_of_all_is_made_anew(reader):
    before = reader.standing()
    broken = reader._own.line
    broken.connection.close()
    assert reader.named("pages", 10**17, 1, "br") is None
    assert reader.standing() == before
    # Whoever waited with the broken one does not throw the new one away.
    good, reader._own.line = reader._own.line, broken

    def overtaken(line):
        if line is broken:
            reader._own.line = good
        return reader._rows(line, "SELECT 1")

    assert reader._asked(overtaken) == [(1,)]
    assert reader._own.line is good


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's WAL")
def test_it_holds_no_transaction_open(reader):
    """Else the WAL could not be emptied, and would grow for ever."""
    builders.make_page()
    settling.settle()
    reader.standing()
    reader.changed(0, reader.last[0].number)
    reader.named("pages", 2, 1, "br")
    builders.make_page()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _, left = cursor.fetchone()
    assert (is_busy, left) == (0, 0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's data_version")
def test_what_commits_nothing_is_one_pragma(reader, monkeypatch):
    reader.standing()
    monkeypatch.setattr(reader, "_read", None)
    reader.standing()
    User.objects.create(username="somebody")
    with pytest.raises(TypeError):
        reader.standing()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Statements of PostgreSQL")
def test_each_question_is_planned_once_for_each_connection(reader):
    for _ in range(3):
        reader.standing()
        for number in range(3):
            reader.named("pages", 10**17 + number, 1, "br")
            reader.at("/somewhere/", 1, "br")
    cursor = reader._own.line.cursor
    cursor.execute("SELECT count(*), sum(generic_plans + custom_plans) FROM pg_prepared_statements")
    assert cursor.fetchone() == (3, 21)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Statements of PostgreSQL")
def test_a_column_may_get_another_type(reader):
    """PostgreSQL refuses a prepared statement whose result is of other types than it was."""
    number = reader.standing().number
    changed = reader.changed(0, number)
    assert changed is not None
    column = Change._meta.get_field("resource")
    alter = "ALTER TABLE delivery_change ALTER resource TYPE {}".format
    with connection.cursor() as cursor:
        cursor.execute(alter("text"))
        try:
            assert reader.changed(0, number) == changed
        finally:
            cursor.execute(alter(column.db_type(connection)))


def test_while_one_connects_nobody_else_waits(reader, monkeypatch):
    begun, is_over = threading.Event(), threading.Event()

    def connect(self, parameters):
        begun.set()
        assert is_over.wait(PATIENCE)
        raise reader._errors("Nobody there.")

    monkeypatch.setattr(type(connections["default"]), "get_new_connection", connect)
    reader._away_until = 0.1  # It was away, and the second is over.
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(reader.standing)
        assert begun.wait(PATIENCE)
        with pytest.raises(Away):
            reader.standing()
        assert not first.done()
        is_over.set()
        assert isinstance(first.exception(PATIENCE), Away)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="A question that can hang")
def test_while_ones_question_hangs_others_are_answered(reader, monkeypatch):
    before = reader.standing()
    begun, is_over = threading.Event(), threading.Event()
    read, here = reader._read, threading.get_ident()

    def hang(line):
        if threading.get_ident() != here:
            begun.set()
            assert is_over.wait(PATIENCE)
        return read(line)

    monkeypatch.setattr(reader, "_read", hang)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(reader.standing)
        assert begun.wait(PATIENCE)
        assert reader.standing() == before
        assert not first.done()
        is_over.set()
        assert first.result(PATIENCE) == before


def behind():
    """A reader that may be a minute behind and is, and what it saw before a page was made."""
    settling.settle()
    reader = LogReader(freshness=60)
    before = reader.standing()
    builders.make_page()
    settling.settle()
    return reader, before


def test_nobody_waits_for_a_look_before_the_time_is_over(transactional_db, monkeypatch):
    reader, before = behind()
    begun, is_over = threading.Event(), threading.Event()
    read = reader._read

    def wait(line):
        begun.set()
        assert is_over.wait(PATIENCE)
        return read(line)

    monkeypatch.setattr(reader, "_read", wait)
    assert reader.standing() == before
    assert not begun.is_set()
    later(monkeypatch, 31)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(reader.standing)
        assert begun.wait(PATIENCE)
        assert reader.standing() == before
        is_over.set()
        after = first.result(PATIENCE)
    assert reader.standing() == after
    assert after.number > before.number
    assert not reader._early.locked()


@pytest.mark.parametrize("error", [Away, Unreadable])
def test_a_look_that_fails_before_the_time_is_over_spoils_nothing(
    transactional_db, monkeypatch, error
):
    reader, before = behind()

    def fail(*_):
        raise error

    for way in ("_asked", "_look"):
        monkeypatch.setattr(reader, way, fail)
    later(monkeypatch, 31)
    assert reader.standing() == before
    later(monkeypatch, 30)
    with pytest.raises(error):
        reader.standing()


def test_what_is_older_than_allowed_is_looked_at_again_by_all(transactional_db, monkeypatch):
    reader, before = behind()
    later(monkeypatch, 61)
    with reader._early:
        assert reader.standing().number > before.number


def later(monkeypatch, seconds):
    moment = time.monotonic() + seconds
    monkeypatch.setattr(time, "monotonic", lambda: moment)


def test_what_was_seen_last_does_not_go_back(reader, monkeypatch):
    """A thread that looked earlier may come back later."""
    before = reader.standing()
    look = "_look" if connection.vendor == "sqlite" else "_read"
    original = getattr(reader, look)

    def overtaken(*line):
        found = original(*line)
        monkeypatch.setattr(reader, look, original)
        builders.make_page()
        settling.settle()
        in_a_thread(reader.standing)
        return found

    monkeypatch.setattr(reader, look, overtaken)
    assert reader.standing() == before
    assert reader.last[0].number > before.number


@pytest.mark.skipif(connection.vendor != "postgresql", reason="A server that can be away")
def test_it_connects_anew_by_itself(reader):
    before = reader.standing()
    with cut_off():
        for _ in range(2):
            with pytest.raises(Away):
                reader.standing()
    reader._away_until = 0.1  # The second is over.
    assert reader.standing() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="A server that can be away")
def test_a_broken_connection_alone_is_not_noticed(reader):
    before = reader.standing()
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        others = "datname = %s AND pid != pg_backend_pid()"
        cursor.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}", [name]
        )
    assert reader.standing() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="A server that can be away")
def test_who_is_away_is_asked_once_a_second(reader, monkeypatch):
    asked = []
    wrapper = type(connections["default"])
    ordinary = wrapper.get_new_connection

    def connect(self, parameters):
        asked.append(True)
        return ordinary(self, parameters)

    reader.standing()
    with cut_off():
        monkeypatch.setattr(wrapper, "get_new_connection", connect)
        for _ in range(20):
            with pytest.raises(Away):
                reader.standing()
    assert len(asked) == 1
