"""Parameters that say where a reader came from, and that no page of the website looks at."""

from urllib.parse import unquote_plus, unquote_to_bytes

from django.conf import settings

from delivery.representation import PREFIX


def query_of(request):
    """The query string of a request, as far as an answer looks at it. The API looks at all."""
    query = request.META.get("QUERY_STRING", "")
    return query if request.path_info.startswith(PREFIX) else without_tracking(query)


def without_tracking(query):
    """A query string without the parameters of `TRACKING_PARAMETERS`, such as `utm_*`."""
    if not query:
        return query
    parts = [part for part in query.split("&") if not is_tracking(part)]
    return "&".join(parts)


def is_tracking(part):
    """Whether `name=value` only says where a reader came from."""
    name = unquote_plus(part.partition("=")[0])
    return any(
        name.startswith(known[:-1]) if known.endswith("*") else name == known
        for known in settings.TRACKING_PARAMETERS
    )


def is_readable(query):
    """Whether a query string, as WSGI hands it over, is UTF-8 without NUL characters."""
    # Decoded as Latin-1, whatever it was (PEP 3333).
    try:
        return "\0" not in unquote_to_bytes(query.encode("latin-1")).decode("utf-8")
    except UnicodeDecodeError:
        return False
