"""Memory of answers that came and went, given back to the system."""

import ctypes
from time import monotonic

APART = 1
"""Seconds from one giving back to the next."""


class Trimmer:
    """Gives the system back what was let go of amidst the heap, at most once in `APART` seconds.

    By itself the C library gives back only what is at the end. What many small bodies have left is
    too scattered for large ones, and would stay in the process beside them.
    """

    def __init__(self):
        self._trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        self._due = 0

    def trim(self):
        now = monotonic()
        if self._trim is not None and now >= self._due:
            self._due = now + APART
            self._trim(0)
