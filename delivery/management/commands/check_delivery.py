"""`manage.py check_delivery`: whether all that is served is what a fresh rendering gives."""

import time

from django.core.management.base import BaseCommand, CommandError

from delivery import checking, triggers
from delivery.editions import unready
from delivery.fingerprint import fingerprint
from delivery.models import Edition
from delivery.settling import settled

SECONDS = 5
"""Between two lines that tell how far it is."""


class Command(BaseCommand):
    help = "Compares the log and every edition with what is public now; --repair mends them."

    def add_arguments(self, parser):
        parser.add_argument(
            "--repair",
            action="store_true",
            help="Install triggers, tell what was missed, and render differing editions anew.",
        )

        parser.add_argument(
            "--restored",
            action="store_true",
            help="After a backup was restored: repair, and let consumers of the log begin again.",
        )

    def handle(self, *args, repair=False, restored=False, **options):
        if not triggers.can_be_installed():
            raise CommandError("Tables are missing. Run `manage.py migrate` first.")
        self.begun = self.shown = time.monotonic()
        self.is_repairing = repair = repair or restored
        self.found = self.unmended = 0
        settled()
        self._check_foundations()
        self._check_editions()
        if restored:
            checking.begin_anew()
            self.stdout.write(
                f"The log goes on at {settled().number:,}: its consumers begin again by themselves."
            )
        self._tell_rest()
        if self.unmended:
            mend = "was not mended" if repair else "is wrong. --repair mends what can be mended"
            raise CommandError(f"{self.unmended:,} of what was compared {mend}.")
        done = f"Mended: {self.found:,}. " if self.found else ""
        self.stdout.write(self.style.SUCCESS(f"{done}All is well."))

    def _check_foundations(self):
        for sentence in checking.foundations():
            self._tell(sentence)
        for difference in checking.log_differences():
            self._tell(difference)
        if not self.is_repairing:
            return
        before = settled().number
        checking.lay_foundations()
        self.unmended = 0
        self.stdout.write(
            "Triggers are installed, editions are served, and the log has told "
            f"{settled().number - before:,} changes."
        )

    def _check_editions(self):
        for difference in checking.edition_differences(self._progress):
            self._tell(difference)
            if self.is_repairing:
                is_mended, done = checking.repair(difference)
                self.unmended -= is_mended
                self.stdout.write(f"  {done}")

    def _tell(self, wrong):
        self.found += 1
        self.unmended += 1
        self.stdout.write(self.style.ERROR(str(wrong)))

    def _progress(self, count, total):
        now = time.monotonic()
        if count == total or now - self.shown >= SECONDS:
            self.shown = now
            self.stdout.write(
                f"{count:,} of {total:,} editions compared, {now - self.begun:,.0f} s"
            )

    def _tell_rest(self):
        self.stdout.write(f"Objects with editions still to be rendered: {unready().count():,}")
        others = Edition.objects.exclude(fingerprint=fingerprint()).count()
        if others:
            self.stdout.write(
                f"Not compared: {others:,} editions of other releases or settings. "
                "The settings have to be those of the web server."
            )
