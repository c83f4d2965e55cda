"""`make bench`: what readers and apps are answered in a second, beside the floors of the server.

By wrk, on SQLite and on a PostgreSQL started for the run, both in temporary folders.
`ARGS="--database=sqlite --articles=1000 --rounds=1 --seconds=2"` makes less of it. `--keep=folder`
makes the articles and their editions there, and measures copies of them at the next run, too.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.api import ROOT
from benchmarks.kept import KINDS
from benchmarks.tables import report

# The same in each process, as a site's own is.
SECRET_KEY = "benchmark" * 6


def main(arguments):
    # As Ctrl-C: what was started is stopped on the way out.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = parser().parse_args(arguments)
    if shutil.which("wrk") is None and not options.make:
        sys.exit("make bench needs wrk; on Debian, `apt-get install wrk` brings it.")
    for database in options.database or list(KINDS):
        with ExitStack() as stack:
            found = measured(database, options, stack)
        if found:
            print(f"\n{report(found)}", flush=True)


def parser():
    made = argparse.ArgumentParser(prog="make bench", description=__doc__)
    made.add_argument("--database", action="append", choices=list(KINDS))
    made.add_argument("--articles", default="1000,10000", type=numbers, help="how many there are")
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--seconds", type=int, default=5, help="of each measurement")
    made.add_argument("--keep", type=Path, help="a folder for articles and editions")
    made.add_argument("--make", action="store_true", help="make what is kept, and measure nothing")
    return made


def numbers(text):
    return [int(number) for number in text.split(",")]


def measured(database, options, stack):
    """What was found on a database, for each number of articles."""
    folder = options.keep or stack.enter_context(temporary())
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    sites, found = stack.enter_context(KINDS[database](folder)), []
    for size in options.articles:
        run("making_served", [size], sites.address(size), folder)
        if not options.make:
            with sites.copied(size) as url:
                given = [options.rounds, options.seconds]
                found.append(json.loads(run("measuring_serving", given, url, folder)))
    return found


def run(module, arguments, url, folder):
    """What a module prints that works on the database at `url`."""
    with temporary() as data:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.served_settings",
            "DATABASE_URL": url,
            "DATA_DIR": str(data),
            "STATIC_DIR": str(folder / "static"),
            "SECRET_KEY": SECRET_KEY,
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE
        ) as process:
            try:
                printed = process.communicate()[0]
            except BaseException:
                # Not killed: it has a server to stop.
                process.terminate()
                raise
    if process.returncode:
        sys.exit(f"benchmarks.{module} has failed ({process.returncode}).")
    return printed


def temporary():
    return _Temporary(prefix="citewell-bench-")


class _Temporary(tempfile.TemporaryDirectory):
    def __enter__(self):
        return Path(super().__enter__())


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("Stopped before all was measured.")
