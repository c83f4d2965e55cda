"""How tests by chance go: the same way every time, or by `make test-long` far and elsewhere.

Not from a generator's own seed: the processes that share a run must agree on what it holds.
"""

import os
from random import Random

LONG = bool(os.environ.get("LONG"))
SEED = int(os.environ.get("SEED") or 1)


def examples(number):
    """How many examples to try, when this many do in `make test`."""
    return number * 10 if LONG else number


def some(things):
    """A third of the things, from SEED; all of them by `make test-long`."""
    things = list(things)
    return things if LONG else Random(SEED).sample(things, -(-len(things) // 3))
