"""What Wagtail's own tests use, and a reason for each difference."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from wagtail.test.settings import *  # noqa: F403
from wagtail.test.settings import INSTALLED_APPS

from cms.settings.databases import database_of

DATA_DIR = Path(tempfile.mkdtemp(prefix="citewell-upstream-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)

# Whose models this project's endpoints import.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.upstream.apps.Delivery"]
# Wagtail's, with this project's endpoints.
ROOT_URLCONF = "tests.upstream.urls"
# The databases that our own tests run on.
DATABASES = database_of(os.environ.get("DATABASE_URL"), DATA_DIR)
DATABASES["default"]["TEST"] = {"NAME": "citewell_upstream"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"]["NAME"] = str(DATA_DIR / "test.sqlite3")
# Theirs lies among the installed packages.
MEDIA_ROOT = str(DATA_DIR / "media")


class _Unmigrated:
    """No app has migrations: running those of Wagtail's test apps takes a minute."""

    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


MIGRATION_MODULES = _Unmigrated()
