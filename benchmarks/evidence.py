"""`make bench-evidence`: what references cost: formatting, importing, and the pages that cite.

On SQLite and on a PostgreSQL started for the run, both in temporary folders.
`ARGS="--database=sqlite --works=200 --rounds=3"` makes less of it.
"""

import argparse
import os
import subprocess
import sys

from benchmarks.api import ROOT, address


def main(arguments):
    made = argparse.ArgumentParser(prog="make bench-evidence", description=__doc__)
    made.add_argument("--database", action="append", help="sqlite, postgresql or an address")
    made.add_argument("--works", default="400")
    made.add_argument("--rounds", default="5")
    options = made.parse_args(arguments)
    for database in options.database or ["sqlite", "postgresql"]:
        with address(database) as url:
            command = [sys.executable, "-m", "benchmarks.measuring_evidence"]
            environment = {**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
            arguments = [options.works, options.rounds]
            subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
