"""Reads what requests send, before anything else is done about them: slow senders take few threads.

The server waits in a thread for each body. So few requests may send one at once; more are refused,
and whoever only reads is answered as ever.
"""

from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore

from django.conf import settings

from delivery.away import REFUSED

IN_MEMORY = 1024**2
"""Bytes of a body that are kept in memory; of a larger one the rest is in a temporary file."""
CHUNK = 64 * 1024


class Bodies:
    """A WSGI application in front of one to which bodies come whole."""

    def __init__(self, application):
        self.application = application
        self.places = BoundedSemaphore(settings.BODIES_MAX)
        self.limit = settings.BODY_MB * 1024**2

    def __call__(self, environ, start_response):
        # Django, too, takes what comes without a length for nothing.
        length = environ.get("CONTENT_LENGTH") or "0"
        if length == "0" or not length.isdecimal():
            return self.application(environ, start_response)
        if int(length) > self.limit:
            environ[REFUSED] = 413
        elif not self.places.acquire(blocking=False):
            environ[REFUSED] = 503
        else:
            try:
                environ["wsgi.input"], is_whole = received(environ["wsgi.input"], int(length))
            finally:
                self.places.release()
            if not is_whole:
                # Of a form that broke off, what has come must not be taken for all.
                environ[REFUSED] = 400
        return self.application(environ, start_response)


def received(stream, length):
    """A file with so many bytes of a stream or as many as have come, and whether these are all."""
    # Lives as long as the request.
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    while length > 0 and (chunk := stream.read(min(length, CHUNK))):
        file.write(chunk)
        length -= len(chunk)
    file.seek(0)
    return file, length <= 0
