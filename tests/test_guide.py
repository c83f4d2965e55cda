"""How `tests.guide` reads docs/api.md: it finds what differs, and nothing else."""

import pytest

from tests import guide


@pytest.mark.parametrize(
    ("printed", "actual"),
    [
        ('{"a": …}', {"a": [1]}),
        ('{"a": 1, …}', {"a": 1, "b": 2}),
        ('{…, "a": 1}', {"a": 1, "b": 2}),
        ("[1, …]", [1, 2, 3]),
        ("[…]", []),
        ('["a…c"]', ["abc"]),
        ('{"a": {…}, "b": null}', {"a": {}, "b": None}),
    ],
)
def test_what_is_left_out_may_be_anything(printed, actual):
    assert guide.differences(printed, actual) == []


@pytest.mark.parametrize(
    ("printed", "actual"),
    [
        ('{"a": …}', {}),
        ('{"a": 1}', {"a": 1, "b": 2}),
        ('{"a": 1, …}', {"a": 2}),
        ("[1]", [1, 2]),
        ("[1, 2, …]", [1]),
        ('"a…c"', "abd"),
        ('{"a": {…}}', {"a": []}),
        ("null", 0),
    ],
)
def test_what_is_printed_must_be_there(printed, actual):
    assert guide.differences(printed, actual)
