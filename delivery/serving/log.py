"""Where the log stands, and what it says, read past Django.

Each thread has a connection of its own for it to PostgreSQL; on SQLite, where one takes 0.7 MB
and a question some tens of microseconds, all threads of a process take turns with one. It never
writes, and holds no transaction open.
"""

import re
import threading
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import NamedTuple

from django.db import connections

from delivery.fingerprint import fingerprint
from delivery.models import Edition
from delivery.serving.sharing import Shared
from delivery.serving.wal import Watch

MANY = 10_000
"""Changes beyond which it is not looked what they were of."""
NEVER = float("inf")
PATIENCE = 1
"""Seconds between two tries to reach a database that is away."""

STANDING = """
    SELECT number, next_due, is_open
        AND NOT EXISTS (SELECT 1 FROM delivery_touch)
        AND EXISTS (SELECT 1 FROM delivery_publicobject)
    FROM delivery_state
"""
CHANGED = "SELECT resource, object_id FROM delivery_change WHERE number > ? AND number <= ?"
# As `editions.find`, of an object by its name or of the page at a path.
EDITION = """
    SELECT (SELECT number FROM delivery_state), edition.etag, edition.{body}, told.resource,
        told.object_id
    FROM delivery_publicobject AS told
    JOIN delivery_edition AS edition ON edition.public_object_id = told.id
    WHERE {place} AND edition.site_id = ? AND edition.form = ? AND edition.fingerprint = ?
        AND edition.is_fresh AND edition.error = ''
        AND EXISTS (SELECT 1 FROM delivery_dependency WHERE edition_id = edition.id)
    LIMIT 2
"""
NAMED = "told.resource = ? AND told.object_id = ?"
AT = "told.resource = 'pages' AND told.site_id = ? AND told.path = ?"


class Away(Exception):
    """The database does not answer."""


class Unreadable(Exception):
    """The database answers, but not to this."""


class Standing(NamedTuple):
    """Where the log stands."""

    number: int
    due: float
    """When time alone next changes something public, in seconds since 1970."""
    is_settled: bool
    """Whether nothing waits to be settled, and editions may be served."""


class StoredEdition(NamedTuple):
    number: int
    """Of the log when it was read."""
    etag: str
    compressed: bytes
    object: tuple
    """Resource and id."""


class Line:
    """A connection."""

    __slots__ = ("connection", "cursor", "standing", "version")

    def __init__(self, connection):
        self.connection = connection
        self.cursor = connection.cursor()
        self.version = self.standing = None

    def rows(self, query, given):
        # All rows are read: SQLite holds a transaction open until they are.
        self.cursor.execute(self.statement(query), given)
        return self.cursor.fetchall()

    def statement(self, query):
        return query


class PreparedLine(Line):
    """A connection to PostgreSQL, which parses and plans each query once."""

    __slots__ = ("prepared",)

    def __init__(self, connection):
        super().__init__(connection)
        self.prepared = {}

    def statement(self, query):
        if query not in self.prepared:
            name, numbers = f"citewell_{len(self.prepared)}", count(1)
            numbered = re.sub(r"\?", lambda _: f"${next(numbers)}", query)
            self.cursor.execute(f"PREPARE {name} AS {numbered}")
            places = ", ".join(["%s"] * query.count("?"))
            self.prepared[query] = f"EXECUTE {name} ({places})" if places else f"EXECUTE {name}"
        return self.prepared[query]


class LogReader:
    """Reads the log. `freshness` are the seconds for which one look at it may do for all."""

    def __init__(self, freshness=0, alias="default"):
        self.freshness = freshness
        self._seen = (-NEVER, None)
        """When the log was last looked at, by `time.monotonic`, and its `Standing`."""
        self._alias = alias
        self._vendor = connections[alias].vendor
        self._errors = connections[alias].Database.Error
        is_shared = self._vendor == "sqlite"
        self._own = SimpleNamespace() if is_shared else threading.local()
        """Has the `line` of this thread, or of all."""
        self._turn = threading.Lock() if is_shared else nullcontext()
        self._watch = None
        """The `Watch` of an SQLite database, once it has been reached."""
        self._known = (None, None)
        """A header of the WAL-index, and the `Standing` that was read behind it."""
        self._away_until = 0
        self._trying = threading.Lock()
        self._looks = Shared()
        self._early = threading.Lock()

    def standing(self, fresh=False):
        """The `Standing` of now, or of at most `freshness` ago unless it has to be `fresh`.

        Raises `Away` or `Unreadable`.
        """
        looked_at, last = self._seen
        age = time.monotonic() - looked_at
        if fresh or age >= self.freshness:
            return self._seen_now()
        # One thread looks again before the time is over, so that no other has to wait for it.
        if age < self.freshness / 2 or not self._early.acquire(blocking=False):
            return last
        try:
            return self._seen_now()
        except (Away, Unreadable):
            if time.monotonic() - looked_at >= self.freshness:
                raise
            return last
        finally:
            self._early.release()

    def _seen_now(self):
        if self._vendor == "sqlite":
            now, found = time.monotonic(), self._look()
        else:
            now, found = self._asked(self._look_for_all)
        # Who looked earlier may come back later.
        if now >= self._seen[0]:
            self._seen = now, found
        return found

    @property
    def last(self):
        """The last `Standing` that was seen, or None, and its age in seconds."""
        looked_at, standing = self._seen
        return standing, time.monotonic() - looked_at

    def changed(self, since, until):
        """Resource and id of each object that was changed behind one number up to another.

        None where that may be anything: numbers without a change say so, as do trimmed ones.
        """
        if not 0 <= since <= until <= since + MANY:
            return None
        rows = self._asked(self._rows, CHANGED, since, until)
        return {tuple(row) for row in rows} if len(rows) == until - since else None

    def named(self, resource, pk, site_id, coding):
        """The `StoredEdition` of an object's document, in the coding `br` or `gzip`, or None."""
        return self._edition(NAMED, coding, resource, pk, site_id, Edition.Form.JSON)

    def at(self, path, site_id, coding):
        """The `StoredEdition` of the one page that has an address on a site, or None."""
        return self._edition(AT, coding, site_id, path, site_id, Edition.Form.HTML)

    def _edition(self, place, coding, *given):
        body = "gzip" if coding == "gzip" else "brotli"
        query = EDITION.replace("{place}", place).replace("{body}", body)
        rows = self._asked(self._rows, query, *given, fingerprint())
        if len(rows) != 1:
            return None
        number, etag, compressed, *name = rows[0]
        return StoredEdition(number, etag, bytes(compressed), tuple(name))

    def _asked(self, question, *given):
        """What a question to the database gives; a connection that has broken is made anew."""
        for is_last in (False, True):
            try:
                line = self._own.line
            except AttributeError:
                line = self._own.line = self._connected()
            try:
                with self._turn:
                    return question(line, *given)
            except self._errors as error:
                # Another thread may have made a new one.
                if vars(self._own).get("line") is line:
                    vars(self._own).pop("line", None)
                if is_last:
                    raise Unreadable from error

    def _connected(self):
        """A new `Line`. A database that is away is asked by one thread at a time."""
        if self._away_until:
            if time.monotonic() < self._away_until or not self._trying.acquire(blocking=False):
                raise Away
            try:
                return self._opened()
            finally:
                self._trying.release()
        return self._opened()

    def _opened(self):
        wrapper = connections[self._alias]
        parameters = wrapper.get_connection_params()
        try:
            connection = wrapper.get_new_connection(parameters)
            if self._vendor == "sqlite":
                connection.execute("PRAGMA query_only = ON")
                connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
                self._watch = self._watch or Watch(wrapper.get_new_connection(parameters))
            else:
                connection.set_session(readonly=True, autocommit=True)
        except self._errors as error:
            self._away_until = time.monotonic() + PATIENCE
            raise Away from error
        self._away_until = 0
        return Line(connection) if self._vendor == "sqlite" else PreparedLine(connection)

    def _look_for_all(self, line):
        """The `Standing`, and when it was looked at: after this thread came."""
        return self._looks.ask(lambda: (time.monotonic(), self._read(line)))

    def _look(self):
        # Before what it is to stand for is read.
        header, known = self._header(), self._known
        return known[1] if header and header == known[0] else self._asked(self._look_again)

    def _look_again(self, line):
        header, known = self._header(), self._known
        if header is not None:
            # Another thread may have read it meanwhile.
            if header != known[0]:
                known = self._known = header, self._read(line)
            return known[1]
        # Moves whenever another connection has committed anything, whatever it was.
        version = line.cursor.execute("PRAGMA data_version").fetchall()
        if version != line.version:
            line.standing = self._read(line)
            line.version = version
        return line.standing

    def _header(self):
        return self._watch and self._watch.header()

    def _read(self, line):
        rows = self._rows(line, STANDING)
        if not rows:
            return Standing(-1, 0, False)
        number, due, is_settled = rows[0]
        return Standing(number, _seconds(due), bool(is_settled))

    def _rows(self, line, query, *given):
        return line.rows(query, given)


def _seconds(moment):
    """Seconds since 1970. SQLite has moments as text, in UTC."""
    if moment is None:
        return NEVER
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return moment.timestamp()
