"""What `make dev` and a bare `manage.py` use: errors shown, reload on change, debug toolbar."""

from importlib.util import find_spec

from cms.settings.base import *  # noqa: F403
from cms.settings.base import INSTALLED_APPS, MIDDLEWARE, STORAGES, env

DEBUG = True
SECRET_KEY = env.SECRET_KEY.get_secret_value() if env.SECRET_KEY else "development only " * 4
ALLOWED_HOSTS = env.ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
# What is kept would hide the toolbar, and the query that a page no longer makes.
MEMORY_MB = 0
INTERNAL_IPS = ["127.0.0.1", "::1"]
# After `make run` alone it is not installed, and a bare `manage.py` is to work all the same.
if find_spec("debug_toolbar"):
    INSTALLED_APPS += ["debug_toolbar"]
    MIDDLEWARE.insert(0, "debug_toolbar.middleware.DebugToolbarMiddleware")
# The toolbar's styles and scripts are inline.
CONTENT_SECURITY_POLICY = None
# Plain names: no collecting, no stale manifest.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
