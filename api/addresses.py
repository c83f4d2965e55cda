"""Reading the addresses that parameters hold."""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.utils.encoding import escape_uri_path, iri_to_uri
from wagtail.api.v2.utils import BadRequestError


class Address(NamedTuple):
    """A path of the public site, with or without the host in front of it."""

    host: str | None
    port: int
    path: str
    """Decoded: `/café/`."""
    full_path: str
    """Percent-encoded, with the query: `/caf%C3%A9/?a=b`."""


def read_address(name, text):
    """The `Address` in the parameter `name`.

    Raises BadRequestError for a text that is neither a path nor an http(s) address.
    """
    try:
        parts = urlsplit(text)
        path = unquote(parts.path or "/", errors="strict")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise BadRequestError(f"{name} cannot be read as an address ({error})") from error
    is_whole = parts.scheme in ("http", "https") and parts.hostname
    is_path = not parts.scheme and text.startswith("/") and not text.startswith("//")
    if not (is_whole or (is_path and not parts.netloc)):
        raise BadRequestError(
            f"{name} must be a path such as /articles/, or an address with http:// or https://"
        )
    if "\0" in path:
        raise BadRequestError(f"{name} cannot hold null characters")
    query = f"?{iri_to_uri(parts.query)}" if parts.query else ""
    return Address(parts.hostname, port, path, escape_uri_path(path) + query)
