"""What is asked once for all who wait, and is as new to each as if they had asked themselves."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from delivery.serving import sharing
from delivery.serving.sharing import Shared

PATIENCE = 10
"""Seconds for a thread to come to where it waits."""


class Question:
    """Gives how many times it has been asked, as soon as it may; fails for so many of these."""

    def __init__(self, failing=0):
        self.asked, self.failing = 0, failing
        self.begun, self.may_answer = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self):
        self.asked += 1
        mine = self.asked
        self.begun.release()
        assert self.may_answer.acquire(timeout=PATIENCE)
        if mine <= self.failing:
            raise KeyError(mine)
        return mine


class Turn:
    """A lock that tells who comes to it."""

    def __init__(self):
        self.lock, self.come = threading.Lock(), threading.Semaphore(0)

    def acquire(self, timeout):
        self.come.release()
        return self.lock.acquire(timeout=timeout)

    def release(self):
        self.lock.release()


@pytest.fixture
def shared(monkeypatch):
    monkeypatch.setattr(sharing, "PATIENCE", PATIENCE)
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
    assert [shared.ask(lambda: next(counted)) for _ in range(3)] == [0, 1, 2]


def test_an_error_is_ones_own(shared):
    found = answers(shared, Question(failing=1), others=3)
    assert [type(one) for one in found] == [KeyError, int, int, int]
    assert found[1:] == [2, 2, 2]
    found = answers(shared, Question(failing=4), others=3)
    assert sorted(error.args[0] for error in found) == [1, 2, 3, 4]
    assert shared.ask(lambda: "there again") == "there again"


def test_nobody_waits_for_long_for_another(shared, monkeypatch):
    monkeypatch.setattr(sharing, "PATIENCE", 0.001)
    question = Question()
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(shared.ask, question)
        assert question.begun.acquire(timeout=PATIENCE)
        assert shared.ask(lambda: "mine") == "mine"
        assert not hanging.done()
        question.may_answer.release()
        assert hanging.result(PATIENCE) == 1
