"""Connections to a Redis that may be away."""

import logging
import threading
import time

from redis.connection import ConnectionPool
from redis.exceptions import ConnectionError, TimeoutError

log = logging.getLogger(__name__)

PATIENCE = 1
"""Seconds between two tries to reach a Redis that is away."""


class PatientPool(ConnectionPool):
    """A pool that gives no connection while Redis is away, instead of waiting for one each time.

    One thread at a time tries, once a second.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._away_until = 0
        self._trying = threading.Lock()

    def get_connection(self, *args, **kwargs):
        if not self._away_until:
            return self._tried()
        if time.monotonic() < self._away_until or not self._trying.acquire(blocking=False):
            raise ConnectionError("Redis is away.")
        try:
            return self._tried()
        finally:
            self._trying.release()

    def _tried(self):
        try:
            connection = super().get_connection()
        except (ConnectionError, TimeoutError) as error:
            if not self._away_until:
                log.warning("Redis is away, and is done without: %s", error)
            self._away_until = time.monotonic() + PATIENCE
            raise
        if self._away_until:
            log.warning("Redis is back.")
        self._away_until = 0
        return connection
