"""How the C library keeps memory for a process of many threads."""

import ctypes
import time

# malloc.h of the GNU C library.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE = 64 * 1024
APART = 1
"""Seconds from one giving back to the next."""


def keep_small():
    """Has all threads share one heap, and gives back at once what is large. Before threads begin.

    By itself the C library makes heaps of their own for threads, and what one has let go of, in
    memory of answers that come and go, no other can use. Other C libraries are left as they are.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_TRIM_THRESHOLD, 2 * LARGE)


class Trimmer:
    """Gives the system back what was let go of amidst the heap, at most once in `APART` seconds.

    By itself the C library gives back only what is at the end. What many small bodies have left is
    too scattered for large ones, and would stay in the process beside them.
    """

    def __init__(self):
        self._trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        self._due = 0

    def trim(self):
        now = time.monotonic()
        if self._trim is not None and now >= self._due:
            self._due = now + APART
            self._trim(0)
