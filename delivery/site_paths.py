"""The key under which Wagtail keeps the addresses of sites, so that no process goes by old ones.

Wagtail clears them where a site is saved, in the cache of that process, and only if the cache is
there. Under a key with the log's number, which moves with every site, each process makes them anew.
"""

from django.core.cache.backends.base import default_key_func

WAGTAIL_S_KEY = "wagtail_site_root_paths"


class Seen:
    """The last number of the log that this process has seen."""

    number = 0


def key_of(key, key_prefix, version):
    """The key of an entry of the default cache. Its setting `KEY_FUNCTION`."""
    if key == WAGTAIL_S_KEY:
        key = f"{key}:{Seen.number}"
    return default_key_func(key, key_prefix, version)
