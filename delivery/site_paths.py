"""Where Wagtail keeps the addresses of sites: in the thread, until its request ends.

Wagtail would keep them for an hour in the cache that is shared. What another host has in a cache of
its own, or what a Redis that was away brings back, nobody could delete. See also
`settling.state` and `settling.alone`, which begin without what was kept before.
"""

from collections import OrderedDict
from threading import Lock

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.utils.connection import ConnectionProxy
from wagtail.models import sites

ALIAS = "sites"


class ThreadCache(LocMemCache):
    """What one thread has kept since its last request ended. Django has one for each thread."""

    def __init__(self, name, params):
        super().__init__(name, params)
        # Those of LocMemCache are shared by all of one name.
        self._cache, self._expire_info, self._lock = OrderedDict(), {}, Lock()

    def close(self, **kwargs):
        """Called by Django at the end of each request."""
        self.clear()


def connect():
    """Has Wagtail keep them there: it names no setting for it."""
    sites.cache = ConnectionProxy(caches, ALIAS)
