"""What the benchmark of serving asks, and how it reads the answers."""

import sqlite3
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIHandler

from benchmarks import kept, making_served, measuring_serving, served, serving, tables, wrk
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


def test_a_run_in_which_nothing_was_answered_does_not_count():
    with pytest.raises(wrk.Refused):
        wrk.read(SAID.replace("23617.5", "0.00"))


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


@pytest.mark.wrk
def test_addresses_are_asked_for_as_drawn():
    asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked.append((self.path, self.headers["Accept-Encoding"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("localhost", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        drawn = ["/a/", "/b/", "/a/", "/a/"]
        found = wrk.run(server.server_port, drawn, {"Accept-Encoding": "br"}, 1, 2)
        server.shutdown()
    assert found.rate > 0
    assert set(asked) == {("/a/", "br"), ("/b/", "br")}
    assert 2 < len(asked) / asked.count(("/b/", "br")) < 8


def test_without_wrk_the_mend_is_told(monkeypatch):
    monkeypatch.setattr(serving.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install wrk"):
        serving.main([])


def test_articles_are_drawn_alike_each_time_and_by_zipf():
    articles = [SimpleNamespace(pk=n, slug=f"article-{n}") for n in range(1, 101)]
    first, again = (measuring_serving.kinds(articles, "tag") for _ in range(2))
    assert first == again
    drawn = first[0].addresses
    likes = [drawn.count(f"/api/v2/pages/{n}/") for n in (1, 2, 10)]
    assert likes[0] / likes[1] == pytest.approx(2, rel=0.1)
    assert likes[0] / likes[2] == pytest.approx(10, rel=0.1)


def test_what_is_answered_otherwise_than_it_should_be_is_refused(monkeypatch):
    told = {"/a/": (200, {}, b"12"), "/b/": (302, {}, b"")}
    monkeypatch.setattr(measuring_serving, "answer", lambda line, address, _: told[address])
    server = measuring_serving.Server(1, None)
    assert server.size(measuring_serving.Kind("one", ["/a/", "/a/"], {})) == 2
    for kind in (
        measuring_serving.Kind("redirect", ["/a/", "/b/"], {}),
        measuring_serving.Kind("not 304", ["/a/"], {}, status=304),
    ):
        with pytest.raises(wrk.Refused):
            server.size(kind)


def test_a_web_process_that_is_silent_is_not_left_out(monkeypatch):
    server = measuring_serving.Server(1, None)
    told = b'{"pid": 1, "answered": 2, "passed": 3}'
    monkeypatch.setattr(server, "get", lambda address: (200, {}, told))
    with pytest.raises(wrk.Refused):
        server.counts()


def test_what_is_written_into_a_copy_is_not_kept(tmp_path):
    with kept.in_files(tmp_path) as sites:
        file = sites.address(60).removeprefix("sqlite:///")
        with closing(sqlite3.connect(file)) as made:
            made.execute("CREATE TABLE kept (number)")
        with sites.copied(60) as url, closing(sqlite3.connect(url[10:])) as copy:
            copy.execute("DROP TABLE kept")
            copy.commit()
        with closing(sqlite3.connect(file)) as made:
            assert made.execute("SELECT * FROM kept").fetchall() == []


@pytest.mark.django_db
def test_kept_articles_of_another_number_are_refused(monkeypatch):
    made = []
    monkeypatch.setattr(making_served, "Corpus", lambda: SimpleNamespace(grow=made.append))
    making_served.make(60)
    assert made == [60]
    monkeypatch.setattr(making_served.ArticlePage.objects, "live", lambda: range_of(59))
    with pytest.raises(SystemExit, match="59 articles, not 60"):
        making_served.make(60)


def range_of(number):
    return SimpleNamespace(count=lambda: number)


def test_the_report_shows_each_figure_beside_its_floors():
    run = {"rate": 3000.0, "p50": 0.5, "p99": 2.0}
    kind = {"ours": run, "constant": run | {"rate": 4000.0}, "hits": 0.995, "size": 6124}
    whole = kind | {"select": run | {"rate": 1500.0}}
    names = {
        "article, JSON": whole,
        "one article, JSON": kind,
        "one article, JSON, 304": kind | {"ours": run | {"rate": 3300.0}},
    }
    way = {"cold": 1.24, "rss": [101.0, 99.6], "commits": 9.96, "kinds": names}
    figures = dict.fromkeys(("rounds", "seconds", "workers", "threads", "connections"), 2)
    figures |= {"database": "SQLite 3", "machine": "2 cores", "about": "blocks", "exponent": 1.0}
    said = tables.report([figures | {"articles": 1000, "ways": {"exact": way}}])
    assert said.startswith("## SQLite 3\n")
    assert (
        "| 1,000 | article, JSON | exact | 6,124 | 3,000 | 0.75 of 4,000 | – | 2.00 of 1,500 "
        "| 0.50 ms | 2.00 ms | 4.0 | 4.0 | 99.5% |"
    ) in said
    assert "first answer 1.2 s after the start; 101 and 100 MB" in said
    assert "304 at 1.10 of the rate of 200; 10.0 unrelated commits a second." in said
