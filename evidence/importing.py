"""Brings works in, many at once: new ones are added, known ones completed, the rest is told."""

from contextlib import nullcontext
from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from evidence.models import Work


class Outcome(StrEnum):
    NEW = "new"
    MERGED = "merged"
    """Known already, and given what it had not."""
    KNOWN = "known"
    """Known already, with all of this."""
    REFUSED = "refused"


class Line(NamedTuple):
    """What became of one work of a file."""

    place: str
    outcome: Outcome
    work: Work | None
    message: str
    """What was added, or why it was refused; else the work's reference."""


def bring_in(found, dry_run=False):
    """Yields a `Line` for each `Found`, once that has been saved, each on its own.

    A work that is known keeps what it has: editors have seen that. With `dry_run` nothing is
    saved, and each line tells what would become of it.
    """
    with transaction.atomic() if dry_run else nullcontext():
        for one in found:
            yield _brought_in(one)
        if dry_run:
            transaction.set_rollback(True)


def _brought_in(found):
    if found.problem:
        return Line(found.place, Outcome.REFUSED, None, found.problem)
    work = Work(csl=found.item)
    try:
        work.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return Line(found.place, Outcome.REFUSED, None, " ".join(error.messages))
    with transaction.atomic():
        known = known_as(work)
        if known is None:
            work.save()
            return Line(found.place, Outcome.NEW, work, work.formatted["apa"]["text"])
        added = {name: value for name, value in work.csl.items() if name not in known.csl}
        if not added:
            return Line(found.place, Outcome.KNOWN, known, known.formatted["apa"]["text"])
        known.csl |= added
        known.save(update_fields=["csl"])
        return Line(found.place, Outcome.MERGED, known, f"Added {', '.join(sorted(added))}.")


def known_as(work):
    """The saved work that is the same: by DOI, or else by title, year and names; None without."""
    if work.doi:
        known = Work.objects.select_for_update().filter(doi=work.doi).first()
        if known:
            return known
    alike = Work.objects.select_for_update().filter(title__iexact=work.title, year=work.year)
    # Two DOIs are two works, however much alike they are.
    return next(
        (one for one in alike if one.names == work.names and not (one.doi and work.doi)), None
    )
