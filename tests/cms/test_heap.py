import subprocess
import sys

from cms import heap

PROGRAM = """
import threading
from cms import heap
{before}
def fill():
    bytearray(60_000)
threads = [threading.Thread(target=fill) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
import ctypes
ctypes.CDLL(None).malloc_stats()
"""


def heaps(before):
    program = PROGRAM.format(before=before)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stderr.count("Arena ")


def test_all_threads_share_one_heap():
    assert heaps("heap.keep_small()") == 1
    assert heaps("") > 1


def test_another_c_library_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(heap.ctypes, "CDLL", lambda name: object())
    heap.keep_small()
