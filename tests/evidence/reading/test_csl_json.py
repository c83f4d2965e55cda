import json

import pytest

from evidence.csl.data import DATES, NAMES
from evidence.csl.schema import TEXTS
from evidence.reading.csl_json import read
from tests.evidence.works import works


def items(text):
    found = list(read(text))
    assert not [one for one in found if one.problem]
    return [one.item for one in found]


def problem(work):
    (found,) = read(work if isinstance(work, str) else json.dumps(work))
    assert not found.item
    return found.problem


def without_id(work):
    return {name: value for name, value in work.items() if name != "id"}


def test_works_are_read_as_they_are():
    made = works(400)
    assert items(json.dumps(made)) == [without_id(work) for work in made]


def test_one_work_needs_no_list_and_none_is_none():
    work = {"type": "book", "volume": 6, "issued": {"date-parts": [["2022", 3]], "season": 1}}
    assert items("\ufeff" + json.dumps(work)) == [work]
    assert items("[]") == []


def test_a_place_is_an_id_or_a_number():
    text = json.dumps([{"id": "a", "type": "book"}, {"type": "x"}, 5, {"id": 7, "type": "book"}])
    assert [one.place for one in read(text)] == ["a", "item 2", "item 3", "7"]


def test_what_csl_does_not_have_is_left_out():
    work = {
        "type": "journal-article",
        "author": [{"family": "Rash", "given": None, "ORCID": "x", "parse-names": True}],
        "issued": {"date-parts": [[2022]], "timestamp": 1, "circa": True},
        "accessed": {"date-parts": [[None]]},
        "title": None,
        "custom": {"a": [1]},
        "is-referenced-by-count": 4,
    }
    assert items(json.dumps(work)) == [
        {
            "type": "article-journal",
            "author": [{"family": "Rash", "parse-names": True}],
            "issued": {"date-parts": [[2022]], "circa": True},
        }
    ]


def test_a_date_may_be_a_text():
    assert items('{"type": "book", "issued": "2022-03"}') == [
        {"type": "book", "issued": {"date-parts": [[2022, 3]]}}
    ]


def test_a_variable_is_one_of_texts_names_and_dates():
    assert len(TEXTS | NAMES | DATES) == len(TEXTS) + len(NAMES) + len(DATES)


NO_PARTS = "“date-parts” of “issued” are no year, month and day"
NO_NAMES = "“author” is no list of names"


@pytest.mark.parametrize(
    ("work", "wanted"),
    [
        ("5", "This is not CSL-JSON"),
        ('"x"', "This is not CSL-JSON"),
        ([[]], "This is not a work"),
        ({}, "It has no type"),
        ({"type": 5}, "Its type is not a text"),
        ({"type": "article-jurnal"}, "“article-jurnal” is no type of CSL. Is one of these meant: "),
        ({"type": "zzz"}, "“zzz” is no type of CSL. Is one of these meant: article-journal or"),
        ({"title": ["x"]}, "“title” is neither a text nor a number"),
        ({"title": True}, "“title” is neither a text nor a number"),
        ({"title": "\x00"}, "“title” holds a character"),
        ({"title": "\ud800"}, "“title” holds a character"),
        ({"author": "Rash"}, NO_NAMES),
        ({"author": ["Rash"]}, NO_NAMES),
        ({"author": {"family": "Rash"}}, NO_NAMES),
        ({"author": [{"name": "WHO"}]}, "A name in “author” has neither"),
        ({"author": [{"family": ["x"]}]}, "“family of author” is neither a text nor a number"),
        ({"author": [{"family": 5}]}, "“family of author” is not a text"),
        ({"issued": 2022}, "“issued” is no date"),
        ({"issued": {"date-parts": [2022]}}, NO_PARTS),
        ({"issued": {"date-parts": "2022"}}, NO_PARTS),
        ({"issued": {"date-parts": [[2022, 1, 1, 1]]}}, NO_PARTS),
        ({"issued": {"date-parts": [[1], [2], [3]]}}, NO_PARTS),
        ({"issued": {"date-parts": [[2022.5]]}}, NO_PARTS),
        ({"issued": {"date-parts": [["March"]]}}, NO_PARTS),
        ({"issued": {"date-parts": [[20222]]}}, NO_PARTS),
        ({"issued": {"date-parts": [[True]]}}, NO_PARTS),
        ({"issued": {"literal": ["x"]}}, "“literal of issued” is neither a text nor a number"),
        ({"issued": {"date-parts": [[2022]], "circa": [1]}}, "“circa of issued” is neither"),
        ('{"type": "book", "volume": NaN}', "“volume” is no number that can be used: NaN."),
        ('{"type": "book", "volume": 1e999}', "“volume” is no number that can be used: 1e999."),
        ('{"type": "book", "issued": {"date-parts": [[-Infinity]]}}', NO_PARTS),
        ('{"type": "book", "title": "a", "title": "b"}', "“title” stands there twice"),
        ('{"type": "book", "author": [{"family": "a", "family": "b"}]}', "“family” stands there"),
        ('{"type": "book", "issued": {"raw": "a", "raw": "b"}}', "“raw” stands there twice"),
    ],
)
def test_problems_are_told_in_sentences(work, wanted):
    if isinstance(work, dict) and work:
        work = {"type": "book"} | work
    assert problem(work).startswith(wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "line 1, column 1"),
        ('[{"type": "book",\n oops}]', "line 2, column 2"),
        ("{1: 2}", "line 1, column 2"),
        ('{"title": "a\nb"}', "line 1, column 13"),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text, wanted):
    assert problem(text).startswith("This is not JSON.")
    assert wanted in problem(text)


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, '{"a":' * 200_000, '[{"type": "book", "title": ' + "[" * 200_000],
    ids=["arrays", "objects", "in a work"],
)
def test_brackets_inside_brackets_end_somewhere(text):
    assert problem(text) == "Too many brackets stand inside each other."


def test_a_problem_is_short():
    number = '{"type": "book", "volume": ' + "9" * 5_000 + "}"
    assert problem(number).startswith("“volume” is no number that can be used: 999")
    assert len(problem(number)) < 200
    assert len(problem({"type": "x" * 10_000})) < 200
    (found,) = read(json.dumps({"id": "x" * 10_000, "type": "book"}))
    assert len(found.place) <= 60
