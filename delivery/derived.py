"""Answers that are put together of many objects, such as lists: kept under the log's number."""

import hashlib
from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from delivery.fingerprint import fingerprint
from delivery.representation import CODINGS, DECODERS, IDENTITY, SMALLEST, coding_for, tag_of
from delivery.tracking import query_of
from delivery.turns import Turns
from delivery.visibility import one_moment

turns = Turns()
SECONDS = 3600
"""How long an answer is kept at most. The number changes with what it shows, time included."""


@dataclass(frozen=True)
class Ready:
    """An answer that is ready to be sent in any coding."""

    headers: dict
    etag: str
    coding: str
    """In which it is kept."""
    kept: bytes

    @classmethod
    def of(cls, request, response):
        """The response, kept in the coding that its request likes best; if large, compressed."""
        body = response.content
        coding = coding_for(request.headers.get("Accept-Encoding", ""), len(body))
        if coding == IDENTITY and len(body) >= SMALLEST:
            coding = "br"
        return cls(dict(response.items()), tag_of(body), coding, CODINGS[coding](body))

    @property
    def body(self):
        return DECODERS[self.coding](self.kept)

    def compressed(self, coding):
        return self.kept if coding == self.coding else CODINGS[coding](self.body)

    def response(self):
        response = HttpResponse(self.body, headers=self.headers)
        response.ready = self
        return response


def answered(state, request, view):
    """What the view answers, rendered; the same answer is given until the next public change.

    `state` is the `State` before anything was read for it. In a process, one thread renders what
    several are asked for.
    """
    key = key_of(state, request)
    found = caches["answers"].get(key)
    if found is not None:
        return found.response()
    with turns.of(key):
        found = caches["answers"].get(key)
        return _rendered(state, request, view, key) if found is None else found.response()


def _rendered(state, request, view, key):
    with one_moment():
        response = view()
        if hasattr(response, "render"):
            response.render()
    if not is_for_everyone(request, response):
        return response
    if getattr(request, "session", None) is not None and request.session.accessed:
        # Django's middleware adds it only to what is rendered anew.
        patch_vary_headers(response, ["Cookie"])
    ready = Ready.of(request, response)
    caches["answers"].set(key, ready, seconds_until(state.next_due))
    # REST framework ties views, requests and responses to each other: what is large would stay
    # until the garbage collector comes.
    response.content, response.data = b"", None
    return ready.response()


def keep_nothing(request):
    """Says that the answer may be another in a moment, though nothing public has changed."""
    # REST framework has a request of its own around Django's.
    getattr(request, "_request", request).is_passing = True


def key_of(state, request):
    """The cache's key of an answer."""
    # A host says which site is asked; its spelling may reach the answer.
    query = query_of(request)
    asked = [fingerprint(), str(state.number), request._get_raw_host(), request.path, query]
    return hashlib.sha256("\n".join(asked).encode()).hexdigest()


def is_for_everyone(request, response):
    """Whether a response may be given to others: found, and without a cookie or a form's token."""
    return (
        response.status_code == 200
        and not getattr(request, "is_passing", False)
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )


def seconds_until(moment):
    """Seconds to a moment, or `SECONDS` where that is less."""
    if moment is None:
        return SECONDS
    return max(0, min(SECONDS, (moment - timezone.now()).total_seconds()))
