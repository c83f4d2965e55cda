"""Dates as files and references write them."""

import re

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_NUMBERS = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[-/.T].*)?")


def month_of(text):
    """1 to 12 for `3`, `mar`, `Mar.`, `Sept` or `March`; else None."""
    text = text.strip(" .").lower()
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    if len(text) < 3:
        return None
    return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(text)), None)


def date_of(text, month="", day=""):
    """CSL-JSON of a date such as `2022`, `2022-03-07`, `2022/03//` or `in press`; None for nothing.

    What is impossible, such as a thirteenth month, is left out.
    """
    text = text.strip()
    if not text:
        return None
    found = _NUMBERS.fullmatch(text)
    if not found:
        return {"literal": text}
    year, *rest = (int(part) for part in found.groups() if part)
    if not rest:
        rest = [month_of(month), int(day) if day.strip().isdecimal() else None]
    parts = [year]
    for part, most in zip(rest, (12, 31), strict=False):
        if not part or not 1 <= part <= most:
            break
        parts.append(part)
    return {"date-parts": [parts]}
