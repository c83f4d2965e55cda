"""What query parameters may hold, asked before any of them is used.

Each cap bounds the work of one request, and is named in the answer that refuses more.
"""

import re

from django.core.exceptions import TooManyFieldsSent
from wagtail.api.v2.utils import BadRequestError

from search.query import MAX_LENGTH as SEARCH_LENGTH_MAX
from search.query import MAX_WORDS as SEARCH_WORDS_MAX
from search.query import words

LENGTH_MAX = 2000
"""Characters of one parameter."""
PARAMETERS_MAX = 30
"""Parameters of one request; each filter among them is a condition of its own."""
TOO_MANY = f"there cannot be more than {PARAMETERS_MAX} parameters"
OFFSET_MAX = 1_000_000
"""Objects that a list can skip."""
NESTING_MAX = 4
"""Depth of the brackets in `fields`."""
TAGS_MAX = 5
"""Tags to filter by; each is a join of its own."""
VALUES_MAX = 50
"""Values, separated by commas, of which one is enough."""
ORDER_MAX = 5
"""Fields to order by."""

BOOLEAN = ["true", "false"]
CHOICES = {
    "format": ["json"],
    "highlights": BOOLEAN,
    "search_operator": ["and", "or"],
    "total_count": BOOLEAN,
}
SITE = "[^:]*(:[0-9]+)?"
"""How `site` names a site: a regular expression."""
FOR_LISTS = ["search", "cursor", "highlights", "total_count"]
"""Parameters that mean nothing for a single object."""


def comma_separated(name, text, separator=","):
    """The values of a parameter of which one is enough. `separator` is a regular expression."""
    values = re.split(separator, text)
    if len(values) > VALUES_MAX:
        raise BadRequestError(f"{name} cannot have more than {VALUES_MAX} values")
    if not all(values):
        raise BadRequestError(f"{name} must be values separated by commas, none of them empty")
    return values


def check(parameters):
    """Raises BadRequestError for the first parameter whose value cannot be meant."""
    if len(parameters) > PARAMETERS_MAX:
        raise BadRequestError(TOO_MANY)
    for name, value in parameters.items():
        if len(parameters.getlist(name)) > 1:
            raise BadRequestError(f"{name} cannot be given more than once")
        longest = SEARCH_LENGTH_MAX if name == "search" else LENGTH_MAX
        if len(value) > longest:
            raise BadRequestError(f"{name} cannot be longer than {longest} characters")
        if name in CHOICES and value.lower() not in CHOICES[name]:
            allowed = " or ".join(f"'{choice}'" for choice in CHOICES[name])
            raise BadRequestError(f"{name} must be {allowed}, got '{value}'")
    if len(words(parameters.get("search", ""))) > SEARCH_WORDS_MAX:
        raise BadRequestError(f"search cannot have more than {SEARCH_WORDS_MAX} words")
    if depth(parameters.get("fields", "")) > NESTING_MAX:
        raise BadRequestError(f"fields cannot be nested more than {NESTING_MAX} deep")
    offset = parameters.get("offset", "")
    if offset.isdecimal() and (len(offset) > 20 or int(offset) > OFFSET_MAX):
        raise BadRequestError(f"offset cannot be higher than {OFFSET_MAX}")
    if "type" in parameters:
        comma_separated("type", parameters["type"])
    if parameters.get("tags", "").count(",") >= TAGS_MAX:
        raise BadRequestError(f"tags cannot be more than {TAGS_MAX}")
    if parameters.get("order", "").count(",") >= ORDER_MAX:
        raise BadRequestError(f"order cannot be by more than {ORDER_MAX} fields")
    if is_true(parameters, "highlights") and "search" not in parameters:
        raise BadRequestError("highlights need a search")


def are_readable(request):
    """Whether `check` lets the parameters of a request pass."""
    try:
        check(request.GET)
    except (BadRequestError, TooManyFieldsSent):
        return False
    return True


def is_true(parameters, name, default=False):
    """Whether a parameter of `true` or `false` is true."""
    return parameters[name].lower() == "true" if name in parameters else default


def depth(fields):
    """The greatest number of brackets that are open at once."""
    deepest = open_now = 0
    for character in fields:
        open_now += (character == "(") - (character == ")")
        deepest = max(deepest, open_now)
    return deepest


def refuse_unknown_fields(fields, known):
    """Raises BadRequestError if a parsed `fields` names one that is not known."""
    unknown = {name for name, _, _ in fields} - known - {"*", "_"}
    if unknown:
        raise BadRequestError(
            f"unknown fields: {', '.join(sorted(unknown))}. Allowed: {', '.join(sorted(known))}"
        )
