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
    versions of pages nothing is cited any more where `work` was.
    """
    for pk in CitedWork.objects.filter(work=work).values_list("page", flat=True):
        page = Page.objects.get(pk=pk).specific
        page.body = page.body.stream_block.citing_instead(page.body, work.pk, into.pk)
        page.save(clean=False, update_fields=["body"])
    drafted = CitedInDraft.in_force().filter(work=work).values_list("revision", flat=True)
    for revision in Revision.objects.filter(pk__in=list(drafted)):
        if Page.objects.filter(latest_revision=revision).exists():
            _go_on(revision, work, into, user)
        else:
            _change(revision, work, into)
    work.delete()
    into.csl = work.csl | {name: value for name, value in into.csl.items() if value}
    into.note([Notice(**notice) for notice in work.notices])
    into.save()


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
    TaskState.objects.filter(revision=revision).update(revision=new)
