"""A question that is put once for all who wait for its answer."""

from threading import Lock


class Shared:
    """Gives each who asks an answer whose asking began after they came: as new as their own."""

    def __init__(self):
        self._turn = Lock()
        self._begun = 0
        self._answered = 0
        self._answer = self._error = None

    def ask(self, question, *given):
        """What `question(*given)` gives to one of those who wait; raises what it raises."""
        # The one that is under way may have looked before this.
        wanted = self._begun + 1
        with self._turn:
            if self._answered < wanted:
                self._begun += 1
                try:
                    self._answer, self._error = question(*given), None
                except Exception as error:
                    self._answer, self._error = None, error
                self._answered = self._begun
            answer, error = self._answer, self._error
        if error is not None:
            raise type(error) from error
        return answer
