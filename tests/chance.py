"""How tests by chance go: the same way every time, or by `make test-long` far and elsewhere.

Not from a generator's own seed: the processes that share a run must agree on what it holds.
"""

import os

LONG = bool(os.environ.get("LONG"))
SEED = int(os.environ.get("SEED") or 1)


def examples(number):
    """How many examples to try, when this many do in `make test`."""
    return number * 10 if LONG else number
