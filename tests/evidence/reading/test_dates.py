import pytest

from evidence.reading.dates import date_of, iso_of, month_of


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
        (["-0350"], [-350]),
    ],
)
def test_dates_are_read_as_far_as_they_are_possible(given, wanted):
    assert date_of(*given) == {"date-parts": [wanted]}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [(["2022///summer"], 2), (["2022-22"], 2), (["2022", "Fall"], 3), (["2022", "winter"], 4)],
)
def test_seasons_are_numbers(given, wanted):
    assert date_of(*given) == {"date-parts": [[2022]], "season": wanted}


def test_a_range_has_two_ends():
    assert date_of("2022-03-07/2023") == {"date-parts": [[2022, 3, 7], [2023]]}


def test_other_words_stay_and_nothing_is_nothing():
    assert date_of(" in press ") == {"literal": "in press"}
    assert date_of(" ") is None


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ([2019, 1, 31], "2019-01-31"),
        ([2019, 1], "2019-01"),
        ([2019], "2019"),
        ([2019, 13, 1], "2019"),
        ([2019, 2, 40], "2019-02"),
        ([987, 2], "0987-02"),
        ([], ""),
        ([None], ""),
        (["2019"], ""),
        ([-44], ""),
    ],
)
def test_dates_as_one_text_that_sorts(parts, wanted):
    assert iso_of(parts) == wanted
