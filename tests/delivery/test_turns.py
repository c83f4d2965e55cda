"""Of threads that want the same at the same time, one does it, and the others take what it made."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from django.core.cache import caches
from django.http import HttpResponse

from delivery import derived
from delivery.models import State
from delivery.turns import Turns


def test_one_key_is_one_thread_s_at_a_time_and_nothing_is_left():
    turns, inside, together = Turns(), [], Barrier(8)

    def work(number):
        together.wait()
        with turns.of("key"):
            inside.append(number)
            # For the others to come in, if they could.
            sleep(0.001)
            assert inside == [number]
            inside.clear()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(turns) == 0


def test_other_keys_do_not_wait():
    turns, is_done = Turns(), Event()

    def other():
        with turns.of("other"):
            is_done.set()

    with ThreadPoolExecutor(1) as pool, turns.of("key"):
        pool.submit(other)
        assert is_done.wait(10)


def test_one_that_fails_lets_the_others_go_on():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.of("key"), turns.of("key"):
        raise ZeroDivisionError
    assert len(turns) == 0
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: turns.of("key").__enter__()).result(10) is None


def test_a_list_that_many_ask_for_at_once_is_rendered_once(rf):
    caches["answers"].clear()
    together, rendered = Barrier(6), []

    def view():
        rendered.append(1)
        # Until the others have asked, too.
        for _ in range(10_000):
            if derived.turns._wanted and next(iter(derived.turns._wanted.values()))[1] == 6:
                break
            Event().wait(0.001)
        return HttpResponse(b"once")

    def ask(number):
        together.wait()
        return derived.answered(State(number=1), rf.get("/list/"), view).content

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(6))) == [b"once"] * 6
    assert rendered == [1]
    caches["answers"].clear()
