"""Refuses, at the gate, bytes that no address of the site can hold."""

from urllib.parse import unquote_to_bytes

from cms.errors import bad_request


class RefuseBadBytes:
    """Answers 400 to a NUL byte, or to bytes that are not UTF-8, in path, query string or cookies.

    Further in, a database would refuse them with an exception, and the answer would be a 500.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # WSGI hands path and query over decoded as Latin-1, whatever they were (PEP 3333).
        path = request.environ.get("PATH_INFO", "").encode("latin-1")
        query = request.environ.get("QUERY_STRING", "").encode("latin-1")
        cookies = "".join(request.COOKIES.values())
        if _is_bad(path) or _is_bad(unquote_to_bytes(query)) or "\0" in cookies:
            # Not raised: a traceback in the log for every such address would only hide real ones.
            return bad_request(request)
        return self.get_response(request)


def _is_bad(given):
    try:
        given.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return b"\0" in given
