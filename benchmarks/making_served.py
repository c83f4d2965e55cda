"""Makes articles with all their editions in one database, or what is missing of them."""

import math
import signal
import subprocess
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from articles.models import ArticlePage  # noqa: E402
from benchmarks.api import ROOT  # noqa: E402
from benchmarks.corpus import Corpus  # noqa: E402
from benchmarks.measuring import say  # noqa: E402
from cms.preparation import static_files  # noqa: E402
from delivery import settling  # noqa: E402
from delivery.editions import fresh, unready  # noqa: E402
from delivery.preparing import prepare  # noqa: E402
from delivery.worker import make_ready  # noqa: E402

PROCESSES = 2


def main(size):
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # First: their names are part of what editions are rendered from.
    static_files()
    call_command("migrate", verbosity=0, interactive=False)
    make(size)
    settling.settle()
    render()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def make(size):
    """All articles or none: what was begun cannot be gone on with."""
    there = ArticlePage.objects.live().count()
    if not there:
        say(f"Making {size:,} articles …")
        with transaction.atomic():
            Corpus().grow(size)
    elif there != size:
        sys.exit(f"There are {there:,} articles, not {size:,}; name another folder in --keep.")


def render():
    """Renders what is not fresh, in several processes. Ends the process where an edition failed."""
    waiting = unready().count()
    if waiting:
        say(f"Rendering the editions of {waiting:,} objects …")
        connection.close()
        command = [sys.executable, "-m", "benchmarks.making_served"]
        parts = [
            subprocess.Popen([*command, "part", str(part)], cwd=ROOT) for part in range(PROCESSES)
        ]
        try:
            for part in parts:
                part.wait()
        finally:
            for part in parts:
                part.terminate()
        # Two may have been in each other's way.
        if not make_ready(seconds=math.inf):
            sys.exit("Not all editions could be made ready.")
    failed = fresh().exclude(error="")
    if failed.exists():
        sys.exit(f"{failed.count():,} editions failed: {failed.first().error}")


def render_part(part):
    for one in list(unready())[part::PROCESSES]:
        prepare(one)


if __name__ == "__main__":
    if sys.argv[1] == "part":
        render_part(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]))
