"""The WSGI application. Uses the production settings unless told otherwise."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from cms.env import BadEnvironment, read_dotenv

read_dotenv()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
try:
    application = get_wsgi_application()
except BadEnvironment as problem:
    sys.exit(f"Citewell cannot start: {problem}")
