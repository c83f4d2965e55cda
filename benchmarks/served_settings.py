"""What the served product runs with: what `make run` uses, behind the addresses of the floors."""

from cms.settings.embedded import *  # noqa: F403

ROOT_URLCONF = "benchmarks.served_urls"
