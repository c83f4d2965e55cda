"""The log of public changes: what has come, gone and been altered since a number."""

import json
import re
import time
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Literal

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from pydantic import AnyUrl, Field, create_model
from rest_framework.response import Response
from wagtail.api.utils import get_base_url
from wagtail.api.v2.utils import BadRequestError, get_full_url
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, get_page_models

from api import openapi
from api.described import Value, parameter, schema_of, several
from api.described import described as general
from api.log import Gone, LogEndpoint, Places, document_of_any, resource_parameter
from delivery.answers import Answer
from delivery.documents import Homes, documents
from delivery.models import Change, PublicObject, State
from delivery.resources import resources
from delivery.settling import Busy, settled

LIMIT = 100
"""Changes in one answer, unless told."""
WAIT_MAX = 30
"""Seconds for which a request may wait for changes."""
LOOK_EVERY = 0.5
"""Seconds between two looks of a request that waits."""
RETRY_AFTER = 5
"""Seconds after which to ask again where there is no place to wait."""

waiting = Places("WAITING_MAX")


class ChangesMeta(Answer):
    version: int
    """The number of the last change that there is."""
    next_after: int
    """Where the log goes on: what to give as `after` next."""
    has_more: bool
    """Whether more changes are there already."""


class LoggedChange(Answer):
    number: int
    event: Literal["created", "updated", "deleted"]
    """To the public: a page that is hidden is deleted, and one that is shown again created."""
    resource: str
    """The endpoint of the API: `pages`, `authors`."""
    id: int
    type: str
    locale: str | None
    """A language code; null for what has none."""
    path: str | None
    """The address of a page on its site; of what is deleted, the last one."""
    changed_at: datetime
    detail_url: AnyUrl | None
    """Null for what is deleted."""


class Changes(Answer):
    meta: ChangesMeta
    items: list[LoggedChange]


class PublicChanges(LogEndpoint):
    """Changes behind a number, in order."""

    known_query_parameters = frozenset(
        ["after", "limit", "resource", "type", "locale", "include", "wait", "format", "_"]
    )

    @classmethod
    def answers(cls, router):
        description = (
            "With `include=document`: the detail as it is now. Null for what is not public any "
            "more, and for what cannot be rendered."
        )
        document = (
            document_of_any(router),
            Field(default_factory=str, description=description),
        )
        kind = create_model("Change", __base__=LoggedChange, document=document)
        return [create_model("Changes", __base__=Changes, items=(list[kind], ...))]

    @classmethod
    def paths(cls, path, name, titles):
        found = openapi.get(
            "changes", "Public changes in their order.", described(), openapi.any_of(titles)
        )
        found["get"]["tags"] = [name]
        found["get"]["responses"] |= openapi.errors("410")
        return {path: found}

    def log_view(self, request):
        self.check_query_parameters(Change.objects.all())
        self.limit = self.number("limit", 1, settings.WAGTAILAPI_LIMIT_MAX, LIMIT)
        wait = self.number("wait", 0, WAIT_MAX)
        self.with_documents = self.includes_documents()
        self.wanted = self.filters()
        self.reflect(self.settled())
        self.after = self.place()
        changes = self.behind()
        headers = {}
        if wait and not changes:
            if waiting.take():
                try:
                    changes = self.awaited(wait)
                finally:
                    waiting.leave()
            else:
                headers["Retry-After"] = str(RETRY_AFTER)
        return Response(self.answer(changes), headers=headers)

    # What is asked for

    def number(self, name, least, most, default=0):
        text = self.request.GET.get(name, str(default))
        if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise BadRequestError(f"{name} must be a whole number from {least} to {most}")
        return int(text)

    def includes_documents(self):
        if self.request.GET.get("include", "document") != "document":
            raise BadRequestError("include can only be 'document'")
        return "include" in self.request.GET

    def filters(self):
        found = {
            "resource__in": self.resources(),
            "type__in": self.several("type", types()),
            "locale__in": self.several("locale", get_content_languages()),
        }
        return {name: values for name, values in found.items() if values}

    def place(self):
        """The number behind which changes are asked for. Refuses one that the log does not have."""
        text = self.request.GET.get("after", "0")
        if not re.fullmatch("[0-9]+", text):
            raise BadRequestError(
                "after must be a whole number, 0 or the next_after of the answer before"
            )
        after = int(text)
        if after > self.state.number:
            raise self.gone(f"the log ends at {self.state.number}, before what after names")
        return after

    def gone(self, reason):
        export = get_full_url(self.request, reverse("wagtailapi:export:listing"))
        return Gone(f"{reason}. Start again from the export: {export}")

    # What is answered

    def behind(self):
        """The changes that are asked for behind the place, one more than are shown."""
        found = Change.objects.filter(
            number__gt=self.after, number__lte=self.state.number, **self.wanted
        )
        changes = list(found.order_by("number")[: self.limit + 1])
        # Asked afterwards: while they were read, some may have been trimmed.
        if state := State.objects.filter(floor__gt=self.after).first():
            raise self.gone(f"changes up to {state.floor} are not kept any more")
        return changes

    def awaited(self, seconds):
        """The changes behind the place, as soon as there are any or the time is over."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_EVERY))
            try:
                now = settled(wait=False)
            except Busy:
                continue
            if now.number > self.state.number:
                self.reflect(now)
                if changes := self.behind():
                    return changes
        return []

    def answer(self, changes):
        has_more = len(changes) > self.limit
        changes = changes[: self.limit]
        version = self.state.number
        next_after = changes[-1].number if has_more else version
        homes = Homes()
        items = [self.item(change, homes) for change in changes]
        if self.with_documents:
            found = self.documents(changes, homes)
            for item in items:
                is_there = item["event"] != Change.Event.DELETED
                item["document"] = found.get((item["resource"], item["id"])) if is_there else None
        meta = {"version": version, "next_after": next_after, "has_more": has_more}
        return {"meta": meta, "items": items}

    def item(self, change, homes):
        return {
            "number": change.number,
            "event": change.event,
            "resource": change.resource,
            "id": change.object_id,
            "type": change.type,
            "locale": change.locale or None,
            "path": change.path or None,
            "changed_at": change.changed_at,
            "detail_url": self.detail_url(change, homes.of(change)),
        }

    def detail_url(self, change, home):
        """As the document says it: at the object's home."""
        if change.event == Change.Event.DELETED:
            return None
        base = get_base_url() or (home and home.root_url) or get_base_url(self.request) or ""
        return base + reverse(f"wagtailapi:{change.resource}:detail", args=[change.object_id])

    def documents(self, changes, homes):
        """The documents of what has changed and is public, by resource and id."""
        ids = {}
        for change in changes:
            ids.setdefault(change.resource, set()).add(change.object_id)
        asked = (Q(resource=name, object_id__in=some) for name, some in ids.items())
        objects = PublicObject.objects.filter(reduce(or_, asked)) if ids else []
        found = documents(objects, self.state, homes)
        return {
            (one.resource, one.object_id): json.loads(found[one.pk])
            for one in objects
            if found[one.pk] is not None
        }


def types():
    """The types of all objects that the log tells of."""
    models = {resource.model for resource in resources().values()} - {Page}
    return {model._meta.label for model in (*models, *get_page_models()) if model is not Page}


def described():
    """The parameters, for the description of the API."""
    limit = {"minimum": 1, "maximum": settings.WAGTAILAPI_LIMIT_MAX, "default": LIMIT}
    wait = {"minimum": 0, "maximum": WAIT_MAX, "default": 0}
    return [
        parameter(
            "after",
            {"type": "integer", "minimum": 0, "default": 0},
            "The number behind which to begin: the version of an export, then `next_after`.",
        ),
        parameter("limit", {"type": "integer", **limit}, "Changes in one answer."),
        resource_parameter(),
        several("type", {"enum": sorted(types())}, "Types of objects, separated by commas."),
        several("locale", schema_of(Value), "Language codes, separated by commas."),
        parameter("include", {"const": "document"}, "Adds the details as they are now."),
        parameter(
            "wait",
            {"type": "integer", **wait},
            "Seconds to wait for changes where there are none. Answered at once, with "
            "`Retry-After`, where too many wait already.",
        ),
        *(general(["format", "_"])),
    ]
