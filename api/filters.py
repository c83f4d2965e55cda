"""Wagtail's filters, which here refuse every value that cannot be meant and see no hidden thing."""

from datetime import datetime

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from taggit.managers import TaggableManager
from wagtail.api.v2.filters import FieldsFilter, OrderingFilter, SearchFilter
from wagtail.api.v2.utils import BadRequestError

UNCHECKED = (
    models.DateField,
    models.DecimalField,
    models.DurationField,
    models.FloatField,
    models.GenericIPAddressField,
    models.TimeField,
    models.UUIDField,
)
"""The kinds of field whose wrong values Wagtail leaves to the database, with its exceptions."""


class PublicFieldsFilter(FieldsFilter):
    def filter_queryset(self, request, queryset, view):
        names = view.get_available_fields(queryset.model, db_fields_only=True)
        related = []
        for name in request.GET.keys() & set(names) - {"locale"}:
            field = model_field(queryset.model, name)
            value = request.GET[name]
            check_value(name, field, value)
            if field.is_relation and not isinstance(field, TaggableManager):
                related.append((field.related_model, value))
        queryset = super().filter_queryset(request, queryset, view)
        for model, pk in related:
            # Otherwise the number of results would tell which pages hold a hidden thing.
            if not view.visibility.of(model).filter(pk=pk).exists():
                return queryset.none()
        return queryset


class PublicOrderingFilter(OrderingFilter):
    """Wagtail's order, in which equals stand by id, so that pages of a list do not overlap."""

    def filter_queryset(self, request, queryset, view):
        names = [name.lstrip("-") for name in request.GET.get("order", "").split(",")]
        if "search" in request.GET and "random" in names:
            raise BadRequestError("random ordering with a search query is not supported")
        for name in names:
            field = model_field(queryset.model, name)
            if field is not None and (field.many_to_many or field.one_to_many):
                raise BadRequestError(f"cannot order by '{name}' (it has many values)")
        queryset = super().filter_queryset(request, queryset, view)
        if names == [""] or names == ["random"] or "search" in request.GET:
            return queryset
        return queryset.order_by(*queryset.query.order_by, "pk")


class PublicSearchFilter(SearchFilter):
    def filter_queryset(self, request, queryset, view):
        if "search" in request.GET and view.action != "listing_view":
            raise BadRequestError("search is for lists")
        return super().filter_queryset(request, queryset, view)


def model_field(model, name):
    """The field of that name, or None."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def check_value(name, field, value):
    """Raises BadRequestError for a value that the field could not hold."""
    if field.is_relation and not isinstance(field, (models.ForeignKey, TaggableManager)):
        field = field.related_model._meta.pk
    elif not isinstance(field, UNCHECKED):
        return
    try:
        python = field.to_python(value)
        if isinstance(python, datetime):
            timezone.localtime(python if python.tzinfo else timezone.make_aware(python))
    except ValidationError as error:
        reason = " ".join(error.messages)
    except (OverflowError, ValueError) as error:
        reason = str(error)
    else:
        return
    raise BadRequestError(
        f"field filter error. '{value}' is not a valid value for {name} ({reason})"
    )
