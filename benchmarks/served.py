"""What `benchmarks.serving` has served: the product, and beside it the floors for comparison."""

import json
import os
import sys
from functools import cache

# What only developers' packages bring, and others load where it is there; a site has none of it.
sys.modules |= dict.fromkeys(["greenlet", "jinja2", "pygments", "rich", "yaml"])

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402

from cms.wsgi import application as product  # noqa: E402

OURS = "/-/"


@cache
def body(size):
    return b"x" * int(size)


def view(request):
    """A constant Django view."""
    return HttpResponse(body(request.META["QUERY_STRING"]))


def select(request):
    """The same, after one raw SELECT."""
    # Else Django would ask once more, whether the connection is good.
    connection.health_check_done = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM delivery_state")
        cursor.fetchone()
    return HttpResponse(body(request.META["QUERY_STRING"]))


def without_middleware():
    """Django's application with nothing around the views."""
    # Not by django.test, which a site does not load.
    installed, settings.MIDDLEWARE = settings.MIDDLEWARE, []
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = installed


bare = without_middleware()


def constant(environ, start_response):
    """A constant WSGI answer."""
    given = body(environ["QUERY_STRING"])
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(given)))]
    start_response("200 OK", headers)
    return [given]


def counts(environ, start_response):
    """How many requests this process has answered before Django, and how many it left to it."""
    found = {name: getattr(product, name, 0) for name in ("answered", "passed")}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"pid": os.getpid(), **found}).encode()]


FLOORS = {"constant": constant, "counts": counts, "view": bare, "select": bare}


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path.startswith(OURS):
        return FLOORS[path.split("/")[2]](environ, start_response)
    return product(environ, start_response)
