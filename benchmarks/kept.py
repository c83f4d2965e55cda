"""Databases of articles that are made once, and copied for what writes into them."""

import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from tests.run import postgresql


class Sqlite:
    """A file for each number of articles."""

    def __init__(self, folder):
        self.folder = folder

    def address(self, size):
        return f"sqlite:///{self._file(size)}"

    @contextmanager
    def copied(self, size):
        """The address of a copy, as long as the context lasts."""
        with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder:
            copy = Path(folder) / "copy.sqlite3"
            with (
                closing(sqlite3.connect(self._file(size))) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
            yield f"sqlite:///{copy}"

    def _file(self, size):
        return self.folder / f"articles-{size}.sqlite3"


class Postgresql:
    """A database of one server for each number of articles."""

    def __init__(self, url):
        self.url = url

    def address(self, size):
        name = f"articles_{size}"
        if not self._run("SELECT 1 FROM pg_database WHERE datname = %s", [name]):
            self._run(f'CREATE DATABASE "{name}"')
        return self._at(name)

    @contextmanager
    def copied(self, size):
        """The address of a copy, as long as the context lasts."""
        # One may be left by a run that was killed.
        self._run("DROP DATABASE IF EXISTS copy WITH (FORCE)")
        self._run(f'CREATE DATABASE copy TEMPLATE "articles_{size}"')
        try:
            yield self._at("copy")
        finally:
            self._run("DROP DATABASE copy WITH (FORCE)")

    def _at(self, name):
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def _run(self, statement, values=None):
        with closing(psycopg2.connect(self.url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else None


@contextmanager
def in_files(folder):
    yield Sqlite(folder)


@contextmanager
def in_server(folder):
    with postgresql(folder / "postgresql") as url:
        yield Postgresql(url)


KINDS = {"sqlite": in_files, "postgresql": in_server}
