"""What the tests use: `base`, and a reason for each difference."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import CACHES, STORAGES

# Fixed, so that what it signs can be compared.
SECRET_KEY = "test" * 15
# The test client and the live servers call themselves these.
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The real hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A cache of its own for each process: nothing is left from other runs.
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# Static files are found where they lie, without collecting them first.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = True
