"""Whether the database is away: stopped, starting, out of reach, or its file unusable."""

from sqlite3 import SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_NOTADB

import psycopg2
from django.db import InterfaceError, OperationalError

REFUSED = "delivery.refused"
"""Key of an environ: the status with which a request is to be refused at once."""

UNUSABLE = {SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_IOERR, SQLITE_NOTADB}
# Shut down, crashed, starting, too many connections (PostgreSQL's appendix A).
GONE = {"57P01", "57P02", "57P03", "53300"}
CONNECTION = "08"
"""The class of PostgreSQL's codes for a connection that failed."""


def is_of_a_database_away(error):
    """Whether an exception says that the database does not answer, rather than what is wrong."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, psycopg2.Error):
        # What the server itself refuses has a code; a line that broke has none.
        code = cause.pgcode
        return code is None or code.startswith(CONNECTION) or code in GONE
    # The extended codes of one have it in their lowest byte.
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF in UNUSABLE
