"""Migrated once, copied often: how the tests come by their databases.

All migrations run once, into a template whose name changes with them. Every test process gets a
copy of it, and a test that commits (`transactional_db`, `live_site`) is followed by a fresh copy
instead of the emptying of every table, so that the next one finds what the migrations made: root
page, home page, site, locale.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import django
import fasteners
import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".pytest_cache" / "citewell"
FIXTURES = {"db", "transactional_db", "django_db_setup"}
"""Those of pytest-django by which a test comes by the database."""


def pytest_collection_modifyitems(config, items):
    if config.getoption("only_database", default=False):
        config.hook.pytest_deselected(items=[item for item in items if not is_about_database(item)])
        items[:] = filter(is_about_database, items)


def is_about_database(item):
    """Whether a test may come out otherwise on another database.

    Not what uses none: pytest-django bars it from the database. Nor what Chromium or Node.js make
    of an answer; that it is the same answer, other tests see. Nor what Django's ORM makes alike.
    """
    if "browser" in item.fixturenames or item.get_closest_marker("node"):
        return False
    if item.get_closest_marker("alike"):
        return False
    return bool(item.get_closest_marker("django_db") or FIXTURES & {*item.fixturenames})


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    with django_db_blocker.unblock():
        make()


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Django takes the copy that `make` laid ready, instead of making its own."""
    return True


def make():
    """Creates the test database of this process, before Django looks for it."""
    make_template()
    restore()


def make_template():
    """Runs the migrations, where no process has before."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with fasteners.InterProcessLock(CACHE / f"template-{connection.vendor}.lock"):
        _kind().make_template(_digest())


def restore():
    """Puts the test database back to what the migrations made."""
    connection.close()
    _kind().copy(_digest(), settings.DATABASES["default"]["TEST"]["NAME"])


def keep():
    """Remembers what the test database holds now, until `go_back`."""
    connection.close()
    _kind().keep(settings.DATABASES["default"]["TEST"]["NAME"])


def go_back():
    """Puts the test database back to what it held at `keep`."""
    connection.close()
    _kind().go_back(settings.DATABASES["default"]["TEST"]["NAME"])


def address():
    """The DATABASE_URL of this process's test database, for a program that the test starts."""
    return _kind().address(connection.settings_dict["NAME"])


def _kind():
    return _SQLite if connection.vendor == "sqlite" else _PostgreSQL


class _SQLite:
    @classmethod
    def make_template(cls, digest):
        template = cls._path(digest)
        if template.exists():
            return
        for stale in CACHE.glob(f"template-{settings.SETTINGS_MODULE}-*"):
            stale.unlink()
        unfinished = template.with_suffix(".unfinished")
        _migrate(cls.address(unfinished))
        unfinished.rename(template)

    @classmethod
    def copy(cls, digest, name):
        cls._copy(cls._path(digest), name)

    @classmethod
    def keep(cls, name):
        cls._copy(name, f"{name}.kept")

    @classmethod
    def go_back(cls, name):
        cls._copy(f"{name}.kept", name)

    @staticmethod
    def _copy(source, target):
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)

    @staticmethod
    def address(name):
        return f"sqlite:///{name}"

    @staticmethod
    def _path(digest):
        return CACHE / f"template-{settings.SETTINGS_MODULE}-{digest}.sqlite3"


class _PostgreSQL:
    @classmethod
    def make_template(cls, digest):
        template = cls._name(digest)
        if cls._execute("SELECT 1 FROM pg_database WHERE datname = %s", template):
            return
        unfinished = f"{template}_unfinished"
        cls._execute(f"DROP DATABASE IF EXISTS {unfinished}")
        cls._execute(f"CREATE DATABASE {unfinished}")
        _migrate(cls.address(unfinished))
        cls._execute(f"ALTER DATABASE {unfinished} RENAME TO {template}")

    @classmethod
    def copy(cls, digest, name):
        cls._copy(cls._name(digest), name)

    @classmethod
    def keep(cls, name):
        cls._copy(name, f"{name}_kept")

    @classmethod
    def go_back(cls, name):
        cls._copy(f"{name}_kept", name)

    @classmethod
    def _copy(cls, source, target):
        cls._execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        cls._execute(f"CREATE DATABASE {target} TEMPLATE {source}")

    @staticmethod
    def address(name):
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

    @staticmethod
    def _name(digest):
        return f"citewell_template_{digest}"

    @staticmethod
    def _execute(statement, *values):
        with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else None


def _migrate(url):
    command = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity=0"]
    environment = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True)


@cache
def _digest():
    """Of all that a migrated database depends on: apps, our migrations, packages, SQLite itself."""
    # Not importable before Django is set up.
    from delivery import triggers

    digest = hashlib.sha256(f"{settings.SETTINGS_MODULE} {sqlite3.sqlite_version}".encode())
    paths = [ROOT / "requirements.txt", Path(__file__)]
    for app in apps.get_app_configs():
        if Path(app.path).parent == ROOT:
            paths += sorted(Path(app.path).glob("migrations/*.py"))
    for path in paths:
        digest.update(path.read_bytes())
    # Told off the models.
    digest.update(" ".join(sorted(triggers.wanted())).encode())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    django.setup()
    make_template()
