"""A PostgreSQL that is away."""

import os
from contextlib import closing, contextmanager

import psycopg2
from django.db import connection


@contextmanager
def cut_off():
    """PostgreSQL, as far as it can be told from its clients, is not there for this database."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            try:
                of_this = "FROM pg_stat_activity WHERE datname = %s"
                cursor.execute(f"SELECT pg_terminate_backend(pid) {of_this}", [name])
                yield
            finally:
                cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
