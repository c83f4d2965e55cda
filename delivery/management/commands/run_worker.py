"""`manage.py run_worker`: publishes and expires what was scheduled, until it is told to stop."""

import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand

from delivery.worker import work


class Command(BaseCommand):
    help = "Publishes and expires what was scheduled, every WORKER_INTERVAL seconds."

    def add_arguments(self, parser):
        parser.add_argument(
            "--interval",
            type=int,
            default=settings.WORKER_INTERVAL,
            help="Seconds between two rounds (default: the setting WORKER_INTERVAL).",
        )

    def handle(self, *args, **options):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work(stop, options["interval"])
