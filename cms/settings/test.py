"""What the tests use: `base`, and a reason for each difference."""

import atexit
import os
import shutil
import tempfile

# A folder of its own for each process: tests leave nothing behind and never meet real data.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="citewell-test-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from cms.settings.base import *  # noqa: E402, F403
from cms.settings.base import CACHES, DATA_DIR, DATABASES, STORAGES, caches_of  # noqa: E402

# Fixed, so that what it signs can be compared.
SECRET_KEY = "test" * 15
# The test client and the live servers call themselves these.
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# A file even for SQLite: several threads cannot share a database in memory as they do a real one.
DATABASES["default"]["TEST"] = {"NAME": "citewell_test"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"]["NAME"] = str(DATA_DIR / "test.sqlite3")
# The real hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The test client's login() has no request to judge; tests of the throttling switch it on.
AXES_ENABLED = False
# In memory: nothing is left from other runs.
CACHES["default"] = caches_of("locmem://", DATA_DIR)["default"]
# No test asks Crossref but those that have one of their own.
RECHECK_DAYS = 0
# Static files are found where they lie, without collecting them first.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = True
# Looked for when asked for: every test's client starts the middleware anew.
WHITENOISE_AUTOREFRESH = True
# Whitenoise warns of a folder that is not there.
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
