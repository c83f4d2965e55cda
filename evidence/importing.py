"""Brings works in, many at once: new ones are added, known ones completed, the rest is told."""

from contextlib import nullcontext
from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

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
    message: str = ""
    """What was added, or why it was refused."""
    work: Work | None = None
    reference: str = ""


def bring_in(found, dry_run=False):
    """Yields a `Line` for each `Found`, once that has been saved, each on its own.

    A work that is known keeps what it has: editors have seen that. With `dry_run` nothing is
    saved, and each line tells what would become of it.
    """
    works = _Tried() if dry_run else _Saved()
    for one in found:
        try:
            with nullcontext() if dry_run else transaction.atomic():
                line = _brought_in(one, works)
        except (DataError, IntegrityError):
            message = "The database refused it. Somebody may have saved it at this moment."
            line = Line(one.place, Outcome.REFUSED, message)
        yield line


def _brought_in(found, works):
    if found.problem:
        return Line(found.place, Outcome.REFUSED, found.problem)
    work = Work(csl=found.item)
    try:
        work.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return Line(found.place, Outcome.REFUSED, " ".join(error.messages))
    known = _known_as(work, works)
    if known is None:
        works.put(work)
        return Line(found.place, Outcome.NEW, "", work, _reference(work))
    added = {name: value for name, value in work.csl.items() if name not in known.csl}
    if not added:
        return Line(found.place, Outcome.KNOWN, "", known, _reference(known))
    known.csl |= added
    works.put(known)
    message = f"Added {', '.join(sorted(added))}."
    return Line(found.place, Outcome.MERGED, message, known, _reference(known))


def _known_as(work, works):
    """The work that is the same: by DOI, or else by title, year and names; None without."""
    known = works.with_doi(work.doi) if work.doi else None
    # Two DOIs are two works, however much alike they are.
    alike = (
        one
        for one in works.entitled(work.title, work.year)
        if one.names == work.names and not (one.doi and work.doi)
    )
    return known or next(alike, None)


def _reference(work):
    from evidence.columns import formatted
    from evidence.styles import APA

    return (work.formatted or formatted(work.csl, [APA]))[APA]["text"]


class _Saved:
    """The works of the database."""

    def with_doi(self, doi):
        return Work.objects.select_for_update().filter(doi=doi).first()

    def entitled(self, title, year):
        return Work.objects.select_for_update().filter(title__iexact=title, year=year)

    def put(self, work):
        work.save(update_fields=["csl"] if work.pk else None)


class _Tried:
    """The works as they would be by now. Saved and rolled back, they would keep others waiting."""

    def __init__(self):
        self.works = []

    def with_doi(self, doi):
        tried = next((one for one in self.works if one.doi == doi), None)
        return tried or Work.objects.filter(doi=doi).first()

    def entitled(self, title, year):
        key = title.lower(), year
        yield from (one for one in self.works if (one.title.lower(), one.year) == key)
        tried = {one.pk for one in self.works}
        saved = Work.objects.filter(title__iexact=title, year=year)
        yield from (one for one in saved if one.pk not in tried)

    def put(self, work):
        work.describe()
        work.formatted = {}
        if work not in self.works:
            self.works.append(work)
