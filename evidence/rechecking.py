"""Asks again what has become of works: whether they were retracted or corrected."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from evidence.lookup.client import LookupFailed, OutOfReach, registered
from evidence.models import Work

log = logging.getLogger(__name__)

PAUSE = 3600
"""Seconds for which nobody is asked who was out of reach."""


class Rechecking:
    """Asks for one work after the other, the one that was asked for longest ago first."""

    def __init__(self):
        self.resumes_at = 0

    def next_one(self):
        """The next work that is due, if any."""
        if not settings.RECHECK_DAYS:
            return None
        before = timezone.now() - timedelta(days=settings.RECHECK_DAYS)
        due = Work.objects.filter(Q(checked_at=None) | Q(checked_at__lt=before)).exclude(doi="")
        return due.order_by(F("checked_at").asc(nulls_first=True), "pk").first()

    def go_on(self):
        """Asks for the next work. Returns whether there was one."""
        if time.monotonic() < self.resumes_at:
            return False
        work = self.next_one()
        if work is None:
            return False
        try:
            notices = registered(work.doi).notices
        except OutOfReach as problem:
            log.info("Works are asked for again in an hour: %s", problem)
            self.resumes_at = time.monotonic() + PAUSE
            return False
        except LookupFailed as problem:
            log.info("%s cannot be asked for: %s", work.doi, problem)
            notices = ()
        work.checked_at = timezone.now()
        if work.note(notices):
            log.warning("%s (%s) has a new notice: %s", work, work.doi, work.notices[-1]["label"])
            work.save(update_fields=["notices", "checked_at"])
        else:
            work.save(update_fields=["checked_at"])
        return True


rechecking = Rechecking()
