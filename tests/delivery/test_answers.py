from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from rest_framework.serializers import Serializer

from delivery.answers import Answer, DerivedField, absolute_url


class Note(Answer):
    written: datetime


class NoteSerializer(Serializer):
    notes = DerivedField(list[Note])


def test_derived_field_is_the_property_of_its_name_in_json():
    thing = SimpleNamespace(notes=[Note(written=datetime(2024, 5, 31, 12, tzinfo=UTC))])
    assert NoteSerializer(thing).data == {"notes": [{"written": "2024-05-31T12:00:00Z"}]}


def test_derived_field_declares_its_type():
    assert NoteSerializer().fields["notes"].answer_of(None) == list[Note]


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("/x/", "https://a.example/x/"),
        ("https://b.example/", "https://b.example/"),
        ("", ""),
        (None, None),
    ],
)
def test_only_site_relative_urls_become_absolute(url, absolute):
    assert absolute_url(url, "https://a.example") == absolute
