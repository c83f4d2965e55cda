"""`make bench`: what readers and apps are answered in a second, beside the floors of the server.

By wrk, on SQLite and on a PostgreSQL started for the run, both in temporary folders.
`ARGS="--database=sqlite --articles=1000 --rounds=1 --seconds=2"` makes less of it; `--database`
takes an address too, whose database must be new and empty, or left by a run before.
"""

import os
import shutil
import subprocess
import sys

from benchmarks.api import ROOT, address, parser


def main(arguments):
    options = parser("make bench", __doc__)
    options.set_defaults(rounds=3)
    options.add_argument("--seconds", type=int, default=5, help="of each measurement")
    options = options.parse_args(arguments)
    if shutil.which("wrk") is None:
        sys.exit("make bench needs wrk; on Debian, `apt-get install wrk` brings it.")
    for database in options.database or ["sqlite", "postgresql"]:
        with address(database) as url:
            given = [options.articles, str(options.rounds), str(options.seconds)]
            command = [sys.executable, "-m", "benchmarks.measuring_serving", *given]
            environment = {**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
            subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
