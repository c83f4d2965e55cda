"""Which works pages rest on: in the text that readers see, and in drafts."""

from collections import defaultdict
from itertools import chain

from django.db import models
from django.db.models import F, OuterRef, Q
from wagtail.models import Page, Revision

from delivery.reads import found, note
from delivery.watched import key
from evidence.models import Work


class CitedWork(models.Model):
    """A work that the stored body of a page cites.

    Derived of the body whenever it is saved; `manage.py index_content` makes all anew.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", db_index=False)
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="cited_lines")

    derived_of = "page"
    finds_by = ("work_id",)
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "work"], name="cited_work_once"),
        ]

    def __str__(self):
        return f"{self.work} in {self.page}"

    @classmethod
    def citing(cls, works, visibility, most):
        """The first public pages that cite each of some works, by the works' ids.

        `most` of them in the order of their ids, and one more where there are more. An answer
        depends on hidden pages, too: they may be shown one day.
        """
        ids = [work.pk for work in works]
        found(cls, "work_id", ids)
        lines = cls.objects.filter(work__in=ids).order_by("page").values_list("work", "page")
        rest, citing = defaultdict(list), defaultdict(list)
        for work, page in lines:
            rest[work].append(page)
        while rest:
            parts = {work: pages[: most + 1 - len(citing[work])] for work, pages in rest.items()}
            looked_at = set(chain(*parts.values()))
            note(*(key(Page, page) for page in looked_at))
            pages = visibility.addressed(Page.objects.filter(pk__in=looked_at))
            pages = {page.pk: page for page in pages}
            for work, part in parts.items():
                citing[work] += [pages[pk] for pk in part if pk in pages]
            # Where some were hidden, those behind them are looked at.
            rest = {
                work: behind
                for work, pages in rest.items()
                if len(citing[work]) <= most and (behind := pages[len(parts[work]) :])
            }
        return citing

    @classmethod
    def in_force(cls):
        """The lines of bodies that count, as a queryset.

        That of a page that is not live is history as soon as there is a draft, which saves leave
        out of the row.
        """
        return cls.objects.filter(Q(page__live=True) | Q(page__latest_revision=None))

    @classmethod
    def refresh(cls, page):
        """Makes the lines of a page those of its body. Writes only what differs."""
        _refresh(cls.objects.filter(page=page.pk), cls.due(page), {"page_id": page.pk})

    @staticmethod
    def due(page):
        """The ids of the works that a page cites as it is at hand."""
        return page.body.stream_block.cited(page.body) if hasattr(page, "body") else []


class CitedInDraft(models.Model):
    """A work that a revision of a page cites: its draft, or what waits to be published."""

    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="drafted_lines")

    is_private = True
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["revision", "work"], name="cited_in_draft_once"),
        ]

    def __str__(self):
        return f"{self.work} in {self.revision}"

    @classmethod
    def refresh(cls, revision, body):
        """Makes the lines of a revision those of its body. Writes only what differs."""
        due = body.stream_block.cited(body)
        _refresh(cls.objects.filter(revision=revision.pk), due, {"revision_id": revision.pk})

    @classmethod
    def in_force(cls):
        """The lines of drafts and of revisions that wait for their moment, as a queryset.

        `page_id` is that of their page. Whatever else is a revision is history.
        """
        pages = Page.objects.filter(latest_revision=OuterRef("revision"))
        waits = Q(revision__approved_go_live_at__isnull=False)
        return cls.objects.annotate(
            page_id=models.functions.Cast(F("revision__object_id"), models.BigIntegerField())
        ).filter(waits | models.Exists(pages))


def _refresh(lines, due, place):
    due = set(due)
    stored = dict(lines.values_list("work_id", "pk"))
    stale = [pk for work, pk in stored.items() if work not in due]
    if stale:
        lines.model.objects.filter(pk__in=stale).delete()
    new = due - stored.keys()
    if new:
        there = Work.objects.filter(pk__in=new).values_list("pk", flat=True)
        lines.model.objects.bulk_create(
            [lines.model(work_id=work, **place) for work in there], ignore_conflicts=True
        )
