"""A Redis that is away is not waited for again and again."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from cms.redis import PATIENCE
from cms.settings.caches import REDIS_SECONDS, caches_of
from tests.redis import free_port, halted, running

pytestmark = pytest.mark.redis


@pytest.fixture
def port(settings, tmp_path):
    """Where a test may run the Redis that is its cache."""
    port = free_port()
    settings.CACHES = caches_of(f"redis://127.0.0.1:{port}/0", tmp_path)
    return port


def come_back():
    """The second in which nobody tries is over."""
    time.sleep(PATIENCE + 0.1)


def test_while_it_is_away_nothing_is_found_and_the_log_has_a_line(port, tmp_path, caplog):
    caplog.set_level(logging.WARNING, "cms.redis")
    with running(port, tmp_path):
        cache.set("a", 1)
    for _ in range(5):
        assert cache.get("a", "none") == "none"
        cache.set("a", 2)
        cache.delete("a")
        cache.get_many(["a"])
        cache.clear()
    with running(port, tmp_path):
        come_back()
        assert [cache.get("a"), cache.get("a")] == [1, 1]
    told = [record.getMessage().partition(",")[0] for record in caplog.records]
    assert told == ["Redis is away", "Redis is back."]


def test_one_that_never_answers_is_not_waited_for_each_time(port, tmp_path):
    with running(port, tmp_path) as process:
        cache.set("a", 1)
        with halted(process):
            begun = time.monotonic()
            for _ in range(100):
                assert cache.get("a") is None
            # For the connection that was open, and for the one try after it.
            assert time.monotonic() - begun < 3 * REDIS_SECONDS
        come_back()
        assert cache.get("a") == 1


def test_one_thread_at_a_time_tries(port, tmp_path):
    def seconds(_):
        begun = time.monotonic()
        assert cache.get("a") is None
        return time.monotonic() - begun

    with running(port, tmp_path) as process, halted(process):
        seconds(None)
        come_back()
        with ThreadPoolExecutor(8) as threads:
            waits = list(threads.map(seconds, range(8)))
    assert sum(wait > REDIS_SECONDS / 2 for wait in waits) == 1
