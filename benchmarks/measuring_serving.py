"""Measures serving on one database of articles, and prints the figures as JSON."""

import json
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

django.setup()

from django.contrib.sessions.models import Session  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import ArticlePage  # noqa: E402
from benchmarks import wrk  # noqa: E402
from benchmarks.api import ROOT  # noqa: E402
from benchmarks.measuring import database, machine, of_what, say  # noqa: E402

WORKERS, THREADS, CONNECTIONS = 2, 8, 8
DRAWS, EXPONENT, SEED = 50_000, 1.0, 1
"""Requests for articles: drawn beforehand, the n-th most liked in proportion to 1 / n."""
CODINGS = "gzip, br"
LIST = "/api/v2/pages/?type=articles.ArticlePage&limit=20"
WAYS = {"exact": "0", "within 100 ms": "100"}
"""Values of FRESHNESS_MS."""
FLOORS = ["constant", "view", "select"]


class Kind(NamedTuple):
    """Something that is asked for: addresses in the order of asking, and headers."""

    name: str
    addresses: list
    headers: dict
    status: int = 200
    floors: list = FLOORS[:1]


def main(rounds, seconds):
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    articles = list(ArticlePage.objects.live().order_by("path").defer_streamfields())
    figures = {
        "database": database(),
        "machine": machine(),
        "about": of_what(Client(headers={"host": "localhost"}), articles),
        "articles": len(articles),
        "rounds": rounds,
        "seconds": seconds,
        "exponent": EXPONENT,
        "workers": WORKERS,
        "threads": THREADS,
        "connections": CONNECTIONS,
    }
    figures["ways"] = {way: measure(way, articles, rounds, seconds) for way in WAYS}
    print(json.dumps(figures))


def kinds(articles, tag):
    documents = [f"/api/v2/pages/{page.pk}/" for page in articles]
    pages = [f"/articles/{page.slug}/" for page in articles]
    likely = list(accumulate(1 / n**EXPONENT for n in range(1, len(articles) + 1)))
    drawn = Random(SEED).choices(range(len(articles)), cum_weights=likely, k=DRAWS)
    documents_drawn, pages_drawn = ([of[n] for n in drawn] for of in (documents, pages))
    coded = {"Accept-Encoding": CODINGS}
    known = coded | {"If-None-Match": tag}
    deep = max(0, len(articles) - 40)
    return [
        Kind("article, JSON", documents_drawn, coded, floors=FLOORS),
        Kind("article, HTML", pages_drawn, coded, floors=FLOORS),
        Kind("one article, JSON", documents[:1], coded),
        Kind("one article, JSON, 304", documents[:1], known, status=304),
        Kind("list of 20", [LIST], coded),
        Kind("list of 20, `fields=*`", [f"{LIST}&fields=*"], coded),
        Kind("search", [f"{LIST}&search=classroom"], coded),
        Kind("feed (Atom)", ["/articles/feed/atom/"], coded),
        Kind("deep part by offset", [f"{LIST}&offset={deep}"], coded),
        # Last: the larger bodies leave no room for the others.
        Kind("article, JSON, not compressed", documents_drawn, {}),
        Kind("article, HTML, not compressed", pages_drawn, {}),
    ]


def measure(way, articles, rounds, seconds):
    """The figures of one value of FRESHNESS_MS."""
    found = defaultdict(lambda: defaultdict(list))
    # What a start reads off the disk is in the system's memory from one that is not counted.
    with served(WAYS[way], articles[0]):
        pass
    # Begun one after the other: the first answer is to show what a start takes, alone.
    with served(WAYS[way], articles[0]) as server, unrelated() as commits:
        asked = kinds(articles, server.tag(f"/api/v2/pages/{articles[0].pk}/"))
        say(f"{len(articles):,} articles, {way}: warming up …")
        sizes = {kind.name: server.size(kind) for kind in asked}
        for kind in asked:
            server.run(kind, seconds)
        for number in range(rounds):
            say(f"{len(articles):,} articles, {way}: round {number + 1} …")
            for kind in asked:
                of = found[kind.name]
                for name in kind.floors:
                    floor = Kind(name, [f"/-/{name}/?{sizes[kind.name]}"], kind.headers)
                    of[name].append(server.run(floor, seconds))
                warm(server, kind, seconds)
                before = server.counts()
                of["ours"].append(server.run(kind, seconds))
                of["hits"].append(share(before, server.counts()))
        return {
            "cold": server.cold,
            "rss": server.rss(),
            "commits": commits(),
            "kinds": {name: middles(of) | {"size": sizes[name]} for name, of in found.items()},
        }


def warm(server, kind, seconds):
    """Asks for all that was drawn: what the kinds before have pushed out of memory comes back."""
    asked = 0 if len(kind.addresses) > 1 else 1
    while asked < len(kind.addresses):
        asked += server.run(kind, seconds).rate * seconds


def middles(of):
    runs = {name: wrk.middle(some)._asdict() for name, some in of.items() if name != "hits"}
    return runs | {"hits": statistics.median(of["hits"])}


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
            return answer(line, address, headers)

    def size(self, kind):
        """Bytes of a body, the median; each address is asked once. Raises `wrk.Refused`."""
        sizes = []
        with closing(HTTPConnection("localhost", self.port, timeout=60)) as line:
            for address in dict.fromkeys(kind.addresses):
                status, _, body = answer(line, address, kind.headers)
                # wrk itself takes a redirect for an answer.
                if status != kind.status:
                    raise wrk.Refused(f"{address} answers {status}, not {kind.status}.")
                sizes.append(len(body))
        return int(statistics.median(sizes))

    def tag(self, address):
        return self.get(address, {"Accept-Encoding": CODINGS})[1]["ETag"]

    def counts(self):
        """What each process has counted, by its id. Raises `wrk.Refused` if one is silent."""
        found = {}
        # Asked until each has answered: which one does is the server's choice.
        for _ in range(200):
            told = json.loads(self.get("/-/counts")[2])
            found[told["pid"]] = told
            if len(found) == WORKERS:
                return found
        raise wrk.Refused(f"Of {WORKERS} web processes {len(found)} answered.")

    def run(self, kind, seconds):
        return wrk.run(self.port, kind.addresses, kind.headers, seconds, CONNECTIONS)

    def rss(self):
        """Megabytes resident in each web process."""
        sizes = [
            child.memory_info().rss / 1_000_000
            for child in psutil.Process(self.process.pid).children(recursive=True)
        ]
        return sorted(sizes)[-WORKERS:]


def answer(line, address, headers):
    line.request("GET", address, headers=dict(headers))
    given = line.getresponse()
    return given.status, given.headers, given.read()


@contextmanager
def served(freshness, article):
    """The product behind granian, as in production, once it has answered an article."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--workers-kill-timeout", "2", "--log-level", "warning"]
    settings = {"FRESHNESS_MS": freshness}
    start = time.monotonic()
    process = subprocess.Popen(
        [*command, "benchmarks.served:application"],
        cwd=ROOT,
        env=os.environ | settings,
        # It logs to stdout, where the figures go.
        stdout=sys.stderr,
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
    """Ten commits a second of what nobody is shown, by another process; gives how many it made.

    A number a second, since this began. Ends the process where the other has ended.
    """
    writer = subprocess.Popen([sys.executable, "-m", "benchmarks.unrelated"], cwd=ROOT)

    def commits():
        if writer.poll() is not None:
            sys.exit("The process that writes has ended.")
        return (Session.objects.count() - before) / (time.monotonic() - start)

    before = Session.objects.count()
    try:
        while Session.objects.count() == before and writer.poll() is None:
            time.sleep(0.1)
        before, start = Session.objects.count(), time.monotonic()
        yield commits
    finally:
        writer.kill()
        writer.wait()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
