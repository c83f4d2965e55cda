"""CSL-JSON, as Zotero, Pandoc and Crossref write it.

Variables that CSL 1.0.2 does not have are left out without a word, and so is `custom`: programs put
what they like there, Crossref dozens of fields, and no style prints any of it.
"""

import json
import re
from difflib import get_close_matches
from math import isfinite

from evidence.csl.data import NAME_PARTS, NAMES, SAME_TYPE
from evidence.csl.schema import TEXTS, TYPES, VARIABLES
from evidence.reading.dates import date_of
from evidence.reading.found import Found, unreadable

DIGITS = 15
"""Of a whole number; longer ones are not the same to every program, and none is in a reference."""
_NAME_TEXTS = (*NAME_PARTS, "literal")
_NAME_FLAGS = ("comma-suffix", "static-ordering", "parse-names")
_DATE_TEXTS = ("season", "literal", "raw")
# NUL, which databases do not keep, and halves of surrogate pairs, which no file does.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


class _Wrong(Exception):
    """A work cannot be read, for the reason that it says."""


class _Odd(str):
    """What stands where a number should, and is none that can be used."""


class _Object(dict):
    """An object of JSON that knows which names stand in it `twice`."""

    def __init__(self, pairs):
        super().__init__(pairs)
        names = [name for name, _ in pairs] if len(self) < len(pairs) else []
        self.twice = next((name for name in self if names.count(name) > 1), "") if names else ""


def read(text):
    """Yields a `Found` for each work of an array, or for one object."""
    try:
        works = json.loads(
            text.lstrip("\ufeff"),
            object_pairs_hook=_Object,
            parse_constant=_Odd,
            parse_int=lambda digits: int(digits) if len(digits) <= DIGITS else _Odd(digits),
            parse_float=lambda digits: float(digits) if isfinite(float(digits)) else _Odd(digits),
        )
    except json.JSONDecodeError as error:
        yield unreadable(
            f"line {error.lineno}",
            f"This is not JSON. It cannot be read on from line {error.lineno}, "
            f"column {error.colno}.",
        )
        return
    except RecursionError:
        yield unreadable("line 1", "Too many brackets stand inside each other.")
        return
    if isinstance(works, dict):
        works = [works]
    if not isinstance(works, list):
        yield unreadable("line 1", "This is not CSL-JSON, which is a list of works: [{…}, {…}].")
        return
    for number, work in enumerate(works, 1):
        place = _place(work, number)
        try:
            yield Found(place, _item_of(work))
        except _Wrong as wrong:
            yield unreadable(place, str(wrong))


def _place(work, number):
    id = work.get("id") if isinstance(work, dict) else None
    is_named = isinstance(id, (str, int)) and not isinstance(id, (bool, _Odd))
    name = " ".join(_UNKEPT.sub("", str(id)).split()) if is_named else ""
    return _short(name) or f"item {number}"


def _short(text):
    text = _UNKEPT.sub("", text)
    return text if len(text) <= 60 else text[:59] + "…"


def _item_of(work):
    if not isinstance(work, dict):
        raise _Wrong("This is not a work: one stands in curly brackets, {…}.")
    _check_names(work)
    item = {"type": _type_of(work.get("type"))}
    for variable, value in work.items():
        if variable not in VARIABLES or value in (None, "", [], {}):
            continue
        if variable in TEXTS:
            item[variable] = _text(variable, value)
        elif variable in NAMES:
            item[variable] = _names(variable, value)
        elif date := _date(variable, value):
            item[variable] = date
    return item


def _check_names(value):
    if value.twice:
        raise _Wrong(f"“{_short(value.twice)}” stands there twice.")


def _type_of(kind):
    if not kind:
        raise _Wrong("It has no type, such as article-journal, book or webpage.")
    if not isinstance(kind, str):
        raise _Wrong("Its type is not a text, such as article-journal, book or webpage.")
    kind = SAME_TYPE.get(kind, kind)
    if kind not in TYPES:
        known = get_close_matches(_short(kind), sorted(TYPES), n=3) or ["article-journal", "book"]
        raise _Wrong(f"“{_short(kind)}” is no type of CSL. Is one of these meant: {_or(known)}?")
    return kind


def _or(words):
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _text(place, value):
    if isinstance(value, _Odd):
        raise _Wrong(f"“{place}” is no number that can be used: {_short(value)}.")
    if isinstance(value, str) and _UNKEPT.search(value):
        raise _Wrong(f"“{place}” holds a character that no file can keep.")
    if not isinstance(value, str) and not _is_number(value):
        raise _Wrong(f"“{place}” is neither a text nor a number.")
    return value


def _names(variable, value):
    if not isinstance(value, list) or not all(isinstance(name, dict) for name in value):
        raise _Wrong(
            f"“{variable}” is no list of names, such as "
            '[{"family": "Rash", "given": "Joshua A."}].'
        )
    return [_name(variable, name) for name in value]


def _name(variable, value):
    _check_names(value)
    name = {}
    for part in _NAME_TEXTS:
        if value.get(part):
            name[part] = _text(f"{part} of {variable}", value[part])
            if not isinstance(name[part], str):
                raise _Wrong(f"“{part} of {variable}” is not a text.")
    for flag in _NAME_FLAGS:
        if isinstance(value.get(flag), bool):
            name[flag] = value[flag]
    if not name.keys() & {"family", "given", "literal"}:
        raise _Wrong(f"A name in “{variable}” has neither “family”, “given” nor “literal”.")
    return name


def _date(variable, value):
    """A date as it stands there, one in words of EDTF as CSL-JSON; None where it says nothing."""
    if isinstance(value, str) and not isinstance(value, _Odd):
        return date_of(_text(variable, value))
    if not isinstance(value, dict):
        raise _Wrong(f"“{variable}” is no date{_SUCH_AS}")
    _check_names(value)
    date = {}
    parts = value.get("date-parts")
    # Crossref's way to say nothing.
    if parts not in (None, [], [[]], [[None]]):
        date["date-parts"] = _date_parts(variable, parts)
    for part in _DATE_TEXTS:
        if value.get(part):
            date[part] = _text(f"{part} of {variable}", value[part])
    if date and value.get("circa"):
        circa = value["circa"]
        date["circa"] = circa if isinstance(circa, bool) else _text(f"circa of {variable}", circa)
    return date


_SUCH_AS = ', such as {"date-parts": [[2022, 3, 7]]}.'


def _date_parts(variable, parts):
    is_list = isinstance(parts, list) and len(parts) <= 2
    for end in parts if is_list else [None]:
        is_end = isinstance(end, list) and 1 <= len(end) <= 3
        if not is_end or not all(_is_part(part) for part in end):
            raise _Wrong(f"“date-parts” of “{variable}” are no year, month and day{_SUCH_AS}")
    return parts


def _is_part(part):
    """Whether it is a number of up to four digits, or a text of one."""
    return isinstance(part, (int, str)) and bool(re.fullmatch(r"-?[0-9]{1,4}", str(part)))
