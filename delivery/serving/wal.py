"""Whether an SQLite database has been written to, without asking it.

In WAL mode every commit alters the header of the WAL-index, a file that all connections of a
machine share in memory, before it returns: what a transaction sees is what the header says when it
begins (https://www.sqlite.org/walformat.html, “WAL-Index Format”).
"""

import mmap
import os
from threading import Lock

HEADER = slice(0, 96)
"""The header stands there twice, 48 bytes each."""

_mapped = {}
# Never let go of: to close a file drops all locks that the process has on it, SQLite's own, too
# (https://www.sqlite.org/howtocorrupt.html, 2.2).
_files = []
_one_at_a_time = Lock()


class Watch:
    """Looks at the WAL-index of the database to which a connection goes.

    The connection has to stay open for as long: else the last one of all to be closed would delete
    the file, and the next one begin another.
    """

    def __init__(self, connection):
        self.connection = connection
        self.index = _index_of(connection)

    def header(self):
        """Bytes that are others after every commit; None where they share none."""
        return None if self.index is None else self.index[HEADER]


def _index_of(connection):
    """The WAL-index in memory, or None."""
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    path = next((row[2] for row in connection.execute("PRAGMA database_list") if row[2]), "")
    if mode != "wal" or not path:
        return None
    # From now on the file is there, and stays.
    connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    with _one_at_a_time:
        try:
            known = os.stat(f"{path}-shm")
        except FileNotFoundError:
            # In exclusive locking mode the index is the connection's own.
            return None
        place = known.st_dev, known.st_ino
        if place not in _mapped:
            file = os.open(f"{path}-shm", os.O_RDONLY)
            _files.append(file)
            _mapped[place] = mmap.mmap(file, HEADER.stop, prot=mmap.PROT_READ)
        return _mapped[place]
