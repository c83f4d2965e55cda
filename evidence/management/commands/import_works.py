from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from evidence.files import NotReadable, text_of_file
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
            found = taken(text_of_file(file), longest=LONGEST_FILE)
        except NotReadable as error:
            raise CommandError(f"{file} {error}") from None
        except NotTaken as error:
            raise CommandError(f"{file}: {error}") from None
        counts = Counter()
        for number, line in enumerate(bring_in(found, dry_run), 1):
            counts[line.outcome] += 1
            self.stdout.write(f"{line.place}: {line.outcome}: {line.message or line.reference}")
            if number % PROGRESS == 0 and self.stderr.isatty():
                self.stderr.write(f"{number} of {len(found)} …")
        told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome)
        end = "Nothing was saved: this was a dry run." if dry_run else ""
        self.stdout.write(f"{len(found)} works: {told}. {end}".strip())
        if counts[Outcome.REFUSED]:
            raise CommandError(f"{counts[Outcome.REFUSED]} of {len(found)} works were refused.")
