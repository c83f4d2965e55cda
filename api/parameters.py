"""What query parameters may hold, asked before any of them is used.

Each cap bounds the work of one request, and is named in the answer that refuses more.
"""

from wagtail.api.v2.utils import BadRequestError

from search.query import MAX_LENGTH as SEARCH_LENGTH_MAX

LENGTH_MAX = 2000
"""Characters of one parameter."""
OFFSET_MAX = 1_000_000
"""Objects that a list can skip."""
NESTING_MAX = 4
"""Depth of the brackets in `fields`."""
TAGS_MAX = 5
"""Tags to filter by; each is a join of its own."""

CHOICES = {"format": ["json"], "search_operator": ["and", "or"]}


def check(parameters):
    """Raises BadRequestError for the first parameter whose value cannot be meant."""
    for name, value in parameters.items():
        longest = SEARCH_LENGTH_MAX if name == "search" else LENGTH_MAX
        if len(value) > longest:
            raise BadRequestError(f"{name} cannot be longer than {longest} characters")
        if name in CHOICES and value.lower() not in CHOICES[name]:
            allowed = " or ".join(f"'{choice}'" for choice in CHOICES[name])
            raise BadRequestError(f"{name} must be {allowed}, got '{value}'")
    if depth(parameters.get("fields", "")) > NESTING_MAX:
        raise BadRequestError(f"fields cannot be nested more than {NESTING_MAX} deep")
    offset = parameters.get("offset", "")
    if offset.isdecimal() and (len(offset) > 20 or int(offset) > OFFSET_MAX):
        raise BadRequestError(f"offset cannot be higher than {OFFSET_MAX}")
    if parameters.get("tags", "").count(",") >= TAGS_MAX:
        raise BadRequestError(f"tags cannot be more than {TAGS_MAX}")


def depth(fields):
    """The greatest number of brackets that are open at once."""
    deepest = open_now = 0
    for character in fields:
        open_now += (character == "(") - (character == ")")
        deepest = max(deepest, open_now)
    return deepest
