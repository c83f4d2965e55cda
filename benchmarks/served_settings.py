"""What the served product runs with."""

from benchmarks.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.served_urls"
