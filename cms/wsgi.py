"""The WSGI application. Uses the production settings unless told otherwise."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from cms.env import BadEnvironment, read_dotenv


def get_application():
    """Django's application, behind what reads bodies and what answers from memory."""
    application = get_wsgi_application()
    from django.conf import settings

    from delivery.serving.bodies import Bodies
    from delivery.serving.layer import Serving

    application = Bodies(application)
    return Serving(application) if settings.MEMORY_MB else application


read_dotenv()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
try:
    application = get_application()
except BadEnvironment as problem:
    sys.exit(f"Citewell cannot start: {problem}")
