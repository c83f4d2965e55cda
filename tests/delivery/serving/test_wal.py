"""The WAL-index of SQLite tells of every commit, and of nothing else."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from delivery.serving import wal
from delivery.serving.log import LogReader
from delivery.serving.wal import Watch
from tests import builders


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some.sqlite3"
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE t (x)")
        writer.commit()
        yield path


def opened(path):
    return sqlite3.connect(path, check_same_thread=False)


def write(path):
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("INSERT INTO t VALUES (1)")
        writer.commit()


def run(statements, path):
    """Another process does this with a connection `c`."""
    program = f"import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0); {statements}"
    subprocess.run([sys.executable, "-c", program, path], check=True, capture_output=True)


def test_the_header_is_another_after_each_commit_of_any_process(file):
    with closing(opened(file)) as kept:
        watch = Watch(kept)
        seen = {watch.header()}
        for number in range(1, 4):
            write(file)
            seen.add(watch.header())
            assert len(seen) == number + 1
        run("c.execute('INSERT INTO t VALUES (1)'); c.commit()", file)
        assert watch.header() not in seen


def test_nothing_else_alters_the_header(file):
    with closing(opened(file)) as kept, closing(opened(file)) as other:
        watch = Watch(kept)
        header = watch.header()
        other.execute("SELECT * FROM t").fetchall()
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO t VALUES (1)")
        other.rollback()
        other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        assert watch.header() == header


def test_who_reads_behind_a_new_header_reads_what_was_committed(file):
    with closing(opened(file)) as kept, closing(opened(file)) as reader:
        watch = Watch(kept)
        for number in range(1, 50):
            before = watch.header()
            write(file)
            assert watch.header() != before
            assert reader.execute("SELECT COUNT(*) FROM t").fetchone() == (number,)


def test_the_index_stays_the_same_file_however_many_others_come_and_go(file):
    with closing(opened(file)) as kept:
        watch = Watch(kept)
        before = os.stat(f"{file}-shm").st_ino
        for _ in range(3):
            write(file)
            with closing(opened(file)) as other:
                other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        assert os.stat(f"{file}-shm").st_ino == before
        header = watch.header()
        write(file)
        assert watch.header() != header


def test_sqlite_s_locks_outlive_a_watch(file):
    """To close a file of the index would drop them, and two could write at once."""
    with closing(opened(file)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with closing(opened(file)) as kept:
                Watch(kept)
        with pytest.raises(subprocess.CalledProcessError) as failed:
            run("c.execute('BEGIN IMMEDIATE')", file)
        assert b"database is locked" in failed.value.stderr


def test_one_file_is_mapped_once(file):
    with closing(opened(file)) as one, closing(opened(file)) as other:
        assert Watch(one).index is Watch(other).index


@pytest.mark.parametrize("mode", ["DELETE", "MEMORY"])
def test_without_wal_there_is_no_header(tmp_path, mode):
    with closing(opened(tmp_path / "other.sqlite3")) as kept:
        kept.execute(f"PRAGMA journal_mode={mode}")
        assert Watch(kept).header() is None


def test_where_the_index_is_a_connection_s_own_there_is_no_header(tmp_path):
    with closing(opened(tmp_path / "other.sqlite3")) as kept:
        kept.execute("PRAGMA locking_mode=EXCLUSIVE")
        kept.execute("PRAGMA journal_mode=WAL")
        assert Watch(kept).header() is None


def test_a_database_in_memory_has_no_header():
    with closing(opened(":memory:")) as kept:
        assert Watch(kept).header() is None


only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way")


def write_session(name):
    Session.objects.create(session_key=name, session_data="", expire_date=timezone.now())


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_log_is_read_once_for_all_threads_between_two_commits(monkeypatch):
    builders.make_article()
    reader, reads = LogReader(), []
    read = reader._read
    monkeypatch.setattr(reader, "_read", lambda line: reads.append(1) or read(line))

    def look():
        for _ in range(20):
            reader.standing()

    for number in range(1, 4):
        write_session(f"s{number}")
        reader.standing()
        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(reads) == number


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_who_waited_for_the_connection_need_not_read_again(monkeypatch):
    builders.make_article()
    reader, reads = LogReader(), []
    reader.standing(), reader.standing()
    read = reader._read
    monkeypatch.setattr(reader, "_read", lambda line: reads.append(1) or read(line))
    write_session("s")
    threads = [threading.Thread(target=reader.standing) for _ in range(4)]
    with reader._turn:
        for thread in threads:
            thread.start()
        time.sleep(0.2)
    for thread in threads:
        thread.join()
    assert len(reads) == 1


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_without_wal_the_log_is_asked_whether_something_was_committed(monkeypatch):
    monkeypatch.setattr(wal, "_index_of", lambda connection: None)
    builders.make_article()
    reader, reads = LogReader(), []
    read = reader._read
    monkeypatch.setattr(reader, "_read", lambda line: reads.append(1) or read(line))
    reader.standing(), reader.standing()
    assert len(reads) == 1
    write_session("s")
    reader.standing(), reader.standing()
    assert len(reads) == 2
