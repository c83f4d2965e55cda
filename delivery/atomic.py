"""What people do in the admin is done whole or not at all."""

from contextlib import nullcontext
from functools import partial, wraps

from django.db import transaction

from delivery.preparing import prepare_written, tell_written

READING = ("GET", "HEAD", "OPTIONS", "TRACE")
UPLOADING = ("wagtailimages", "wagtaildocs")
"""How namespaces begin whose requests work for seconds on files, and would keep SQLite's other
writers waiting as long. A view of ours says so by Django's `non_atomic_requests`."""


def atomic_writes(view):
    """The view, in one transaction if the request may write. Then what it wrote is told, and made
    ready when it has answered.

    In Wagtail, publishing is several: a process that ends between them leaves a page half
    published. ATOMIC_REQUESTS would cure that, too, but SQLite's transactions take the write lock
    at once, so that each reader would wait for every writer.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method in READING:
            return view(request, *args, **kwargs)
        is_long = hasattr(view, "_non_atomic_requests")
        is_upload = request.resolver_match.namespace.startswith(UPLOADING)
        with nullcontext() if is_long or is_upload else transaction.atomic():
            response = view(request, *args, **kwargs)
        if written := tell_written():
            # Closed when it has been sent: no editor waits for a rendering.
            response._resource_closers.append(partial(prepare_written, written))
        return response

    return wrapped
