"""Django's cache in the memory of a process, bounded by bytes, too."""

from django.core.cache.backends.locmem import LocMemCache

LIMIT = 4 * 1024**2
"""Bytes of all values together."""


class BoundedCache(LocMemCache):
    """Lets go of the least used until all that it holds is within `LIMIT`."""

    # All ways to put something in go through this, with the lock held.
    def _set(self, key, value, *timeout):
        super()._set(key, value, *timeout)
        while sum(map(len, self._cache.values())) > LIMIT:
            self._delete(next(reversed(self._cache)))
