"""The parts of a list: by `offset` as in stock, or by `cursor`, which neither skips nor repeats.

A cursor says behind which object the next part begins. Lists by cursor stand in an order that no
edit changes: by a moment that is set once, then by id.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Q
from rest_framework.response import Response
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError

from api.parameters import is_true
from api.values import LARGEST

NOT_WITH_CURSOR = ["offset", "search"]


@dataclass(frozen=True)
class Cursor:
    """The place behind an object of a list.

    First come the objects that have a moment (`moment`, `id` of the last one seen). Behind them
    come those without, by id (`bare_id` is the last one seen; None while none has been).
    """

    moment: datetime | None = None
    id: int = 0
    bare_id: int | None = None

    def encode(self, endpoint):
        moment = self.moment and self.moment.astimezone(UTC).isoformat()
        text = json.dumps([endpoint, moment, self.id, self.bare_id], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text, endpoint):
        """The cursor that `encode` gave this text. Raises ValueError for any other text."""
        padded = text + "=" * (-len(text) % 4)
        values = json.loads(urlsafe_b64decode(padded.encode("ascii")))
        if not isinstance(values, list) or len(values) != 4:
            raise ValueError("not a cursor")
        _, moment, id, bare_id = values
        for number in (id, 0 if bare_id is None else bare_id):
            if type(number) is not int or not 0 <= number <= LARGEST:
                raise ValueError("not an id")
        if not isinstance(moment, str | None):
            raise ValueError("not a moment")
        cursor = cls(None if moment is None else datetime.fromisoformat(moment), id, bare_id)
        # There is one spelling, so that nothing else passes: not another endpoint's either.
        if cursor.encode(endpoint) != text:
            raise ValueError("not as it was given")
        return cursor

    def part(self, queryset, key, length):
        """At most so many objects behind this place, and the place where more follow, or None.

        Reads along an index: what lies before costs nothing. `key` is the moment's field or None.
        """
        place, dated, bare = self, [], []
        if key and self.bare_id is None:
            dated = list(self._dated(queryset, key).order_by(key, "id")[: length + 1])
            for last in dated[:length][-1:]:
                place = Cursor(getattr(last, key), last.pk)
        if len(dated) <= length:
            bare = list(place._bare(queryset, key).order_by("id")[: length + 1 - len(dated)])
            for last in bare[: length - len(dated)][-1:]:
                place = replace(place, bare_id=last.pk)
        found = dated + bare
        return found[:length], place if len(found) > length else None

    def _dated(self, queryset, key):
        if self.moment is None:
            return queryset.filter(**{f"{key}__isnull": False})
        return queryset.filter(self._behind(key), **{f"{key}__gte": self.moment})

    def _bare(self, queryset, key):
        queryset = queryset.filter(id__gt=self.bare_id or 0)
        if self.moment is None:
            return queryset
        # What gets its moment while these are read moves to the end of those that have one, which
        # is behind the reader. Here it keeps its place by id.
        return queryset.filter(Q(**{f"{key}__isnull": True}) | self._behind(key))

    def _behind(self, key):
        return Q(**{f"{key}__gt": self.moment}) | Q(**{key: self.moment, "id__gt": self.id})


class Span:
    """Stands in for a queryset, to learn which slice of it stock would show."""

    def count(self):
        return None

    def __getitem__(self, span):
        return span


class PublicPagination(WagtailPagination):
    """Wagtail's, with `cursor` and without the count where nobody wants it."""

    def paginate_queryset(self, queryset, request, view=None):
        self.meta = {}
        by_cursor = "cursor" in request.GET
        span = super().paginate_queryset(Span(), request, view)
        if by_cursor:
            part = self._behind_cursor(queryset, request.GET, view, span.stop - span.start)
        else:
            part = queryset[span]
        if is_true(request.GET, "total_count", default=not by_cursor):
            self.meta["total_count"] = queryset.count()
        return part

    def _behind_cursor(self, queryset, parameters, view, length):
        for name in NOT_WITH_CURSOR:
            if name in parameters:
                raise BadRequestError(f"{name} cannot be used with cursor")
        endpoint = view.model._meta.label_lower
        order = view.cursor_key or "id"
        if parameters.get("order", order) != order:
            raise BadRequestError(f"order cannot be used with cursor, whose order is by {order}")
        if not length:
            raise BadRequestError("limit must be at least 1 with cursor")
        try:
            text = parameters["cursor"]
            cursor = Cursor.decode(text, endpoint) if text else Cursor()
            if cursor.moment and not view.cursor_key:
                raise ValueError("not of a list without moments")
        except (ArithmeticError, RecursionError, ValueError) as error:
            raise BadRequestError(
                "cursor must be empty, for the first part of a list, or the next_cursor "
                "of the part before"
            ) from error
        found, place = cursor.part(queryset, view.cursor_key, length)
        self.meta["next_cursor"] = place and place.encode(endpoint)
        return found

    def get_paginated_response(self, data):
        return Response({"meta": self.meta, "items": data})
