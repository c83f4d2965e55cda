"""What may be added to the parameters of lists: by page types (`api_parameters`), by endpoints.

Imports nothing of Wagtail's API, which no module of models can import.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ListParameter:
    """Takes values separated by commas, of which one is enough."""

    name: str
    description: str
    apply: Callable
    """From a list's queryset, of pages of any type, and the values: that of those wanted."""
    parse: Callable = str
    """From one value's text: the value. Raises ValueError, whose text says what is allowed."""
    separator: str = ","
    """A regular expression, for values that can hold commas themselves."""
    answer: Any = str
    """The type of one value in the description of the API."""
