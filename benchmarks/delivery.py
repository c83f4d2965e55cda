"""`make bench-delivery`: what editions and the log cost, on small and on large sites.

On SQLite and on a PostgreSQL started for the run, both in temporary folders.
`ARGS="--database=sqlite --articles=1000 --rounds=5"` makes less of it.
"""

import sys

from benchmarks.api import measured

if __name__ == "__main__":
    measured("benchmarks.measuring_delivery", "make bench-delivery", __doc__, sys.argv[1:])
