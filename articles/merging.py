"""Makes two works one."""

import json

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState

from articles.models import CitedInDraft, CitedWork
from articles.works_in_use import body_field
from evidence.notices import Notice


@transaction.atomic
def merge(work, into, user=None):
    """Makes two works one: `into` gets what it lacks and is cited instead of `work`, which goes.

    The draft of a page becomes a new revision, by `user`: who has the page open is told. In older
    versions of pages nothing is cited any more where `work` was. Raises `StillCited` where a page
    begins to cite `work` meanwhile.
    """
    # In the order in which saving a page takes them: first the lines of its draft, then the page.
    drafted = CitedInDraft.objects.filter(work=work).order_by("pk").select_for_update()
    pages = {line.revision.object_id for line in drafted.prefetch_related("revision")}
    pages |= set(CitedWork.objects.filter(work=work).values_list("page", flat=True))
    for page in Page.objects.filter(pk__in=pages).order_by("pk").select_for_update():
        _cite(page.specific, work, into, user)
    work.delete()
    into.csl = work.csl | {name: value for name, value in into.csl.items() if value}
    into.note([Notice(**notice) for notice in work.notices])
    into.save()


def _cite(page, work, into, user):
    """Has a page and its drafts cite `into` instead of `work`."""
    if CitedWork.objects.filter(page=page, work=work).exists():
        page.body = page.body.stream_block.citing_instead(page.body, work.pk, into.pk)
        page.save(clean=False, update_fields=["body"])
    lines = CitedInDraft.in_force().filter(work=work, page_id=page.pk)
    for revision in Revision.objects.filter(pk__in=lines.values("revision")):
        if revision.pk == page.latest_revision_id:
            _go_on(revision, work, into, user)
        else:
            _change(revision, work, into)


def _change(revision, work, into):
    """Has a revision that waits behind a newer one cite `into`."""
    field = body_field(revision)
    body = field.to_python(revision.content[field.name])
    body = field.stream_block.citing_instead(body, work.pk, into.pk)
    revision.content[field.name] = json.dumps(field.get_prep_value(body))
    revision.save(update_fields=["content"])


def _go_on(revision, work, into, user):
    """Makes a new revision of the latest, which cites `into` and is in all else what that was."""
    page = revision.as_object()
    moment = revision.approved_go_live_at
    # No cancellation of a schedule, which saving it without its moment would be in the log.
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    page.body = page.body.stream_block.citing_instead(page.body, work.pk, into.pk)
    # What is public is changed with it: no changes wait to be published that did not before.
    new = page.save_revision(user=user, approved_go_live_at=moment, changed=False, clean=False)
    log(page, "wagtail.edit", user=user, revision=new, content_changed=True)
    if Page.objects.filter(live_revision=revision).update(live_revision=new):
        log(page, "wagtail.publish", user=user, revision=new, content_changed=True)
    # What moderators look at is what they will publish.
    tasks = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_IN_PROGRESS)
    tasks.update(revision=new)
