"""What a request asks for: all of it that reaches the answer, or that it is none of ours."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from delivery.representation import PREFIX, SMALLEST, coding_for
from delivery.tracking import is_readable, without_tracking

QUERY_MAX = 2000
"""Characters of a query string beyond which Django is left to look at it."""
DOCUMENT = re.compile(r"/api/v2/([a-z]+)/([0-9]{1,18})/")
# Such as need no escaping, as they stand in the log.
PAGE = re.compile(r"/(?:[A-Za-z0-9_-]+/)*")


class Asked(NamedTuple):
    """All that an answer to an anonymous reader depends on, beside what is in the database."""

    path: str
    query: str
    """Without tracking parameters, where they are ignored."""
    large: str
    """The content coding of a body that is worth compressing."""
    small: str
    """The content coding of any other."""
    host: str
    port: str
    scheme: str
    forwarded: str
    """The scheme before a proxy, where one is trusted."""
    origin: str
    """The origin that is told that it may read the answer, or nothing."""

    @property
    def is_api(self):
        return self.path.startswith(PREFIX)

    @property
    def place(self):
        """What the headers depend on, for answers of one kind."""
        return ("template", self.is_api, *self[4:])

    def coding_of(self, size):
        """The content coding of a body of so many bytes."""
        return self.small if size < SMALLEST else self.large


class Reception:
    """Reads requests. Made once, of the settings."""

    def __init__(self):
        files = (settings.STATIC_URL, settings.MEDIA_URL)
        self.elsewhere = ("/admin/", "/documents/", "/_util/", *files)
        self.session = f"{settings.SESSION_COOKIE_NAME}="
        secure = settings.SECURE_PROXY_SSL_HEADER
        self.forwarded = secure[0] if secure else None
        self.has_origins = settings.CORS_URLS_REGEX != r"(?!)"

    def asked(self, environ):
        """What is `Asked`, as a plain tuple, or None where Django has to look at the request."""
        method = environ["REQUEST_METHOD"]
        if method != "GET" and method != "HEAD":
            return None
        path = environ["PATH_INFO"]
        if path.startswith(self.elsewhere):
            return None
        host = environ.get("HTTP_HOST")
        if not host or environ.get("SCRIPT_NAME"):
            return None
        if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
            return None
        query, origin = environ.get("QUERY_STRING", ""), ""
        if path.startswith(PREFIX):
            if self.has_origins:
                origin = self._allowed(environ.get("HTTP_ORIGIN"))
                if origin is None:
                    return None
        else:
            cookies = environ.get("HTTP_COOKIE")
            # Octal escapes in a cookie may stand for a NUL, which is refused.
            if cookies and (self.session in cookies or "\\" in cookies):
                return None
            if query:
                if len(query) > QUERY_MAX or not is_readable(query):
                    return None
                query = without_tracking(query)
        large, small = _codings(environ.get("HTTP_ACCEPT_ENCODING", ""))
        forwarded = environ.get(self.forwarded, "") if self.forwarded else ""
        port, scheme = environ["SERVER_PORT"], environ["wsgi.url_scheme"]
        return path, query, large, small, host, port, scheme, forwarded, origin

    def _allowed(self, origin):
        """How an origin may be answered; None where it takes a closer look."""
        if not origin:
            return ""
        if settings.CORS_ALLOW_ALL_ORIGINS:
            return "*" if _is_url(origin) else None
        return origin if origin in settings.CORS_ALLOWED_ORIGINS else None


def _is_url(text):
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


@lru_cache(1024)
def _codings(accepted):
    """The codings of a large and of a small body."""
    return coding_for(accepted, SMALLEST), coding_for(accepted, 0)
