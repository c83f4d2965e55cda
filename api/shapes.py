"""The types of what endpoints answer, read off the serializers that make the answers.

A field says its type by `answer`, or `answer_of(model)` where that depends on the model. Of the
fields of REST framework and Wagtail the types are told here.
"""

from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from pydantic import AnyUrl, Field, create_model
from rest_framework import fields
from wagtail.api.v2 import serializers as wagtail
from wagtail.documents.api.v2.serializers import DocumentDownloadUrlField
from wagtail.images.api.v2.serializers import ImageDownloadUrlField

from delivery.answers import Answer


class Reference(Answer):
    """What names another object of the API."""

    type: str
    detail_url: AnyUrl
    html_url: AnyUrl | None
    """Null for a page outside every site."""


class RelatedPage(Answer):
    """Another page."""

    id: int
    meta: Reference
    title: str


TYPES = {
    fields.BooleanField: bool,
    fields.CharField: str,
    fields.DateField: date,
    fields.DateTimeField: datetime,
    fields.DecimalField: str,
    fields.FloatField: float,
    fields.IntegerField: int,
    fields.TimeField: time,
    fields.URLField: AnyUrl,
    fields.UUIDField: UUID,
    wagtail.DetailUrlField: AnyUrl,
    wagtail.PageAliasOfField: RelatedPage | None,
    wagtail.PageHtmlUrlField: AnyUrl,
    wagtail.PageLocaleField: str,
    wagtail.PageParentField: RelatedPage | None,
    wagtail.TagsField: list[str],
    DocumentDownloadUrlField: AnyUrl,
    ImageDownloadUrlField: AnyUrl,
}
"""The type of each stock field; that of its nearest class counts."""


def shape(endpoint, router, model):
    """The pydantic model of one object of a type, with every field that it can be asked for."""
    everything = [("*", False, None)]
    made = endpoint._get_serializer_class(router, model, everything, show_details=True)
    return _shape_of(made(), model, optional_fields(endpoint, model))


def optional_fields(endpoint, model):
    """The fields that only `fields` brings into an answer."""
    every = set(endpoint.get_available_fields(model))
    return every - set(endpoint.get_detail_default_fields(model))


def _shape_of(serializer, model, optional=frozenset()):
    body, meta = {}, {}
    for name, field in serializer.fields.items():
        place = meta if name in serializer.meta_fields else body
        # A key that may be absent is no key that may be null.
        given = {"default_factory": str} if name in optional else {}
        description = str(getattr(field, "help_text", "") or "") or None
        place[name] = (type_of(field, model), Field(description=description, **given))
    name = model._meta.object_name
    if meta:
        kind = create_model(f"{name}Meta", __base__=Answer, **meta)
        body = {"id": body.pop("id"), "meta": (kind, ...), **body} if "id" in body else body
    return create_model(name, __base__=Answer, __doc__=type_description(model), **body)


def type_description(model):
    """What the model's docstring says, unless Django wrote it."""
    text = (model.__doc__ or "").strip()
    return "" if text.startswith(f"{model.__name__}(") else text


def type_of(field, model):
    """The Python type of a field's answers. Raises TypeError where none is declared."""
    if hasattr(field, "answer_of"):
        return field.answer_of(model)
    if getattr(field, "answer", None) is not None:
        return field.answer
    if isinstance(field, (wagtail.TypeField, wagtail.PageTypeField)):
        return Literal[model._meta.label]
    if isinstance(field, fields.ChoiceField):
        found = Literal[tuple(field.choices)]
    elif isinstance(field, fields.ListField):
        found = list[type_of(field.child, model)]
    elif isinstance(field, wagtail.ChildRelationField):
        found = list[_nested(field)]
    elif isinstance(field, wagtail.RelatedField):
        found = _nested(field)
    else:
        known = [TYPES[kind] for kind in type(field).__mro__ if kind in TYPES]
        if not known:
            where = f"{model._meta.label}.{field.field_name}"
            raise TypeError(f"{where}: {type(field).__name__} declares no `answer`.")
        found = known[0]
    return found | None if field.allow_null else found


def _nested(field):
    serializer = field.serializer_class()
    return _shape_of(serializer, serializer.Meta.model)
