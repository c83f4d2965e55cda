"""What is not kept for ever: old entries of the log, and editions of other releases.

Some at a time, so that nobody waits long for the lock; the worker goes round often.
"""

from datetime import timedelta
from itertools import takewhile

from django.conf import settings
from django.utils import timezone

from delivery.fingerprint import fingerprint
from delivery.models import Change, Edition
from delivery.settling import alone

CHANGES_AT_ONCE = 5000
EDITIONS_AT_ONCE = 500
OTHER_RELEASES = timedelta(days=1)
"""How long editions of another release are kept; while one replaces another, both answer."""


def trim():
    """Deletes some of what is too old, if there is any."""
    trim_log(timezone.now() - timedelta(days=settings.LOG_DAYS))
    trim_editions(timezone.now() - OTHER_RELEASES)


def trim_log(before):
    """Deletes changes from before a moment, and says in the same transaction up to where."""
    if not Change.objects.filter(changed_at__lt=before).exists():
        return
    with alone() as state:
        oldest = Change.objects.order_by("number").values_list("number", "changed_at")
        # A clock set back leaves old moments behind young ones: the log is cut at its end alone.
        old = takewhile(lambda row: row[1] < before, oldest[:CHANGES_AT_ONCE])
        state.floor = max((number for number, _ in old), default=state.floor)
        state.save()
        Change.objects.filter(number__lte=state.floor).delete()


def trim_editions(before):
    """Deletes editions from before a moment that another release has rendered."""
    old = Edition.objects.exclude(fingerprint=fingerprint()).filter(rendered_at__lt=before)
    if not old.exists():
        return
    with alone():
        Edition.objects.filter(
            pk__in=list(old.values_list("pk", flat=True)[:EDITIONS_AT_ONCE])
        ).delete()
