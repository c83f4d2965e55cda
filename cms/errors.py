"""What is answered when something goes wrong: JSON under the API, a styled page elsewhere."""

import sys

from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.views import defaults

from api.views import NOT_FOUND
from delivery.away import is_of_a_database_away
from delivery.representation import PREFIX

BAD_REQUEST = "The address or the data sent with it cannot be read."
FORBIDDEN = "This is not for you to see or to do."
REFUSALS = {
    413: "What was sent is too large.",
    503: "This cannot be answered just now. Please ask again in a moment.",
}
RETRY_AFTER = 5
"""Seconds."""
SERVER_ERROR = "Something went wrong on our side. It has been noted."


def is_api(request):
    """Whether an error should be told in JSON."""
    return request.path.startswith(PREFIX)


def message(text, status):
    """An error as Wagtail's API words it."""
    compact = {"ensure_ascii": False, "separators": (",", ":")}
    return JsonResponse({"message": text}, status=status, json_dumps_params=compact)


def bad_request(request, exception=None):
    """400"""
    if is_api(request):
        return message(BAD_REQUEST, 400)
    return defaults.bad_request(request, exception)


def permission_denied(request, exception=None):
    """403"""
    if is_api(request):
        return message(FORBIDDEN, 403)
    return defaults.permission_denied(request, exception)


def csrf_failure(request, reason=""):
    """403 for a form without a valid token, for example one left open since before a login."""
    if is_api(request):
        return message(FORBIDDEN, 403)
    return HttpResponse(loader.render_to_string("403_csrf.html"), status=403)


def page_not_found(request, exception=None):
    """404"""
    if is_api(request):
        return message(NOT_FOUND, 404)
    return defaults.page_not_found(request, exception)


def refusal(request, status):
    """413 or 503. Reads nothing from the database, which may be away."""
    if is_api(request):
        response = message(REFUSALS[status], status)
    else:
        response = HttpResponse(loader.render_to_string(f"{status}.html"), status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def server_error(request):
    """500, or 503. Reads nothing from the database, which may be what is broken."""
    # Called while the exception is handled.
    if is_of_a_database_away(sys.exception()):
        return refusal(request, 503)
    if is_api(request):
        return message(SERVER_ERROR, 500)
    return defaults.server_error(request)
