"""Whether the database is away: stopped, starting, out of reach, or its file unusable."""

from sqlite3 import SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_NOTADB

import psycopg2
from django.db import DatabaseError, InterfaceError

REFUSED = "delivery.refused"
"""Key of an environ: the status with which a request is to be refused at once."""

UNUSABLE = {SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_NOTADB}
# Shut down, crashed, starting, too many connections (PostgreSQL's appendix A).
GONE = {"57P01", "57P02", "57P03", "53300"}
LINE_BROKE = {psycopg2.DatabaseError, psycopg2.InterfaceError, psycopg2.OperationalError}
CONNECTION = "08"
"""The class of PostgreSQL's codes for a connection that failed."""


def is_of_a_database_away(error):
    """Whether an exception says that the database does not answer, rather than what is wrong."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, psycopg2.Error):
        code = cause.pgcode
        if code is None:
            # A line that broke. psycopg2 names it in all of these ways, as it comes.
            return type(cause) in LINE_BROKE
        return code.startswith(CONNECTION) or code in GONE
    # The extended codes of one have it in their lowest byte.
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF in UNUSABLE
