"""What `make run` uses: the whole product on one machine, for the people at that machine."""

from cms.settings.base import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
