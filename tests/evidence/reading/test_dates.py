import pytest

from evidence.reading.dates import date_of, month_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3", 3),
        ("03", 3),
        ("mar", 3),
        ("Mar.", 3),
        ("MARCH", 3),
        ("sept", 9),
        ("ma", None),
        ("13", None),
        ("spring", None),
        ("", None),
    ],
)
def test_months_are_numbers_and_names(text, wanted):
    assert month_of(text) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["2022"], [2022]),
        (["2022", "mar"], [2022, 3]),
        (["2022", "mar", "7"], [2022, 3, 7]),
        (["2022", "", "7"], [2022]),
        (["2022-03-07"], [2022, 3, 7]),
        (["2022/03/07/"], [2022, 3, 7]),
        (["2022///"], [2022]),
        (["2022-13-07"], [2022]),
        (["2022-02-40"], [2022, 2]),
        (["2022-03-07T10:00:00Z"], [2022, 3, 7]),
        (["2022-03/2022-04"], [2022, 3]),
    ],
)
def test_dates_are_read_as_far_as_they_are_possible(given, wanted):
    assert date_of(*given) == {"date-parts": [wanted]}


def test_other_words_stay_and_nothing_is_nothing():
    assert date_of(" in press ") == {"literal": "in press"}
    assert date_of(" ") is None
