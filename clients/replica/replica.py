"""Keeps everything public of a Citewell in an SQLite file, and the file up to date.

    python replica.py http://localhost:8000/api/v2/ replica.sqlite3 [--follow]

Without `--follow` it catches up and ends; with it, it waits for changes until it is stopped. It may
be stopped at any moment: what it has, it has committed together with where it goes on. Needs
Python 3.11 and nothing else.
"""

import argparse
import json
import sqlite3
import sys
import time
from contextlib import closing
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

WAIT = 30
"""Seconds for which a request waits for changes."""
PAUSES = [1, 2, 4, 8, 16, 32, 60]
"""Seconds between tries while the API does not answer. Without `--follow` these are all tries."""
TIMEOUT = 90
LINES = 100
"""Lines of an export that are committed at once."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    resource TEXT, id INTEGER, type TEXT, locale TEXT, path TEXT, document TEXT,
    PRIMARY KEY (resource, id)
);
-- What an export has brought so far; `documents` stays as it was until the export is whole.
CREATE TABLE IF NOT EXISTS incoming (
    resource TEXT, id INTEGER, type TEXT, locale TEXT, path TEXT, document TEXT,
    PRIMARY KEY (resource, id)
);
-- One row: behind which change the log goes on (NULL before the first export is whole), the number
-- of the export that is being read (NULL if none is), and behind which line it goes on.
CREATE TABLE IF NOT EXISTS place (after INTEGER, version INTEGER, line TEXT);
INSERT INTO place SELECT NULL, NULL, NULL WHERE NOT EXISTS (SELECT * FROM place);
"""


class BrokenOff(Exception):
    """An answer that ended before its end."""


class Replica:
    """The copy of the API at `address` in the SQLite file `path`."""

    def __init__(self, address, path, follow=False):
        self.address = address.rstrip("/") + "/"
        self.follow = follow
        self.database = sqlite3.connect(path)
        self.database.executescript(SCHEMA)

    def close(self):
        self.database.close()

    def run(self):
        """Catches up, or with `follow` never ends.

        Raises what no waiting mends, and what still goes wrong after all `PAUSES`.
        """
        failures = 0
        while True:
            place = self.place()
            try:
                is_all = self.step()
            except (BrokenOff, HTTPException, OSError) as problem:
                # Whatever came in meanwhile was not for nothing: the pauses begin anew.
                failures = 1 if self.place() != place else failures + 1
                self.pause(problem, failures)
            else:
                failures = 0
                if is_all and not self.follow:
                    return

    def pause(self, problem, failures):
        """Waits before the next try, or raises the problem where there is to be none."""
        is_refusal = isinstance(problem, HTTPError) and problem.code < 500 and problem.code != 429
        if is_refusal or (failures > len(PAUSES) and not self.follow):
            raise problem
        seconds = retry_after(getattr(problem, "headers", None))
        seconds = seconds or PAUSES[min(failures, len(PAUSES)) - 1]
        print(f"{problem}; the next try is in {seconds} seconds.", file=sys.stderr)
        time.sleep(seconds)

    def step(self):
        """Reads the rest of the export, or one part of the log. Returns whether that was all."""
        after, version, line = self.place()
        if after is None or version is not None:
            self.read_export(version, line)
            return False
        try:
            return self.read_changes(after)
        except HTTPError as error:
            if error.code != 410:
                raise
            print(f"{message(error)} Starting again.", file=sys.stderr)
            with self.database:
                self.database.execute("UPDATE place SET after = NULL")
            return False

    def place(self):
        """Number of the log, number of the export that is being read, and its last line."""
        return self.database.execute("SELECT after, version, line FROM place").fetchone()

    def ask(self, path, **query):
        query = {name: value for name, value in query.items() if value is not None}
        return urlopen(f"{self.address}{path}?{urlencode(query)}", timeout=TIMEOUT)  # noqa: S310

    # The export

    def read_export(self, version, line):
        """Reads the export from its beginning, or from where it was broken off."""
        with self.ask("export/", after=line) as answer:
            first = parsed(answer.readline())
            if version is None:
                self.begin(first["version"])
            rows = []
            try:
                for text in answer:
                    found = parsed(text)
                    if "end" in found:
                        break
                    rows.append(row_of(found))
                    if len(rows) == LINES:
                        self.keep(rows)
                        rows = []
                else:
                    raise BrokenOff("The export was broken off.")
            finally:
                self.keep(rows)
        self.complete()

    def begin(self, version):
        with self.database:
            self.database.execute("DELETE FROM incoming")
            self.database.execute("UPDATE place SET version = ?, line = NULL", [version])

    def keep(self, rows):
        """Commits lines together with the place behind them."""
        if rows:
            with self.database:
                self.put("incoming", rows)
                self.database.execute("UPDATE place SET line = ?", [f"{rows[-1][0]}:{rows[-1][1]}"])

    def complete(self):
        """Puts the whole export in the place of what was there."""
        with self.database:
            self.database.execute("DELETE FROM documents")
            self.database.execute("INSERT INTO documents SELECT * FROM incoming")
            self.database.execute("DELETE FROM incoming")
            self.database.execute("UPDATE place SET after = version, version = NULL, line = NULL")

    # The log

    def read_changes(self, after):
        """Takes over one part of the log. Returns whether there is no more."""
        wait = WAIT if self.follow else None
        with self.ask("changes/", after=after, include="document", wait=wait) as answer:
            found, headers = parsed(answer.read()), answer.headers
        with self.database:
            for item in found["items"]:
                if item["event"] == "deleted":
                    gone = [item["resource"], item["id"]]
                    self.database.execute(
                        "DELETE FROM documents WHERE resource = ? AND id = ?", gone
                    )
                else:
                    self.put("documents", [row_of(item)])
            self.database.execute("UPDATE place SET after = ?", [found["meta"]["next_after"]])
        if self.follow and not found["items"]:
            # Too many wait already: then it is asked now and again.
            time.sleep(retry_after(headers))
        return not found["meta"]["has_more"]

    def put(self, table, rows):
        self.database.executemany(
            f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
            rows,
        )


def row_of(item):
    """A row of `documents`. The document is NULL where the API could not render it."""
    document = item["document"]
    text = None if document is None else json.dumps(document, ensure_ascii=False)
    return [*(item[name] for name in ("resource", "id", "type", "locale", "path")), text]


def parsed(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenOff("An answer was broken off.") from error


def retry_after(headers):
    """The seconds of a `Retry-After`, or 0."""
    text = (headers or {}).get("Retry-After", "")
    return int(text) if text.isdecimal() else 0


def message(error):
    """What the API says is wrong, or the status where it says nothing."""
    try:
        return json.loads(error.read())["message"]
    except (HTTPException, OSError, ValueError, LookupError, TypeError):
        return str(error)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("address", help="the API, such as http://localhost:8000/api/v2/")
    parser.add_argument("path", help="the SQLite file; it is made where there is none")
    parser.add_argument("--follow", action="store_true", help="wait for changes until stopped")
    given = parser.parse_args(arguments)
    if not given.address.startswith(("http://", "https://")):
        parser.error("the address must begin with http:// or https://")
    try:
        with closing(Replica(given.address, given.path, given.follow)) as replica:
            replica.run()
    except KeyboardInterrupt:
        return 130
    except HTTPError as error:
        print(f"{error.url}: {message(error)}", file=sys.stderr)
        return 1
    except (BrokenOff, HTTPException, OSError, sqlite3.Error) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
