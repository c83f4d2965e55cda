"""Text from a query as the value of a model field. What the field cannot hold is refused here.

Wagtail leaves most of that to the database, with its exceptions.
"""

import math
import re
from datetime import UTC, datetime, timedelta

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from taggit.managers import TaggableManager
from wagtail.api.v2.utils import BadRequestError, parse_boolean

ORDERED = (
    models.DateField,
    models.DecimalField,
    models.FloatField,
    models.IntegerField,
    models.TimeField,
)
TEXT = (models.CharField, models.TextField)
UNORDERED = (
    models.BooleanField,
    models.DurationField,
    models.GenericIPAddressField,
    models.UUIDField,
)

OFFSET_END = timedelta(hours=16)
"""Where the time zones of PostgreSQL end; those of the world end at 14 hours."""
WHOLE_NUMBER = re.compile(r"-?[0-9]+")
LARGEST = 2**63 - 1
"""Where the whole numbers of PostgreSQL and SQLite end."""


def model_field(model, name):
    """The field of that name, or None."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def is_tags(field):
    return isinstance(field, TaggableManager)


def parse(parameter, field, text):
    """The value that a field would hold; for a relation, the key of what it points to.

    Raises BadRequestError when there is none. Kinds of field that are not listed above take any
    text as it is.
    """
    if "\x00" in text:
        raise BadRequestError(
            f"field filter error. null characters are not allowed for {parameter}"
        )
    if is_tags(field):
        return text
    while field.is_relation:
        field = field.related_model._meta.pk
    if not isinstance(field, (*ORDERED, *UNORDERED)):
        return text
    try:
        return _value(field, text)
    except ValidationError as error:
        reason = " ".join(error.messages)
    except (ArithmeticError, ValueError) as error:
        reason = str(error)
    raise BadRequestError(
        f"field filter error. '{text}' is not a valid value for {parameter} ({reason})"
    )


def _value(field, text):
    if isinstance(field, models.BooleanField):
        return parse_boolean(text)
    if isinstance(field, models.IntegerField):
        return whole_number(text)
    value = field.to_python(text) if text else None
    if value is None:
        raise ValueError("expected a value")
    if isinstance(field, models.DecimalField | models.GenericIPAddressField):
        field.run_validators(value)
    elif isinstance(field, models.FloatField) and not math.isfinite(value):
        raise ValueError("expected a finite number")
    elif isinstance(field, models.DurationField) and abs(value.total_seconds()) * 10**6 > LARGEST:
        raise ValueError("expected less than 292,000 years")
    elif isinstance(value, datetime):
        value = value if value.tzinfo else timezone.make_aware(value)
        if abs(value.utcoffset()) >= OFFSET_END:
            raise ValueError("expected a time zone less than 16 hours from UTC")
        # Fails where another time zone's year is none.
        timezone.localtime(value.astimezone(UTC))
    return value


def whole_number(text):
    """An integer that databases hold, from ASCII digits. Raises ValueError for anything else."""
    if not WHOLE_NUMBER.fullmatch(text) or abs(int(text)) > LARGEST:
        raise ValueError(f"expected a whole number from -{LARGEST} to {LARGEST}")
    return int(text)
