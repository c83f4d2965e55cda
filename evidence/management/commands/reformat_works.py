from django.core.management.base import BaseCommand

from evidence.models import DERIVED, Work


class Command(BaseCommand):
    help = (
        "Makes the references of all works anew, and whatever else is made of their CSL-JSON: "
        "after an update of Citewell, or when works were written past it."
    )

    def handle(self, **options):
        seen = changed = 0
        for work in Work.objects.iterator(chunk_size=200):
            seen += 1
            before = work.csl, [getattr(work, name) for name in DERIVED]
            try:
                work.derive()
            except ValueError as error:
                self.stderr.write(f"Work {work.pk} ({work}): {error}")
                continue
            if before != (work.csl, [getattr(work, name) for name in DERIVED]):
                work.save(update_fields=["csl"])
                changed += 1
        self.stdout.write(f"{seen} works, {changed} of them changed.")
