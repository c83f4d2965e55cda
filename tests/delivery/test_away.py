"""A database that is away, told from one that refuses something."""

import sqlite3

import psycopg2
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from psycopg2 import errors

from delivery.away import is_of_a_database_away
from delivery.serving.layer import Serving
from tests import builders
from tests.delivery.outages import cut_off
from tests.delivery.wsgi import ask
from tests.newsroom import desk


def raised(kind, cause):
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def of_sqlite(code):
    error = sqlite3.OperationalError("for the test")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "error",
    [
        raised(OperationalError, psycopg2.OperationalError("could not connect")),
        raised(InterfaceError, psycopg2.InterfaceError("connection already closed")),
        # As seen while a server was stopped.
        raised(DatabaseError, psycopg2.DatabaseError("server closed the connection unexpectedly")),
        raised(DatabaseError, of_sqlite(sqlite3.SQLITE_NOTADB)),
        raised(OperationalError, of_sqlite(sqlite3.SQLITE_CANTOPEN)),
        raised(OperationalError, of_sqlite(sqlite3.SQLITE_IOERR_READ)),
    ],
    ids=repr,
)
def test_away(error):
    assert is_of_a_database_away(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        RuntimeError("for the test"),
        OperationalError("for the test"),
        raised(DatabaseError, psycopg2.DataError("for the test")),
        raised(ProgrammingError, psycopg2.ProgrammingError("for the test")),
        raised(OperationalError, of_sqlite(sqlite3.SQLITE_BUSY)),
        raised(OperationalError, of_sqlite(sqlite3.SQLITE_ERROR)),
    ],
    ids=repr,
)
def test_there(error):
    assert not is_of_a_database_away(error)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["SELECT 1 FROM no_such_table", "SELECT no_such_column"])
def test_what_the_database_refuses_does_not_say_that_it_is_away(statement):
    with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
        cursor.execute(statement)
    assert not is_of_a_database_away(refused.value)


on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL's ways to end a query or a connection"
)


@on_postgresql
@pytest.mark.django_db
def test_a_query_that_took_too_long_does_not_say_that_the_database_is_away():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1")
        with pytest.raises(OperationalError) as refused:
            cursor.execute("SELECT pg_sleep(1)")
    assert isinstance(refused.value.__cause__, errors.QueryCanceled)
    assert not is_of_a_database_away(refused.value)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_without_its_database_everything_is_unavailable_and_then_as_before():
    article = builders.make_article()
    editor = desk.at_desk()
    session = {"cookie": f"sessionid={editor.cookies['sessionid'].value}"}
    api = f"/api/v2/pages/{article.pk}/"
    admin = desk.edit_address(article)
    asked = [("/", {}), (article.url, {}), (api, {}), ("/no/", {}), (admin, session)]
    asked += [("/api/v2/export/", {}), ("/api/v2/changes/?wait=1&after=99", {}), ("/", session)]
    for application in (WSGIHandler(), Serving(WSGIHandler())):
        before = [ask(application, path, **headers).status for path, headers in asked]
        assert before[0] == before[4] == 200
        with cut_off():
            for path, headers in asked:
                answer = ask(application, path, **headers)
                if "Age" in answer.headers:
                    continue
                assert (path, answer.status) == (path, 503)
                assert answer.headers["Retry-After"]
                is_json = answer.headers["Content-Type"] == "application/json"
                assert is_json == path.startswith("/api/")
        if isinstance(application, Serving):
            application.log._away_until = 0.1  # The second is over.
        after = [ask(application, path, **headers).status for path, headers in asked]
        assert after == before
