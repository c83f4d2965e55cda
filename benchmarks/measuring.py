"""Measures the API on one database. Started by `benchmarks.api`, once for each."""

import os
import platform
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

import wagtail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from articles.models import ArticlePage  # noqa: E402
from benchmarks.corpus import Corpus  # noqa: E402
from benchmarks.requests import ask, queries, requests  # noqa: E402

COUNTED = 3
"""Rounds in which queries are counted, none of which is timed."""
SAMPLE = 25


def main(sizes, rounds):
    run(sizes, rounds, lambda client, corpus, articles: measure(client, articles, rounds), table)


def run(sizes, rounds, measure, table):
    """Measures sites of these sizes and prints the table of what `measure` gives for each."""
    say("Migrating …")
    call_command("migrate", verbosity=0, interactive=False)
    client = Client(headers={"host": "localhost"})
    corpus, found = Corpus(), {}
    for size in sizes:
        start = time.monotonic()
        articles = corpus.grow(size)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # As its autovacuum does.
                cursor.execute("VACUUM ANALYZE")
        say(f"{size} articles made in {time.monotonic() - start:.0f} seconds; measuring …")
        found[size] = measure(client, corpus, articles)
    print(f"\n## {database()}\n")
    print(f"{machine()}; {of_what(client, articles)}; {rounds} rounds.\n")
    print(table(found))


def say(text):
    print(text, file=sys.stderr, flush=True)


def measure(client, articles, rounds):
    """Queries and median milliseconds by name and side, the requests taking turns."""
    counts, times = {}, {}
    for number in range(COUNTED):
        for request in requests(articles, number):
            for side in sides(request):
                counts.setdefault((request.name, side), set()).add(
                    queries(client, getattr(request, side))
                )
    for number in range(rounds):
        for request in requests(articles, number):
            for side in sides(request):
                start = time.perf_counter()
                ask(client, getattr(request, side))
                taken = (time.perf_counter() - start) * 1000
                times.setdefault((request.name, side), []).append(taken)
    return {key: (counts[key], statistics.median(times[key])) for key in times}


def sides(request):
    return ["ours", "stock"] if request.stock else ["ours"]


def table(found):
    """The figures as a Markdown table: what is asked for, then ours and stock's by size."""
    heads = [f"{side}{size:,}" for side in ("", "stock, ") for size in found]
    lines = [["asked for", *heads], ["---", *("---:" for _ in heads)]]
    for name in dict.fromkeys(name for of_size in found.values() for name, _ in of_size):
        figures = [
            figure(of_size.get((name, side)))
            for side in ("ours", "stock")
            for of_size in found.values()
        ]
        lines.append([name, *figures])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def figure(measured):
    """Such as `37: 61.2 ms`."""
    if measured is None:
        return "–"
    counts, median = measured
    return f"{'–'.join(map(str, sorted({min(counts), max(counts)})))}: {median:.1f} ms"


def database():
    if connection.vendor == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {connection.pg_version // 10000}.{connection.pg_version % 10000}"


def machine():
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} cores, Python {platform.python_version()}, Django {django.__version__}, "
        f"Wagtail {wagtail.__version__}"
    )


def of_what(client, articles):
    """What the articles are like, by some of them."""
    some = articles[:: max(1, len(articles) // SAMPLE)]
    bodies = ArticlePage.objects.filter(pk__in=[page.pk for page in some])
    blocks = [len(page.body.raw_data) for page in bodies]
    sizes = [len(ask(client, f"/api/v2/pages/{page.pk}/").content) for page in some]
    return (
        f"articles of {min(blocks)} to {max(blocks)} blocks, "
        f"{statistics.median(sizes) / 1000:.0f} kB of JSON in the median"
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1].split(",")], int(sys.argv[2]))
