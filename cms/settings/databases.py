"""`DATABASES` from an address, with SQLite and PostgreSQL each set up for a web server."""

import dj_database_url

from cms.env import BASE_DIR

CONNECTION_SECONDS = 600

# WAL lets readers go on while one connection writes; NORMAL is WAL's safe and quick companion. Each
# thread has a cache of 0.2 MB of its own: the system's serves all of them.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-200;"
SQLITE_BUSY_SECONDS = 20


def database_of(url, data_dir):
    """The settings of the default database at `url`; without one, of the SQLite file in a folder.

    Relative SQLite paths start at the project's folder.
    """
    url = url or f"sqlite:///{data_dir / 'citewell.sqlite3'}"
    database = dj_database_url.parse(url, conn_max_age=CONNECTION_SECONDS, conn_health_checks=True)
    options = database.setdefault("OPTIONS", {})
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["NAME"] = BASE_DIR / database["NAME"]
        # IMMEDIATE: a transaction that will write waits its turn at its start, where the busy
        # timeout holds, instead of failing with "database is locked" half-way through.
        options.setdefault("transaction_mode", "IMMEDIATE")
        options.setdefault("timeout", SQLITE_BUSY_SECONDS)
        options.setdefault("init_command", SQLITE_PRAGMAS)
    else:
        options.setdefault("connect_timeout", 5)
        # Of a server that is gone without a word; by itself the system waits a quarter of an hour.
        options.setdefault("tcp_user_timeout", 10_000)
        options.setdefault("application_name", "citewell")
    return {"default": database}
