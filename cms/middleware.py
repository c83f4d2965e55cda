"""Refuses, at the gate, bytes that no address of the site can hold."""

from urllib.parse import unquote_to_bytes

from cms.errors import bad_request


class RefuseBadBytes:
    """Answers 400 to a NUL byte in path, query string or cookies, and to a query not in UTF-8.

    Further in, a database would refuse them with an exception, and the answer would be a 500.
    A path that is not UTF-8 needs no refusal: Django reads such bytes as percent signs and hex
    digits, so nothing is found there.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # WSGI hands the query over decoded as Latin-1, whatever it was (PEP 3333).
        query = unquote_to_bytes(request.environ.get("QUERY_STRING", "").encode("latin-1"))
        if "\0" in request.path_info or _is_bad(query) or _has_nul(request.COOKIES):
            # Not raised: a traceback in the log for every such address would only hide real ones.
            return bad_request(request)
        return self.get_response(request)


def _is_bad(query):
    try:
        return "\0" in query.decode("utf-8")
    except UnicodeDecodeError:
        return True


def _has_nul(cookies):
    return any("\0" in value for value in cookies.values())
