"""ORCID iDs (https://orcid.org): reading them and checking their last character."""

import re

_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/|orcid(?:\s*id)?\s*:?\s*)?"
    r"([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9X])/?",
    re.IGNORECASE,
)


def normalise_orcid(text):
    """An ORCID iD, bare or as its address, in the form `0000-0002-1825-0097`.

    Raises ValueError when it has another form or its check character is wrong
    (ISO 7064 MOD 11-2, as ORCID documents it).
    """
    match = _ORCID.fullmatch(text.strip())
    if not match:
        raise ValueError("An ORCID iD looks like 0000-0002-1825-0097.")
    groups = [group.upper() for group in match.groups()]
    if check_character("".join(groups)[:-1]) != groups[-1][-1]:
        raise ValueError("This ORCID iD has a wrong digit: its check character does not fit.")
    return "-".join(groups)


def check_character(digits):
    """The character that must follow an iD's fifteen digits: a digit, or X for ten."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "X" if check == 10 else str(check)
