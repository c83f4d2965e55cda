"""What is kept in memory: bounded, and exact at one number."""

import pytest

from delivery.serving.memory import LARGE, OVERHEAD, Answer, Memory

HEADERS = (("Vary", "Accept-Encoding"),)


def answer(size=100, object=None, number=None):
    return Answer(HEADERS, '"tag"', "text/plain", "identity", b"x" * size, object, number)


@pytest.fixture
def memory():
    memory = Memory(10 * (OVERHEAD + 100))
    memory.move(-1, 1, None)
    return memory


def test_what_was_kept_is_found_with_its_number(memory):
    kept = answer()
    memory.keep("key", kept, 1)
    assert memory.get("key") == (kept, 1)
    assert memory.get("other") == (None, 1)


def test_the_least_used_go_first(memory):
    for number in range(10):
        memory.keep(number, answer(), 1)
    memory.get(0)
    memory.keep(10, answer(), 1)
    assert memory.get(0)[0]
    assert memory.get(1)[0] is None
    assert len(memory) == 10


def test_size_is_that_of_what_is_there(memory):
    for number in range(50):
        memory.keep(number % 7, answer(number, ("pages", number % 3)), 1)
    memory.move(1, 2, {("pages", 0)})
    assert memory.size == sum(len(body) + OVERHEAD for body in memory.bodies())
    memory.move(2, 3, None)
    assert (memory.size, len(memory)) == (0, 0)


def test_what_would_not_fit_is_not_kept(memory):
    memory.keep("small", answer(), 1)
    memory.keep("large", answer(10**6), 1)
    assert memory.get("large")[0] is None
    assert memory.get("small")[0]


def test_what_is_of_another_number_is_not_kept(memory):
    memory.keep("key", answer(), 0)
    memory.keep("key", answer(), 2)
    assert memory.get("key")[0] is None


def test_what_changed_is_dropped_and_nothing_else(memory):
    memory.keep("a", answer(object=("pages", 1)), 1)
    memory.keep("b", answer(object=("pages", 1)), 1)
    memory.keep("c", answer(object=("pages", 2)), 1)
    assert memory.move(1, 2, {("pages", 1), ("ctas", 2)})
    assert [memory.get(key)[0] is None for key in "abc"] == [True, True, False]
    assert memory.get("c")[1] == 2


def test_what_is_good_for_one_number_goes_with_it(memory):
    memory.keep("list", answer(number=1), 1)
    assert memory.get("list")[0]
    memory.move(1, 2, set())
    assert memory.get("list") == (None, 2)
    assert len(memory) == 0


def test_who_comes_too_late_moves_nothing(memory):
    memory.keep("key", answer(object=("pages", 1)), 1)
    assert memory.move(1, 3, set())
    assert not memory.move(1, 2, None)
    assert memory.get("key")[1] == 3


def test_a_304_has_no_headers_of_a_body():
    given = Answer(HEADERS, '"tag-br"', "text/html", "br", b"body")
    assert given.short() == [*HEADERS, ("ETag", '"tag-br"')]
    of_body = {"Content-Type": "text/html", "Content-Length": "4", "Content-Encoding": "br"}
    assert dict(given.full()) == dict(given.short()) | of_body


def test_a_large_body_counts_with_the_gaps_that_it_leaves():
    def size(length):
        return Answer((), "tag", "text/plain", "identity", b"x" * length).size

    assert size(LARGE) == LARGE + OVERHEAD
    assert size(100_000) == 180_000 + OVERHEAD
