import json

import pytest

from evidence.reading import csl_json as reading
from evidence.writing.csl_json import write
from tests.evidence.works import works


def test_works_are_written_as_they_are():
    work = {"title": "Zoë", "id": "a", "type": "book"}
    assert write([work]) == (
        '[\n  {\n    "title": "Zoë",\n    "id": "a",\n    "type": "book"\n  }\n]\n'
    )
    assert json.loads(write([])) == []


def test_works_are_read_as_they_were_written():
    made = works(400)
    found = list(reading.read(write(made)))
    assert [one.item | {"id": one.place} for one in found] == made


def test_what_no_file_can_hold_is_replaced_or_refused():
    assert json.loads(write([{"title": "\ud800"}])) == [{"title": "\ufffd"}]
    with pytest.raises(ValueError, match="JSON"):
        write([{"volume": float("nan")}])
