"""The WSGI application. Uses the production settings unless told otherwise."""

import gc
import os
import sys

# What is loaded now stays: to look through it for garbage takes a tenth of the start.
gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402

from cms.env import BadEnvironment, read_dotenv  # noqa: E402
from cms.heap import keep_small  # noqa: E402


def get_application():
    """Django's application, behind what reads bodies and what answers from memory."""
    application = get_wsgi_application()
    from django.conf import settings

    from delivery.serving.bodies import Bodies
    from delivery.serving.layer import Serving

    application = Bodies(application)
    return Serving(application) if settings.MEMORY_MB else application


keep_small()
read_dotenv()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
try:
    application = get_application()
except BadEnvironment as problem:
    sys.exit(f"Citewell cannot start: {problem}")
finally:
    gc.freeze()
    gc.enable()
