"""Values of every kind of field, without an endpoint."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import models
from wagtail.api.v2.utils import BadRequestError

from api.values import parse
from articles.models import ArticlePage

SMALL = models.DecimalField(max_digits=4, decimal_places=2)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (models.IntegerField(), "-7", -7),
        (models.BigIntegerField(), str(2**63 - 1), 2**63 - 1),
        (models.BooleanField(), "0", False),
        (models.FloatField(), "1e3", 1000.0),
        (SMALL, "12.50", Decimal("12.50")),
        (models.DateTimeField(), "2024-05-31", datetime(2024, 5, 31, tzinfo=UTC)),
        (models.UUIDField(), "0" * 32, UUID("0" * 32)),
        (models.CharField(), "", ""),
        (ArticlePage._meta.get_field("lead_image"), "7", 7),
        (ArticlePage._meta.get_field("page_ptr"), "7", 7),
    ],
)
def test_text_becomes_the_value_of_its_field(field, text, value):
    assert parse("it", field, text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *((models.IntegerField(), text) for text in ("", "1_0", "٣", " 1", "+1", "0x1", "1e3")),
        *((models.IntegerField(), text) for text in (str(2**63), "9" * 1900, "9" * 5000)),
        *((models.BooleanField(), text) for text in ("", "yes", "True")),
        *((models.FloatField(), text) for text in ("", "x", "nan", "inf", "1e999")),
        *((SMALL, text) for text in ("", "x", "NaN", "1e99", "1E-9999999999", "123.45")),
        *((models.DateField(), text) for text in ("", "2024-02-30", "99999-01-01")),
        *((models.DateTimeField(), text) for text in ("", "0001-01-01T00:00:00+14:00")),
        *((models.DateTimeField(), text) for text in ("9999-12-31T23:59:59-14:00", "2024-13-01")),
        *((models.TimeField(), text) for text in ("", "25:00")),
        *((models.DurationField(), text) for text in ("", "x", "999999999 00:00:00", "9" * 99)),
        *((models.UUIDField(), text) for text in ("", "x")),
        *((models.GenericIPAddressField(), text) for text in ("x", "::z")),
        (models.CharField(), "\x00"),
        (ArticlePage._meta.get_field("lead_image"), "x"),
    ],
)
def test_what_a_field_cannot_hold_is_refused(field, text):
    with pytest.raises(BadRequestError, match="for it"):
        parse("it", field, text)
