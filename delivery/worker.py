"""What has to be done by the clock: publish and expire what was scheduled, keep editions ready."""

import logging
import time
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connections, transaction
from django.utils import timezone
from wagtail import hooks
from wagtail.models import DraftStateMixin, Page, Revision

from delivery.editions import unready
from delivery.models import WorkerHeartbeat
from delivery.preparing import prepare
from delivery.settling import settled
from delivery.trimming import trim

log = logging.getLogger(__name__)

JOB = "schedule"
HOOK = "worker_has_time"
"""Wagtail's hook for what apps have the worker do when nothing else waits: functions that take no
arguments and some seconds at most, each time a part of what is to be done. They return whether to
be called again at once."""


def work(stop, interval):
    """Goes round every `interval` seconds until the event `stop` is set."""
    log.info("The worker goes round every %s seconds.", interval)
    while not stop.is_set():
        is_done = go_round(stop, interval)
        # A connection kept over the pause could be dead after it.
        connections.close_all()
        # As at the end of a request.
        caches.close_all()
        if is_done:
            stop.wait(interval)
    log.info("The worker has stopped.")


def go_round(stop=None, seconds=10):
    """One round. An error is logged, never raised; the heartbeat tells that the round was made.

    Returns whether nothing is left to do, or it would be of no use to go on at once.
    """
    try:
        publish_and_expire()
        settled()
        WorkerHeartbeat.beat(JOB)
        is_done = make_ready(stop, seconds)
        trim()
        return is_done and not any(map(_done_part_of, hooks.get_hooks(HOOK)))
    except Exception:
        log.exception("This round of the worker failed; the next one tries again.")
        return True


def _done_part_of(job):
    """Has a job do its next part. Returns whether to call it again at once."""
    try:
        return job()
    except Exception:
        log.exception("%s failed; the next round tries again.", job.__qualname__)
        return False


def stale_after():
    """The age at which the worker's heartbeat means that it does not run (a `timedelta`)."""
    return timedelta(seconds=max(3 * settings.WORKER_INTERVAL, 60))


def stands_still(age):
    """Whether the worker does not run, by the age of its heartbeat; None where it never ran."""
    return age is None or age > stale_after()


def make_ready(stop=None, seconds=10):
    """Renders editions that are not fresh, for about so many seconds. Returns whether all are."""
    end = time.monotonic() + seconds
    number = 0
    while one := unready().filter(number__gt=number).first():
        if (stop is not None and stop.is_set()) or time.monotonic() > end:
            return False
        number = one.number
        prepare(one)
    return True


def publish_and_expire():
    """What Wagtail's `publish_scheduled` does, each object in a transaction of its own.

    The command stops at the first object that fails, and would at every round keep all behind it
    waiting; and what fails or is killed midway it leaves half done.
    """
    for overdue, verb, options in _overdue():
        try:
            with transaction.atomic():
                getattr(overdue, verb)(**options)
        except Exception:
            log.exception("%r: %s failed.", overdue, verb)


def _overdue():
    now = timezone.now()
    for model in apps.get_models():
        # A page of any type is found, and unpublished, through `Page`.
        if issubclass(model, DraftStateMixin) and (model is Page or not issubclass(model, Page)):
            for expired in model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
                how = {"set_expired": True, "log_action": "wagtail.unpublish.scheduled"}
                yield expired, "unpublish", how
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for revision in due:
        yield revision, "publish", {"log_action": "wagtail.publish.scheduled"}
