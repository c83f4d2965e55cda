import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.orcid import check_character, normalise_orcid

# ORCID's own examples: support.orcid.org, “Structure of the ORCID Identifier”.
KNOWN = ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"]

digits = st.text(alphabet="0123456789", min_size=15, max_size=15)


def orcid_of(fifteen):
    whole = fifteen + check_character(fifteen)
    return "-".join(whole[start : start + 4] for start in range(0, 16, 4))


@pytest.mark.parametrize("orcid", KNOWN)
def test_known_ids_are_read(orcid):
    assert normalise_orcid(orcid) == orcid


@pytest.mark.parametrize(
    "spelling",
    [
        "https://orcid.org/0000-0002-1694-233X",
        "http://www.orcid.org/0000-0002-1694-233x/",
        "orcid.org/0000-0002-1694-233X",
        "ORCID: 0000-0002-1694-233X",
        "ORCID iD 0000-0002-1694-233X",
        " 0000-0002-1694-233x ",
        "000000021694233X",
    ],
)
def test_every_spelling_is_read_as_the_bare_id(spelling):
    assert normalise_orcid(spelling) == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000-0002-1825",
        "0000-0002-1825-00977",
        "0000-0002-1825-009A",
        "X000-0002-1825-0097",
        "٠٠٠٠-0002-1825-0097",
        "https://www.example.org/0000-0002-1825-0097",
    ],
)
def test_what_has_another_form_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="looks like 0000-0002-1825-0097"):
        normalise_orcid(text)


@pytest.mark.parametrize(
    "orcid", ["0000-0002-1825-0096", "0000-0002-1825-009X", "0000-0002-1694-2330"]
)
def test_wrong_check_character_is_refused(orcid):
    with pytest.raises(ValueError, match="check character"):
        normalise_orcid(orcid)


@given(digits)
def test_every_id_with_its_check_character_is_read(fifteen):
    assert normalise_orcid(orcid_of(fifteen)) == orcid_of(fifteen)


@given(digits, st.integers(0, 14), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(fifteen, place, step):
    right = orcid_of(fifteen).replace("-", "")
    other = str((int(right[place]) + step) % 10)
    with pytest.raises(ValueError, match="check character"):
        normalise_orcid(right[:place] + other + right[place + 1 :])


@given(digits, st.integers(0, 13))
def test_two_digits_swapped_are_noticed(fifteen, place):
    right = orcid_of(fifteen).replace("-", "")
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if swapped != right:
        with pytest.raises(ValueError, match="check character"):
            normalise_orcid(swapped)
