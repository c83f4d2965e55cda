"""The types of answers are read off their fields, and nothing goes without one."""

from datetime import datetime

import pytest
from rest_framework import fields
from wagtail.api.v2 import serializers as wagtail

from api.shapes import type_of
from articles.models import ArticlePage


@pytest.mark.parametrize("kind", [fields.JSONField, wagtail.StreamField])
def test_field_that_could_hold_anything_stops_the_description(kind):
    field = kind()
    field.bind("body", None)
    with pytest.raises(TypeError, match=r"articles.ArticlePage.body: \w+ declares no `answer`"):
        type_of(field, ArticlePage)


def test_what_may_be_empty_may_be_null():
    assert type_of(fields.DateTimeField(allow_null=True), ArticlePage) == datetime | None
    assert type_of(fields.DateTimeField(), ArticlePage) is datetime
