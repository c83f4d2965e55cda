"""What a page type may add to the parameters of lists of pages, in its `api_parameters`.

Imports nothing of Wagtail's API, which no module of models can import.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PageParameter:
    """Takes values separated by commas, of which one is enough. Works in any list of pages."""

    name: str
    description: str
    apply: Callable
    """From a queryset of pages of any type and the list of values: the queryset of those wanted."""
    parse: Callable = str
    """From one value's text: the value. Raises ValueError, whose text says what is allowed."""
    separator: str = ","
    """A regular expression, for values that can hold commas themselves."""
    answer: Any = str
    """The type of one value in the description of the API."""
