from django.core.management.base import BaseCommand, CommandError

from evidence.models import Work
from evidence.reading.retractions import read


class Command(BaseCommand):
    help = (
        "Notes retractions and the like that a CSV of Retraction Watch lists on the works that "
        "were brought in."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the CSV as Retraction Watch publishes it")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be noted")

    def handle(self, *, file, dry_run, **options):
        known = set(Work.objects.exclude(doi="").values_list("doi", flat=True))
        seen, noted, problems = 0, {}, 0
        try:
            with open(file, "rb") as opened:
                for listed in read(opened):
                    seen += 1
                    if listed.problem:
                        problems += 1
                        self.stderr.write(f"{listed.place}: {listed.problem}")
                    elif listed.doi in known:
                        noted.setdefault(listed.doi, []).append(listed.notice)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        changed = sum(self._note(doi, notices, dry_run) for doi, notices in noted.items())
        end = " Nothing was saved: this was a dry run." if dry_run else ""
        self.stdout.write(
            f"Notices: {seen}. Works: {len(noted)}, of which changed: {changed}.{end}"
        )
        if problems:
            raise CommandError(f"{problems} lines could not be read.")

    def _note(self, doi, notices, dry_run):
        work = Work.objects.get(doi=doi)
        if not work.note(notices):
            return False
        self.stdout.write(f"{work} ({doi}): {', '.join(one.label for one in notices)}")
        if not dry_run:
            work.save(update_fields=["notices"])
        return True
