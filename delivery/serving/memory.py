"""Answers in memory: ready to be sent, exact at one number of the log, the least used go first."""

from collections import OrderedDict
from functools import lru_cache
from threading import Lock

from delivery.representation import IDENTITY, VERSION

OVERHEAD = 850
"""Bytes that an answer takes beside its body, as measured."""
LARGE = 16 * 1024
GAPS = 1.8
"""What a body beyond `LARGE` bytes takes by its size, as measured: next to it others do not fit."""
OF_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})
"""Headers that a 304 has not."""


class Answer:
    """A 200 that is ready to be sent, and the 304 in its place."""

    __slots__ = ("body", "coding", "content_type", "etag", "number", "object", "shared")

    def __init__(self, shared, etag, content_type, coding, body, object=None, number=None):
        """`shared` are the headers that a 304 has, too, but its tag and number.

        `object` is the resource and id of the public object of which this is an edition. Any other
        answer is good for one `number` of the log alone.
        """
        self.shared, self.etag, self.content_type, self.coding = shared, etag, content_type, coding
        self.body, self.object, self.number = body, object, number

    @property
    def size(self):
        """Bytes of memory."""
        size = len(self.body)
        return int(size * GAPS if size > LARGE else size) + OVERHEAD

    def short(self):
        """The headers of the 304, but the number that it reflects."""
        return [*self.shared, ("ETag", self.etag)]

    def full(self):
        """The headers of the 200, but the number that it reflects."""
        # Put together when sent: kept for each answer they took as much room as a small body.
        headers = [
            *self.shared,
            ("ETag", self.etag),
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.body))),
        ]
        if self.coding != IDENTITY:
            headers.append(("Content-Encoding", self.coding))
        return headers


class Template:
    """What all editions of one form have in common at one address of the server."""

    __slots__ = ("content_type", "number", "object", "shared", "site_id")

    size = OVERHEAD

    def __init__(self, shared, content_type, site_id, number):
        self.shared, self.content_type, self.site_id = shared, content_type, site_id
        self.number, self.object = number, None


def shared_headers(headers):
    """Of the headers of an answer, those that are the same whatever its body."""
    own = OF_BODY | {"ETag", VERSION}
    return one_of(tuple((name, value) for name, value in headers if name not in own))


@lru_cache(256)
def one_of(equal):
    """The same object for equal ones, of which many answers then have one in common."""
    return equal


class Memory:
    """Answers by what was asked, all of them exact at one `number` of the log.

    Holds as many as fit into `limit` bytes. Safe to use from several threads.
    """

    def __init__(self, limit):
        self.limit = limit
        self.size = 0
        self.number = -1
        self._found = OrderedDict()
        self._of_object = {}
        self._lock = Lock()

    def __len__(self):
        return len(self._found)

    def bodies(self):
        """The bodies of all answers, the least used first."""
        with self._lock:
            return [kept.body for kept in self._found.values() if isinstance(kept, Answer)]

    def get(self, key):
        """What was kept for a key, or None, and the number at which that is exact."""
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                if found.number is not None and found.number != self.number:
                    self._forget(key)
                    return None, self.number
                self._found.move_to_end(key)
            return found, self.number

    def keep(self, key, kept, number):
        """Keeps an answer that is exact at a number, unless that has passed."""
        with self._lock:
            if number != self.number or kept.size > self.limit:
                return
            if key in self._found:
                self._forget(key)
            self._found[key] = kept
            self.size += kept.size
            if kept.object is not None:
                self._of_object[kept.object] = (*self._of_object.get(kept.object, ()), key)
            while self.size > self.limit:
                self._forget(next(iter(self._found)))

    def move(self, since, number, changed):
        """Goes from one number to another, at which what was `changed` is not exact any more.

        `changed` are resources and ids, or None for all. Returns whether it was at `since`.
        """
        with self._lock:
            if self.number != since:
                return False
            if changed is None:
                self._found.clear()
                self._of_object.clear()
                self.size = 0
            else:
                for one in changed & self._of_object.keys():
                    for key in self._of_object[one]:
                        self._forget(key)
            self.number = number
            return True

    def _forget(self, key):
        kept = self._found.pop(key)
        self.size -= kept.size
        if kept.object is not None:
            keys = tuple(other for other in self._of_object.pop(kept.object) if other != key)
            if keys:
                self._of_object[kept.object] = keys
