"""What has been found in a text."""

from typing import NamedTuple

from evidence.notices import Notice


class Found(NamedTuple):
    """A work as CSL-JSON, without an id, or why there is none."""

    place: str
    """Where in the text: the key of an entry, or `line 12`."""
    item: dict
    problem: str = ""
    notices: tuple[Notice, ...] = ()
    """What has become of the work, where it was looked up."""


def unreadable(place, problem):
    return Found(place, {}, problem)


def filled(**fields):
    """CSL-JSON of the fields that are not empty; `_` stands for `-`."""
    return {name.replace("_", "-"): value for name, value in fields.items() if value}


def person(family, given="", suffix="", particle="", dropping=""):
    """A name of CSL-JSON of those parts that are not empty."""
    parts = {
        "family": family,
        "given": given,
        "suffix": suffix,
        "non-dropping-particle": particle,
        "dropping-particle": dropping,
    }
    return {name: part for name, part in parts.items() if part}
