"""ORCID iDs (https://orcid.org): reading them and checking their last character."""

import re

_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])/?")


def normalise_orcid(text):
    """An ORCID iD, bare or as its address, in the form `0000-0002-1825-0097`.

    Raises ValueError when it has another form or its check character is wrong
    (ISO 7064 MOD 11-2, as ORCID documents it).
    """
    match = _ORCID.fullmatch(text.strip())
    if not match:
        raise ValueError("An ORCID iD looks like 0000-0002-1825-0097.")
    orcid = match[1].upper()
    digits = orcid.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        raise ValueError("This ORCID iD has a wrong digit: its check character does not fit.")
    return orcid
