import sys
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from evidence.importing import Outcome, bring_in
from evidence.intake import LONGEST_FILE, NotTaken, taken

PROGRESS = 50
"""Works between two words on how far it has come."""


class Command(BaseCommand):
    help = "Brings in the works of a BibTeX, RIS or CSL-JSON file, and tells what became of each."

    def add_arguments(self, parser):
        parser.add_argument("file", help="BibTeX, RIS or CSL-JSON in UTF-8; - is standard input")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would become")

    def handle(self, *, file, dry_run, **options):
        try:
            found = taken(_text_of(file), longest=LONGEST_FILE)
        except NotTaken as error:
            raise CommandError(f"{file}: {error}") from None
        counts = Counter()
        for number, line in enumerate(bring_in(found, dry_run), 1):
            counts[line.outcome] += 1
            self.stdout.write(f"{line.place}: {line.outcome}: {line.message}")
            if number % PROGRESS == 0 and self.stderr.isatty():
                self.stderr.write(f"{number} of {len(found)} …")
        told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome)
        end = "Nothing was saved: this was a dry run." if dry_run else ""
        self.stdout.write(f"{len(found)} works: {told}. {end}".strip())
        if counts[Outcome.REFUSED]:
            raise CommandError(f"{counts[Outcome.REFUSED]} of {len(found)} works were refused.")


def _text_of(file):
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not text in UTF-8.") from None
