"""Everything public at once: where a consumer of the log begins."""

import json
import re
import weakref
from typing import Literal

from django.http import StreamingHttpResponse
from pydantic import create_model
from rest_framework.exceptions import Throttled
from wagtail.api.v2.utils import BadRequestError

from api import openapi
from api.described import described as general
from api.described import parameter
from api.log import LogEndpoint, Places, document_of_any, resource_parameter
from delivery.answers import Answer
from delivery.documents import Homes, documents
from delivery.models import Change, PublicObject
from delivery.resources import resources
from delivery.settling import settled

NDJSON = "application/x-ndjson"
"""JSON texts, each on a line: https://github.com/ndjson/ndjson-spec"""
BATCH = 100
"""Objects that are read at once; the memory for so many documents is all that an export takes."""
RETRY_AFTER = 10
"""Seconds after which to ask again where too many exports go on."""

exporting = Places("EXPORTS_MAX")


class ExportStart(Answer):
    """The first line."""

    version: int
    """Where the log goes on behind a whole export."""


class ExportedObject(Answer):
    """A line of an export."""

    resource: str
    """The endpoint of the API: `pages`, `authors`."""
    id: int
    type: str
    locale: str | None
    """A language code; null for what has none."""
    path: str | None
    """The address of a page on its site."""


class ExportEnd(Answer):
    """The last line. Without it the export was broken off."""

    end: Literal[True]
    count: int
    """Lines between the first and the last."""


class PublicExport(LogEndpoint):
    """Every public object, ordered by resource and id."""

    known_query_parameters = frozenset(["after", "resource", "format", "_"])

    @classmethod
    def answers(cls, router):
        document = (document_of_any(router), ...)
        line = create_model("ExportLine", __base__=ExportedObject, document=document)
        return [ExportStart, line, ExportEnd]

    @classmethod
    def paths(cls, path, name, titles):
        after = parameter(
            "after",
            {"type": "string", "pattern": place_pattern()},
            "Resource and id behind which an export that was broken off goes on.",
        )
        wanted = [after, resource_parameter(), *general(["format", "_"])]
        found = openapi.get("export", "A JSON text on each line.", wanted, openapi.any_of(titles))
        responses = found["get"]["responses"]
        responses["200"]["content"] = {NDJSON: responses["200"]["content"]["application/json"]}
        del responses["304"]
        found["get"]["tags"] = [name]
        return {path: found}

    def log_view(self, request):
        self.check_query_parameters(Change.objects.all())
        names, after = self.resources(), self.place()
        state = self.settled()
        self.reflect(state)
        if request.method == "HEAD":
            return StreamingHttpResponse(content_type=NDJSON)
        if not exporting.take():
            raise Throttled(RETRY_AFTER, "Too many exports are going on.")
        return StreamingHttpResponse(Stream(lines(state, names, after)), content_type=NDJSON)

    def place(self):
        """Resource and id behind which the export begins."""
        text = self.request.GET.get("after", ":0")
        if "after" in self.request.GET and not re.fullmatch(place_pattern(), text):
            raise BadRequestError(
                "after must be a resource and an id, such as pages:5. "
                f"Resources: {', '.join(sorted(resources()))}"
            )
        name, _, pk = text.partition(":")
        return name, int(pk)


class Stream:
    """The lines of one export, which has taken a place and leaves it at their end or before.

    A server closes what it does not read to the end. Whoever does not leaves the place with the
    object, at the latest.
    """

    def __init__(self, lines):
        self.lines = lines
        self.leave = weakref.finalize(self, exporting.leave)

    def __iter__(self):
        try:
            yield from self.lines
        finally:
            self.close()

    def close(self):
        # Once, however often it is called.
        self.leave()


def place_pattern():
    return f"^({'|'.join(sorted(resources()))}):[0-9]{{1,18}}$"


def lines(state, names, after):
    """The lines of an export of these resources behind a place, some at a time, as bytes."""
    count = 0
    yield json_line({"version": state.number})
    for name in names:
        last = after[1] if name == after[0] else 0
        while objects := behind(name, last) if name >= after[0] else []:
            yield b"".join(line(one, document) for one, document in objects)
            last, count = objects[-1][0].object_id, count + len(objects)
    yield json_line({"end": True, "count": count})


def behind(name, last):
    """The next public objects of a resource behind an id, each with its document."""
    # Asked each time: what was hidden meanwhile does not show any more.
    state = settled()
    objects = PublicObject.objects.filter(resource=name, object_id__gt=last)
    objects = list(objects.order_by("object_id")[:BATCH])
    found = documents(objects, state, Homes())
    return [(one, found[one.pk]) for one in objects]


def line(one, document):
    place = {
        "resource": one.resource,
        "id": one.object_id,
        "type": one.type,
        "locale": one.locale or None,
        "path": one.path or None,
    }
    # Not parsed: the document is JSON on one line already.
    return json_line(place)[:-2] + b',"document":' + (document or b"null") + b"}\n"


def json_line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
