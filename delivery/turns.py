"""One after the other, of those who want the same at the same time."""

from contextlib import contextmanager
from threading import Lock, RLock


class Turns:
    """Locks by key, each for as long as somebody holds it or waits for it."""

    def __init__(self):
        self._wanted = {}
        self._lock = Lock()

    def __len__(self):
        return len(self._wanted)

    @contextmanager
    def of(self, key):
        """While it lasts, no other thread has the same key. The one that has it may ask again."""
        with self._lock:
            turn, count = self._wanted.get(key) or (RLock(), 0)
            self._wanted[key] = turn, count + 1
        try:
            with turn:
                yield
        finally:
            with self._lock:
                turn, count = self._wanted.pop(key)
                if count > 1:
                    self._wanted[key] = turn, count - 1
