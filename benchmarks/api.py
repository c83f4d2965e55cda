"""`make bench-api`: what requests to the API cost, in queries and milliseconds, beside stock.

On SQLite and on a PostgreSQL started for the run, both in temporary folders.
`ARGS="--database=sqlite --articles=1000 --rounds=5"` makes less of it; `--database` takes an
address too, whose database must be new and empty.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.run import postgresql

ROOT = Path(__file__).resolve().parent.parent


def measured(module, program, description, arguments):
    """Runs a module that measures, on each database that the arguments name."""
    options = parser(program, description).parse_args(arguments)
    for database in options.database or ["sqlite", "postgresql"]:
        with address(database) as url:
            command = [sys.executable, "-m", module, options.articles]
            environment = {**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
            subprocess.run([*command, str(options.rounds)], cwd=ROOT, env=environment, check=True)


def parser(program, description):
    made = argparse.ArgumentParser(prog=program, description=description)
    made.add_argument("--database", action="append", help="sqlite, postgresql or an address")
    made.add_argument("--articles", default="1000,10000", help="numbers of articles, growing")
    made.add_argument("--rounds", type=int, default=9)
    return made


@contextmanager
def sqlite():
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


def address(database):
    """A context in which a database lives, whose address it gives."""
    kinds = {"sqlite": sqlite, "postgresql": postgresql}
    return kinds[database]() if database in kinds else nullcontext(database)


if __name__ == "__main__":
    measured("benchmarks.measuring", "make bench-api", __doc__, sys.argv[1:])
