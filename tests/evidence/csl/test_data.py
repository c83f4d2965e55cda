import pytest
from citeproc.source import LiteralDate

from evidence.csl.data import Fields, date_of, names_of


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ({"date-parts": [[2022]]}, {"year": 2022}),
        ({"date-parts": [["2022", "3", "7"]]}, {"year": 2022, "month": 3, "day": 7}),
        ({"date-parts": [[2022, 13]]}, {"year": 2022}),
        ({"date-parts": [[2022, 2, 40]]}, {"year": 2022, "month": 2}),
        ({"date-parts": [[2022]], "season": "2"}, {"year": 2022, "season": 2}),
        ({"date-parts": [[-350]]}, {"year": -350}),
        ({"raw": "2022-03"}, {"year": 2022, "month": 3}),
    ],
)
def test_dates_are_read_as_far_as_they_are_possible(date, wanted):
    assert {name: part for name, part in date_of(date).items() if name != "circa"} == wanted


@pytest.mark.parametrize(
    "date",
    [{}, {"date-parts": [[None]]}, {"date-parts": []}, {"date-parts": [[0]]}, {"date-parts": "x"}],
)
def test_a_date_that_says_nothing_is_none(date):
    assert date_of(date) is None


def test_a_date_in_words_stays_in_words():
    found = date_of({"literal": "in press"})
    assert isinstance(found, LiteralDate)
    assert found.text == "in press"


def test_a_range_has_two_ends_and_circa_is_kept():
    found = date_of({"date-parts": [[2020], [2022]], "circa": 1})
    assert (found.begin.year, found.end.year, found["circa"]) == (2020, 2022, True)


def test_names_are_people_organisations_or_nothing():
    people = names_of(
        [
            {"family": " Poulin ", "given": "P. A.", "ORCID": "x", "affiliation": [], "extra": 1},
            {"literal": "World Health Organization"},
            {"given": "Plato"},
            {"family": "", "given": None},
            {},
        ]
    )
    assert people == [
        {"family": "Poulin", "given": "P. A."},
        {"literal": "World Health Organization"},
        {"literal": "Plato"},
    ]


def test_what_cannot_be_read_is_left_out():
    odd = {"id": 5, "title": ["a"], "volume": None, "page": True, "issued": 3, "author": "x"}
    fields = Fields(
        odd | {"URL": {}, "editor": ["x"], "accessed": [], "translator": {"family": "x"}}
    )
    assert (fields.key, fields.type, fields.values) == ("5", "document", {})


def test_spaces_are_single():
    assert Fields({"id": "a", "title": " What\n works?\t"})["title"] == "What works?"
