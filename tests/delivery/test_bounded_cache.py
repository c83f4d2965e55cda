"""The cache of a process: no more bytes than it may have, and the least used go first."""

import os
import pickle

import pytest
from django.http import HttpResponse

from delivery import bounded_cache
from delivery.bounded_cache import BoundedCache
from delivery.derived import Ready
from delivery.representation import CODINGS


@pytest.fixture
def cache(request, monkeypatch):
    monkeypatch.setattr(bounded_cache, "LIMIT", 5000)
    cache = BoundedCache(request.node.name, {})
    yield cache
    cache.clear()


def held(cache):
    return [name for name in "abcdef" if cache.has_key(name)]


def test_what_is_least_used_goes_first(cache):
    for name in "abcd":
        cache.set(name, os.urandom(1100))
    assert held(cache) == ["a", "b", "c", "d"]
    assert cache.get("a")
    cache.set("e", os.urandom(1100))
    assert held(cache) == ["a", "c", "d", "e"]
    cache.add("f", os.urandom(3000))
    assert held(cache) == ["e", "f"]


def test_what_is_replaced_counts_once(cache):
    for _ in range(20):
        cache.set("a", os.urandom(2000))
        cache.set("b", os.urandom(2000))
    assert held(cache) == ["a", "b"]


def test_what_is_too_large_is_not_held(cache):
    cache.set("a", os.urandom(6000))
    assert held(cache) == []
    cache.set("b", 1)
    assert held(cache) == ["b"]


@pytest.mark.parametrize("accepted", ["", "gzip", "br", "identity"])
def test_a_large_answer_is_kept_compressed_whoever_asked_first(rf, accepted):
    body = b"evidence " * 10_000
    request = rf.get("/", headers={"Accept-Encoding": accepted} if accepted else {})
    ready = Ready.of(request, HttpResponse(body))
    assert len(pickle.dumps(ready)) < 1000
    assert ready.body == body
    for coding, compress in CODINGS.items():
        assert ready.compressed(coding) == compress(body)
