"""A question that is put once for all who wait for its answer."""

from threading import Lock

PATIENCE = 0.05
"""Seconds to wait for another's question, which may hang, before one puts it oneself."""


class Shared:
    """Gives each who asks an answer whose asking began after they came: as new as their own."""

    def __init__(self):
        self._turn = Lock()
        self._begun = 0
        self._answered = 0
        self._answer = None

    def ask(self, question):
        """What `question()` gives to one of those who wait.

        Raises what one's own raises; another's error is not one's own, for each may ask by a line
        of their own.
        """
        # The one that is under way may have looked before this.
        wanted = self._begun + 1
        if not self._turn.acquire(timeout=PATIENCE):
            return question()
        try:
            if self._answered < wanted:
                self._begun += 1
                self._answer = question()
                self._answered = self._begun
            return self._answer
        finally:
            self._turn.release()
