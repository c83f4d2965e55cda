"""Measures works on one database. Started by `benchmarks.evidence`, once for each."""

import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils.text import slugify  # noqa: E402

from articles.models import ArticleIndexPage, ArticlePage  # noqa: E402
from benchmarks.measuring import database, machine, say  # noqa: E402
from delivery.editions import switched_off  # noqa: E402
from evidence.csl.references import References  # noqa: E402
from evidence.importing import bring_in  # noqa: E402
from evidence.intake import taken  # noqa: E402
from evidence.models import Work  # noqa: E402
from evidence.styles import STYLES  # noqa: E402
from evidence.writing import FORMATS  # noqa: E402
from home.models import HomePage  # noqa: E402

CITED = 20
"""Works that the article cites, beside one that cites none."""


def main(count, rounds):
    say("Migrating …")
    call_command("migrate", verbosity=0, interactive=False)
    print(f"\n## {database()}\n\n{machine()}; {count} works; medians of {rounds} rounds.\n")
    print("| what | cost |\n| --- | --- |")
    for name, figure in measure(count, rounds):
        print(f"| {name} | {figure} |", flush=True)


def item(number):
    """CSL-JSON of one of many works, no two of them alike."""
    kinds = ("article-journal", "book", "chapter", "report", "webpage")
    return {
        "id": f"work-{number}",
        "type": kinds[number % len(kinds)],
        "title": f"A study of <i>work</i> number {number}: What it found",
        "author": [
            {"family": f"Quill{number}x{one}", "given": f"Ada B{one}."}
            for one in range(1 + number % 6)
        ],
        "issued": {"date-parts": [[1990 + number % 34, 1 + number % 12]]},
        "container-title": "Journal of Studies",
        "volume": str(number % 40),
        "page": f"{number}-{number + 9}",
        "DOI": f"10.5555/work.{number}",
    }


def measure(count, rounds):
    """What is measured and how it came out, as pairs of texts."""
    items = [item(number) for number in range(count)]
    for style, label in STYLES.items():
        alone = timed(
            rounds, lambda style=style: [References([one], style).entries() for one in items]
        )
        yield f"a work formatted alone, {label}", f"{alone / count:.1f} ms"
    together = timed(rounds, lambda: References(items[:CITED]).entries())
    yield f"a work formatted as one of {CITED}", f"{together / CITED:.1f} ms"
    yield from importing(items)
    yield from citing(rounds)


def importing(items):
    for name, format in FORMATS.items():
        Work.objects.all().delete()
        text = format.module.write(items)
        for state in ("new", "known"):
            start = time.perf_counter()
            done = sum(1 for _ in bring_in(taken(text, longest=len(text))))
            seconds = time.perf_counter() - start
            assert done == len(items)
            yield f"works imported from {name}, {state}", f"{done / seconds:.0f} a second"


def citing(rounds):
    """An article without references, and with many, in blocks and in the text."""
    home = HomePage.objects.get(depth=2)
    index = home.add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))
    works = list(Work.objects.order_by("pk")[:CITED])
    text = ("text", {"content": "<p>All there is to say.</p>" * 20})
    blocks = [("citation", {"work": work}) for work in works]
    marks = "".join(f'<p>So <a linktype="work" id="{work.pk}">x</a>.</p>' for work in works)
    bodies = {
        "no references": [text],
        f"{CITED} citations": [text, *blocks],
        f"{CITED} references in the text": [text, ("text", {"content": marks})],
    }
    reader, editor = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    editor.force_login(get_user_model().objects.create_superuser("bench"))
    for name, body in bodies.items():
        page = ArticlePage(title=name, slug=slugify(name), body=body)
        page.summary = name
        index.add_child(instance=page)
        page.save_revision().publish()
        addresses = {"JSON": f"/api/v2/pages/{page.pk}/", "HTML": page.url}
        for form, address in addresses.items():
            with switched_off():
                fresh = timed(rounds, lambda address=address: asked(reader, address))
            asked(reader, address)
            read = timed(rounds, lambda address=address: asked(reader, address))
            yield f"{form} with {name}: rendered; read", f"{fresh:.0f} ms; {read:.1f} ms"
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        shown = timed(rounds, lambda edit=edit: asked(editor, edit))
        yield f"the editor's form with {name}: opened", f"{shown:.0f} ms"


def asked(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"


def timed(rounds, work):
    """Milliseconds, the median of some rounds behind one that warms up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
