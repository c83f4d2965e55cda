"""`CACHES` from an address."""

from urllib.parse import urlsplit

_BACKENDS = {
    "dummy": "django.core.cache.backends.dummy.DummyCache",
    "locmem": "django.core.cache.backends.locmem.LocMemCache",
    "file": "django.core.cache.backends.filebased.FileBasedCache",
    "redis": "django_redis.cache.RedisCache",
    "rediss": "django_redis.cache.RedisCache",
    "unix": "django_redis.cache.RedisCache",
}
REDIS_SECONDS = 0.5
REDIS_OPTIONS = {
    # A Redis that is away is an empty cache.
    "IGNORE_EXCEPTIONS": True,
    "CONNECTION_POOL_CLASS": "cms.redis.PatientPool",
    "SOCKET_CONNECT_TIMEOUT": REDIS_SECONDS,
    "SOCKET_TIMEOUT": REDIS_SECONDS,
}


def caches_of(url, data_dir):
    """The settings of the cache at `url`; without one, of files in a folder.

    Files, because the processes count together there who asks how often.
    """
    url = url or f"file://{data_dir / 'cache'}"
    parts = urlsplit(url)
    default = {"BACKEND": _BACKENDS[parts.scheme]}
    if parts.scheme == "file":
        default |= {"LOCATION": parts.path, "OPTIONS": {"MAX_ENTRIES": 10_000}}
    elif parts.scheme in ("redis", "rediss", "unix"):
        default |= {"LOCATION": url, "OPTIONS": REDIS_OPTIONS}
    in_memory = {"BACKEND": "delivery.bounded_cache.BoundedCache", "LOCATION": "answers"}
    return {
        "default": default,
        # Lists and the like, which go with every public change: not worth a file each.
        "answers": in_memory if parts.scheme == "file" else default,
        # Which site a host is; asked for by each answer, so that it must not take a way.
        "hosts": {"BACKEND": _BACKENDS["locmem"], "LOCATION": "hosts"},
        "sites": {"BACKEND": "delivery.site_paths.ThreadCache"},
        # Renditions' rows are the truth and are prefetched; a cache of them could only be stale.
        "renditions": {"BACKEND": _BACKENDS["dummy"]},
    }
