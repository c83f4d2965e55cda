"""How the C library keeps memory for a process of many threads."""

import ctypes

# malloc.h of the GNU C library.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE = 64 * 1024


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
