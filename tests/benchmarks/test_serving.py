"""What the benchmark of serving asks, and how it reads the answers."""

import pytest
from django.core.handlers.wsgi import WSGIHandler

from benchmarks import served, wrk
from delivery.serving.layer import Serving
from tests.delivery.wsgi import ask

SAID = """\
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   403.31us  515.01us   7.32ms   88.86%
    Req/Sec    11.87k     1.21k   14.80k    50.00%
  Latency Distribution
     50%  202.00us
     75%  510.00us
     99%    1.95s
  47235 requests in 2.00s, 193.03MB read
Requests/sec:  23617.5
Transfer/sec:     96.51MB
"""


def test_what_wrk_says_is_read_in_milliseconds():
    assert wrk.read(SAID) == wrk.Run(23617.5, 0.202, 1950)


@pytest.mark.parametrize(
    "more", ["  Non-2xx or 3xx responses: 3\n", "  Socket errors: connect 0, read 1\n"]
)
def test_a_run_in_which_not_all_was_answered_does_not_count(more):
    with pytest.raises(wrk.Refused):
        wrk.read(SAID + more)


def test_of_several_runs_the_middle_counts():
    runs = [wrk.Run(1, 20, 3), wrk.Run(3, 10, 2), wrk.Run(2, 30, 1)]
    assert wrk.middle(runs) == wrk.Run(2, 20, 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("benchmarks.served_urls")
def test_floors_have_the_size_that_is_asked_for_and_the_product_is_counted(monkeypatch):
    monkeypatch.setattr(served, "product", Serving(WSGIHandler()))
    for floor in ("constant", "view", "select"):
        answer = ask(served.application, f"/-/{floor}/?5000")
        assert (answer.status, len(answer.body)) == (200, 5000)
    before = ask(served.application, "/-/counts").body
    assert b'"answered": 0, "passed": 0' in before
    for _ in range(3):
        assert ask(served.application, "/sitemap.xml").status == 200
    assert b'"answered": 2, "passed": 1' in ask(served.application, "/-/counts").body
