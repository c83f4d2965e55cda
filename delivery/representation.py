"""How a public answer travels: tagged, compressed, cached; and how a request to the API comes in.

One middleware, so that what a view answers and what is refused before any view go the same way.
"""

import gzip
import hashlib
import re
from typing import NamedTuple

import brotli
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

PREFIX = "/api/"
IDENTITY = "identity"
CODINGS = {
    "br": lambda body: brotli.compress(body, quality=5),
    # Without the time of compression, so that equal bodies have equal bytes.
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
    IDENTITY: bytes,
}
"""The content codings on offer; the earlier of two that a client likes equally is taken."""
HARDER = CODINGS | {"br": lambda body: brotli.compress(body, quality=10)}
"""The same, for what is compressed once and sent often: an eighth smaller, 0.3 ms a kilobyte."""
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, IDENTITY: bytes}
SMALLEST = 1024
"""Bytes from which a body is compressed. A smaller one fits into one packet anyway."""


VERSION = "X-Content-Version"
"""The header with the number of the log that an answer reflects."""


class Kept(NamedTuple):
    """What of an answer may be given to others, too."""

    number: int
    """Of the log, which it reflects."""
    ready: object
    """Has the `body`, and the body `compressed(coding)`."""
    etag: str
    coding: str
    content_type: str
    wanted: object
    """Which edition it is; None for what is good for this number alone."""


class Represent:
    """Gives every public answer its headers, and takes every cookie off requests under /api/.

    Without cookies no session is looked for, nobody is logged in, and nothing can vary by who asks.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_api = request.path_info.startswith(PREFIX)
        if is_api:
            request.COOKIES = {}
        response = self.get_response(request)
        version = getattr(request, "content_version", None)
        if version is not None:
            response[VERSION] = str(version)
        if not (is_api or getattr(response, "is_public", False)):
            return response
        if not response.has_header("Cache-Control"):
            # Kept but asked about each time: nothing served is ever stale, and a 304 is cheap.
            # What is missing or refused now may be there a moment later.
            response["Cache-Control"] = "no-cache" if response.status_code < 400 else "no-store"
        if response.streaming:
            return response
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            ready, content_type = getattr(response, "ready", None), response["Content-Type"]
            coding = select(request, response)
            if ready and version is not None:
                wanted = getattr(response, "wanted", None)
                response.kept = Kept(version, ready, response["ETag"], coding, content_type, wanted)
        if response.status_code != 304:
            response["Content-Length"] = len(response.content)
        return response


def tag_of(body):
    """The ETag of a body that is not compressed, without quotation marks."""
    return hashlib.sha256(body).hexdigest()[:32]


def etag_of(tag, coding, is_edition=False):
    """The ETag of a body in a coding; an edition in Brotli is `HARDER` compressed, other bytes."""
    if coding == IDENTITY:
        return f'"{tag}"'
    return f'"{tag}-{coding}{"+" if is_edition and coding == "br" else ""}"'


def select(request, response):
    """Turns the response into the representation that was asked for, or into a 304.

    Returns the coding.

    Each coding has a strong ETag of its own (RFC 9110, 8.8.3.3). A response that comes ready has
    its tag and the compressed bodies in `ready`; one that others will get ready, in `compressed`.
    """
    body = response.content
    coding = coding_for(request.headers.get("Accept-Encoding", ""), len(body))
    ready = getattr(response, "ready", None)
    tag = ready.etag if ready else tag_of(body)
    response["ETag"] = etag_of(tag, coding, getattr(response, "is_edition", False))
    patch_vary_headers(response, ["Accept-Encoding"])
    if matches(request.headers.get("If-None-Match", ""), response["ETag"]):
        response.status_code = 304
        response.content = b""
        del response["Content-Type"], response["Content-Length"]
        return coding
    if coding != IDENTITY:
        if ready:
            response.content = ready.compressed(coding)
        else:
            made = getattr(response, "compressed", {})
            response.content = made.get(coding) or CODINGS[coding](body)
        response["Content-Encoding"] = coding
    return coding


def matches(condition, etag):
    """Whether an If-None-Match names the tag, by weak comparison (RFC 9110, 13.1.2)."""
    tags = parse_etags(condition)
    return "*" in tags or etag in {tag.removeprefix("W/") for tag in tags}


def coding_for(accepted, size):
    """The coding that an Accept-Encoding likes best for a body of so many bytes.

    Where all are refused the body goes as it is, rather than not at all (RFC 9110, 12.5.3).
    """
    weights = dict(weighed(accepted))
    # Not named, plain is allowed but liked less than anything that is named.
    liking = {coding: weights.get(coding, weights.get("*", 0)) for coding in CODINGS}
    liking[IDENTITY] = weights.get(IDENTITY, weights.get("*", 0.0001))
    if size < SMALLEST and liking[IDENTITY]:
        return IDENTITY
    best = max(liking, key=liking.get)
    return best if liking[best] else IDENTITY


def weighed(accepted):
    """Each coding of an Accept-Encoding with its weight; one whose weight is nonsense has none."""
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        weight = re.fullmatch(r"\s*(?:q=([01](?:\.\d{0,3})?)\s*)?", weight)
        yield coding.strip(), float(weight[1] or 1) if weight else 0
