"""What the benchmark runs with: as the tests, in a folder of its own, with stock beside."""

from cms.settings.caches import caches_of
from cms.settings.test import *  # noqa: F403
from cms.settings.test import DATA_DIR, env

ROOT_URLCONF = "benchmarks.urls"
# What a site has unless told otherwise.
CACHES = caches_of(env.CACHE_URL, DATA_DIR)
