"""Memory is given back, seldom enough."""

import subprocess
import sys

from delivery.serving import heap

TRIMMED = """
import resource
from cms.heap import keep_small
from delivery.serving.heap import Trimmer
keep_small()
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()
bodies = [b"x" * 20_000 for _ in range(2_000)]
# One in a hundred stays, the last one of all among them.
bodies = bodies[99::100]
before = resident()
{trim}
print(before - resident())
"""


def given_back(trim):
    """Bytes of 40 MB, let go of here and there."""
    program = TRIMMED.format(trim=trim)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def test_what_was_let_go_of_amidst_the_heap_is_given_back():
    assert given_back("Trimmer().trim()") > 30_000_000
    assert given_back("") < 1_000_000


def test_it_is_given_back_once_a_second(monkeypatch):
    trimmer, done = heap.Trimmer(), []
    monkeypatch.setattr(trimmer, "_trim", done.append)
    now = [100.0]
    monkeypatch.setattr(heap, "monotonic", lambda: now[0])
    for now[0] in (100.0, 100.5, 100.9, 101.0, 101.5):
        trimmer.trim()
    assert done == [0, 0]


def test_another_c_library_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(heap.ctypes, "CDLL", lambda name: object())
    heap.Trimmer().trim()
