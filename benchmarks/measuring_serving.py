"""Measures serving on one database. `benchmarks.serving` starts it for each."""

import json
import math
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import accumulate
from random import Random
from typing import NamedTuple

import django
import psutil

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from django.db import connection  # noqa: E402

from benchmarks import wrk  # noqa: E402
from benchmarks.api import ROOT  # noqa: E402
from benchmarks.measuring import run as run_on  # noqa: E402
from benchmarks.measuring import say  # noqa: E402
from delivery import settling  # noqa: E402
from delivery.models import PublicObject  # noqa: E402
from delivery.worker import make_ready  # noqa: E402

WORKERS, THREADS, CONNECTIONS = 2, 8, 8
DRAWS, EXPONENT, SEED = 50_000, 1.0, 1
"""Requests for articles: drawn beforehand, the n-th most liked in proportion to 1 / n."""
CODINGS = "gzip, br"
LIST = "/api/v2/pages/?type=articles.ArticlePage&limit=20"
WAYS = {"exact": "0", "within 100 ms": "100"}
"""Values of FRESHNESS_MS."""


class Kind(NamedTuple):
    """Something that is asked for: addresses in the order of asking, and headers."""

    name: str
    addresses: list
    headers: dict


def main(sizes, rounds, seconds):
    def figures(client, corpus, articles):
        settling.settle()
        say(f"Rendering the editions of {PublicObject.objects.count():,} objects …")
        assert make_ready(seconds=math.inf)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        return measure(articles, rounds, seconds)

    def table(found):
        return "\n\n".join(f"{size:,} articles\n\n{text}" for size, text in found.items())

    run_on(sizes, rounds, figures, table)


def kinds(articles, tag):
    documents = [f"/api/v2/pages/{page.pk}/" for page in articles]
    pages = [f"/articles/{page.slug}/" for page in articles]
    likely = list(accumulate(1 / n**EXPONENT for n in range(1, len(articles) + 1)))
    drawn = Random(SEED).choices(range(len(articles)), cum_weights=likely, k=DRAWS)
    coded = {"Accept-Encoding": CODINGS}
    return [
        Kind("article, JSON", [documents[n] for n in drawn], coded),
        Kind("article, HTML", [pages[n] for n in drawn], coded),
        Kind("article, JSON, not compressed", [documents[n] for n in drawn], {}),
        Kind("article, JSON, 304", [documents[0]], coded | {"If-None-Match": tag}),
        Kind("list of 20", [LIST], coded),
        Kind("list of 20, `fields=*`", [f"{LIST}&fields=*"], coded),
        Kind("search", [f"{LIST}&search=classroom"], coded),
        Kind("feed (Atom)", ["/articles/feed/atom/"], coded),
        Kind("deep part by offset", [f"{LIST}&offset={len(articles) - 40}"], coded),
    ]


def measure(articles, rounds, seconds):
    """The figures of one corpus as a Markdown table, and some lines behind it."""
    found, hits = defaultdict(lambda: defaultdict(list)), {}
    lines = []
    with unrelated():
        for way, freshness in WAYS.items():
            with served(freshness, articles[0]) as server:
                asked = kinds(articles, server.tag(f"/api/v2/pages/{articles[0].pk}/"))
                for number in range(rounds + 1):
                    say(f"{way}: {'warming up' if number == 0 else f'round {number}'} …")
                    for kind in asked:
                        kept = found if number else defaultdict(lambda: defaultdict(list))
                        size = server.size(kind)
                        floor = Kind(kind.name, [f"/-/constant/?{size}"], kind.headers)
                        kept[kind.name, way]["floor"].append(server.run(floor, seconds))
                        before = server.counts()
                        kept[kind.name, way]["ours"].append(server.run(kind, seconds))
                        hits[kind.name, way] = share(before, server.counts())
                    for name in ("view", "select"):
                        floor = Kind(name, [f"/-/{name}/?{server.size(asked[0])}"], {})
                        kept[name, way]["ours"].append(server.run(floor, seconds))
                start = f"first answer {server.cold:.1f} s after the start"
                lines.append(f"{way}: {start}; {server.rss()}")
    return "\n".join([*rows(found, hits), "", *lines])


def rows(found, hits):
    heads = ["asked for", "way", "a second", "constant WSGI", "ratio", "p50", "p99", "from memory"]
    yield f"| {' | '.join(heads)} |"
    yield f"| --- | --- |{' ---: |' * (len(heads) - 2)}"
    for (name, way), runs in found.items():
        ours = wrk.middle(runs["ours"])
        times = f"{ours.p50:.2f} ms | {ours.p99:.2f} ms"
        if runs["floor"]:
            floor = wrk.middle(runs["floor"])
            held = f"{floor.rate:,.0f} | {ours.rate / floor.rate:.2f}"
            cells = [name, way, f"{ours.rate:,.0f}", held, times, f"{hits[name, way]:.1%}"]
        else:
            cells = [f"floor: Django, {name}", way, f"{ours.rate:,.0f}", " | ", times, ""]
        yield f"| {' | '.join(cells)} |"


def share(before, after):
    """Of the requests between two counts, how many were answered before Django."""
    gained = {
        name: sum(of[name] for of in after.values()) - sum(of[name] for of in before.values())
        for name in ("answered", "passed")
    }
    return gained["answered"] / max(1, sum(gained.values()))


class Server:
    """The web server under measurement."""

    def __init__(self, port, process):
        self.port, self.process, self.cold = port, process, None

    def get(self, address, headers=()):
        with closing(HTTPConnection("localhost", self.port, timeout=60)) as line:
            line.request("GET", address, headers=dict(headers))
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()

    def size(self, kind):
        """Bytes of a body, the median of some."""
        some = kind.addresses[:: max(1, len(kind.addresses) // 25)]
        return int(statistics.median(len(self.get(one, kind.headers)[2]) for one in some))

    def tag(self, address):
        return self.get(address, {"Accept-Encoding": CODINGS})[1]["ETag"]

    def counts(self):
        """What each process has counted, by its id."""
        found = {}
        # Asked until each has answered: which one does is the server's choice.
        for _ in range(200):
            told = json.loads(self.get("/-/counts")[2])
            found[told["pid"]] = told
            if len(found) == WORKERS:
                break
        return found

    def run(self, kind, seconds):
        return wrk.run(self.port, kind.addresses, kind.headers, seconds, CONNECTIONS)

    def rss(self):
        sizes = [
            child.memory_info().rss / 1_000_000
            for child in psutil.Process(self.process.pid).children(recursive=True)
        ]
        shown = " and ".join(f"{size:.0f}" for size in sorted(sizes)[-WORKERS:])
        return f"{shown} MB resident in the web processes"


@contextmanager
def served(freshness, article):
    """The product behind granian, as in production, once it has answered an article."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--workers-kill-timeout", "2", "--log-level", "warning"]
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.served_settings", "FRESHNESS_MS": freshness}
    start = time.monotonic()
    process = subprocess.Popen(
        [*command, "benchmarks.served:application"],
        cwd=ROOT,
        env=os.environ | settings,
        start_new_session=True,
    )
    server = Server(port, process)
    try:
        address = f"/api/v2/pages/{article.pk}/"
        while not is_answered(server, address):
            if process.poll() is not None:
                sys.exit("The web server has not started.")
            time.sleep(0.01)
        server.cold = time.monotonic() - start
        yield server
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_answered(server, address):
    try:
        return server.get(address)[0] == 200
    except (OSError, HTTPException):
        return False


@contextmanager
def unrelated():
    """Ten commits a second of what nobody is shown, by another process."""
    writer = subprocess.Popen([sys.executable, "-m", "benchmarks.unrelated"], cwd=ROOT)
    try:
        yield
        if writer.poll() is not None:
            sys.exit("The process that writes has ended.")
    finally:
        writer.kill()
        writer.wait()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1].split(",")], *map(int, sys.argv[2:]))
