"""How tests by chance go: the same way every time, or by `make test-long` far and elsewhere.

Not from a generator's own seed: the processes that share a run must agree on what it holds.
"""

import os
from random import Random

from django.db import connection

LONG = bool(os.environ.get("LONG"))
SEED = int(os.environ.get("SEED") or 1)
IS_SECOND = connection.vendor == "postgresql" and not LONG
"""Whether SQLite has gone all this way in the same `make test`."""


def examples(number):
    """How many examples to try, when this many do in `make test`."""
    return number * 10 if LONG else number


def some(things):
    """A third of the things, from SEED; all of them by `make test-long`."""
    things = list(things)
    return things if LONG else Random(SEED).sample(things, -(-len(things) // 3))


def second(number):
    """A third of the number on the second database of `make test`."""
    return -(-number // 3) if IS_SECOND else number


def some_on_second(things):
    """A third of the things, from SEED, on the second database of `make test`."""
    return some(things) if IS_SECOND else list(things)
