"""Measures editions and the log on one database. `benchmarks.delivery` starts it for each."""

import math
import os
import resource
import statistics
import sys
import time
import tracemalloc
from contextlib import contextmanager

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from django.core.cache import caches  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models import ArticlePage  # noqa: E402
from benchmarks.measuring import run  # noqa: E402
from delivery import settling, triggers  # noqa: E402
from delivery.models import Change, Dependency, Edition, PublicObject  # noqa: E402
from delivery.preparing import prepare_written, tell_written  # noqa: E402
from delivery.worker import make_ready  # noqa: E402

LIST = "/api/v2/pages/?type=articles.ArticlePage&limit=20"
LISTS = {
    "list of 20": LIST,
    "list of 20, `fields=*`": f"{LIST}&fields=*",
    "search": f"{LIST}&search=classroom",
    "authors": "/api/v2/authors/?limit=20",
    "settings": "/api/v2/settings/",
    "feed (Atom)": "/articles/feed/atom/",
    "sitemap": "/sitemap.xml",
    "its first part": "/sitemap-pages.xml",
    "deep part by offset": f"{LIST}&offset={{deep}}",
}
MEGABYTE = 1_000_000


def main(sizes, rounds):
    def figures(*site):
        return dict(measure(*site, rounds))

    run(sizes, rounds, figures, table)


def measure(client, corpus, articles, rounds):
    """What is measured and how it came out, as pairs of texts."""
    with taken() as seconds:
        settling.settle()
    yield "telling the whole site anew", f"{seconds():.1f} s"
    yield from rebuilding(client, articles)
    yield from lists(client, articles, rounds)
    yield from publishing(client, articles, rounds)
    yield from fanning_out(client, corpus, articles, rounds)
    yield from exporting(client)
    yield from sizes_of_tables(articles)


def rebuilding(client, articles):
    """All editions, by the worker."""
    with taken() as seconds:
        assert make_ready(seconds=math.inf)
    yield (
        "all editions rendered",
        f"{seconds():.0f} s, {len(articles) / seconds():.0f} articles a second",
    )
    one = articles[len(articles) // 2]
    for name, address in (
        ("document from its edition", f"/api/v2/pages/{one.pk}/"),
        ("page from its edition", f"/articles/{one.slug}/"),
    ):
        client.get(address)
        yield name, cost_of(lambda address=address: client.get(address), 25)


def lists(client, articles, rounds):
    """Lists with an empty cache and fresh editions, then again from the cache."""
    for name, address in LISTS.items():
        address = address.format(deep=len(articles) - 40)

        def ask(address=address):
            caches["answers"].clear()
            answer = client.get(address)
            assert answer.status_code == 200, address

        client.get("/api/v2/pages/?limit=0")
        yield f"{name}, put together", cost_of(ask, rounds)
        yield f"{name}, memory of one request", memory_of(ask)
        client.get(address)
        yield f"{name}, kept", cost_of(lambda address=address: client.get(address), rounds)


def publishing(client, articles, rounds):
    """A publication with triggers, telling and rendering, and without, in turns."""
    stock, told, ready = [], [], []
    for number in range(rounds):
        page = ArticlePage.objects.get(pk=articles[number * 7919 % len(articles)].pk)
        triggers.drop()
        with taken() as seconds:
            publish(page, f"Stock {number}")
        stock.append(seconds())
        triggers.install()
        title = f"Ours {number}"
        with taken() as seconds:
            publish(page, title)
            written = tell_written()
            told.append(seconds())
            prepare_written(written)
        ready.append(seconds())
        assert title in client.get(page.url).content.decode()
    for name, times in (
        ("publishing, as stock", stock),
        ("publishing, until the editor is answered", told),
        ("publishing, until both forms are ready", ready),
    ):
        yield name, f"{statistics.median(times) * 1000:.0f} ms"


def publish(page, title):
    page.title = title
    with transaction.atomic():
        page.save_revision().publish()


def fanning_out(client, corpus, articles, rounds):
    """A call to action that every article shows is saved; the first reader gets the new words."""
    times = []
    cta = corpus.ctas[0]
    for number in range(min(rounds, 3)):
        cta.heading = f"Fanned out {number}"
        before = Change.objects.count()
        with taken() as seconds:
            cta.save()
            tell_written()
        times.append(seconds())
        altered = Change.objects.count() - before
        page = articles[number * 7919 % len(articles)]
        assert cta.heading in client.get(f"/api/v2/pages/{page.pk}/").content.decode()
    yield "call to action saved", f"{statistics.median(times):.2f} s, {altered:,} changes told"
    # What follows is about fresh editions.
    Edition.objects.filter(is_fresh=False).update(is_fresh=True)


def exporting(client):
    resting = resident()
    with taken() as seconds:
        answer = client.get("/api/v2/export/")
        if answer.status_code != 200:
            return
        size = sum(len(part) for part in answer.streaming_content)
    yield "export", f"{seconds():.1f} s, {size / MEGABYTE:.0f} MB"
    yield "export, above the resting size", f"{max(0, resident() - resting):.0f} MB"


def sizes_of_tables(articles):
    models = (Edition, Dependency, PublicObject, Change)
    if connection.vendor == "postgresql":
        query = "SELECT pg_total_relation_size(%s)"
    else:
        query = "SELECT SUM(pgsize) FROM dbstat WHERE name = %s"
    with connection.cursor() as cursor:
        for model in models:
            try:
                cursor.execute(query, [model._meta.db_table])
            except django.db.Error:
                return
            size = cursor.fetchone()[0] or 0
            yield (
                f"table `{model._meta.db_table}`",
                f"{size / MEGABYTE:.1f} MB, {model.objects.count():,} rows",
            )


# Measuring


@contextmanager
def taken():
    """Gives a function that says how many seconds have passed since, or inside."""
    start = time.perf_counter()
    end = None
    yield lambda: (end or time.perf_counter()) - start
    end = time.perf_counter()


def cost_of(act, rounds):
    """Queries and the median of milliseconds, such as `4: 3.1 ms`."""
    act()
    with CaptureQueriesContext(connection) as queries:
        act()
        count = len(queries)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return f"{count}: {statistics.median(times):.1f} ms"


def memory_of(act):
    """The most memory that Python held for it at once."""
    act()
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{peak / MEGABYTE:.1f} MB"


def resident():
    """The most memory that the process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def table(found):
    lines = [["measured", *(f"{size:,}" for size in found)], ["---", *("---:" for _ in found)]]
    names = dict.fromkeys(name for of_size in found.values() for name in of_size)
    lines += [[name, *(of_size.get(name, "–") for of_size in found.values())] for name in names]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1].split(",")], int(sys.argv[2]))
