"""Dates as files and references write them."""

import re

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
SEASONS = ("spring", "summer", "autumn", "winter")
_NUMBERS = re.compile(r"(-?\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[-/.T](.*))?")
_DAY = r"(-?\d{4}(?:-\d\d(?:-\d\d)?)?)"
_RANGE = re.compile(f"{_DAY}/{_DAY}")


def month_of(text):
    """1 to 12 for `3`, `mar`, `Mar.`, `Sept` or `March`; else None."""
    text = text.strip(" .").lower()
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    if len(text) < 3:
        return None
    return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(text)), None)


def season_of(text):
    """1 to 4 for `spring` to `winter`, and for `21` to `24`, as EDTF has them; else None."""
    text = text.strip(" /").lower().replace("fall", "autumn")
    names = [*SEASONS, *("21", "22", "23", "24")]
    return names.index(text) % 4 + 1 if text in names else None


def date_of(text, month="", day=""):
    """CSL-JSON of a date such as `2022`, `2022-03-07`, `2022/03//` or `in press`; None for nothing.

    Seasons (`2022///summer`, `2022-22`) and ranges (`2020-01/2022-03`) are read, too: RIS, and EDTF
    as BibLaTeX has it. What is impossible, such as a thirteenth month, is left out.
    """
    text = text.strip()
    if not text:
        return None
    if both := _RANGE.fullmatch(text):
        return {"date-parts": [date_of(end)["date-parts"][0] for end in both.groups()]}
    found = _NUMBERS.fullmatch(text)
    if not found:
        return {"literal": text}
    year, *rest, other = found.groups()
    if season := season_of(rest[0] or other or month):
        return {"date-parts": [[int(year)]], "season": season}
    if rest[0]:
        rest = [int(part) for part in rest if part]
    else:
        rest = [month_of(month), int(day) if day.strip().isdecimal() else None]
    parts = [int(year)]
    for part, most in zip(rest, (12, 31), strict=False):
        if not part or not 1 <= part <= most:
            break
        parts.append(part)
    return {"date-parts": [parts]}


def iso_of(parts):
    """`2019-01-31`, `2019-01` or `2019` of CSL-JSON's `[2019, 1, 31]`; empty for none.

    What is impossible, such as a thirteenth month, is left out.
    """
    text = ""
    for part, most, width in zip(parts, (9999, 12, 31), (4, 2, 2), strict=False):
        if not isinstance(part, int) or not 1 <= part <= most:
            break
        text += f"{'-' if text else ''}{part:0{width}}"
    return text
