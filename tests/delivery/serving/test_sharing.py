"""What is asked once for all who wait, and is as new to each as if they had asked themselves."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from delivery.serving.sharing import Shared

PATIENCE = 10
"""Seconds for a thread to come to where it waits."""


class Question:
    """Gives how many times it has been asked, as soon as it may; raises that where it has to."""

    def __init__(self, error=None):
        self.asked, self.error = 0, error
        self.begun, self.may_answer = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self):
        self.asked += 1
        mine = self.asked
        self.begun.release()
        assert self.may_answer.acquire(timeout=PATIENCE)
        if self.error:
            raise self.error(mine)
        return mine


class Turn:
    """A lock that tells who comes to it."""

    def __init__(self):
        self.lock, self.come = threading.Lock(), threading.Semaphore(0)

    def __enter__(self):
        self.come.release()
        self.lock.acquire()

    def __exit__(self, *_):
        self.lock.release()


@pytest.fixture
def shared():
    made = Shared()
    made._turn = Turn()
    return made


def answers(shared, question, others):
    """What one is given who asks, and what so many are who ask while that is under way."""
    with ThreadPoolExecutor(others + 1) as pool:
        futures = [pool.submit(shared.ask, question)]
        assert question.begun.acquire(timeout=PATIENCE)
        futures += [pool.submit(shared.ask, question) for _ in range(others)]
        for _ in futures:
            assert shared._turn.come.acquire(timeout=PATIENCE)
        question.may_answer.release(len(futures))
        return [future.exception(PATIENCE) or future.result() for future in futures]


def test_those_who_wait_share_one_that_began_after_they_came(shared):
    assert answers(shared, Question(), others=4) == [1, 2, 2, 2, 2]


def test_who_comes_later_asks_anew(shared):
    counted = iter(range(3))
    assert [shared.ask(next, counted) for _ in range(3)] == [0, 1, 2]


def test_an_error_is_everybodys_and_not_kept(shared):
    found = answers(shared, Question(KeyError), others=3)
    assert [type(error) for error in found] == [KeyError] * 4
    assert found[0].__cause__.args == (1,)
    assert [error.__cause__.args for error in found[1:]] == [(2,)] * 3
    assert shared.ask(lambda: "there again") == "there again"
