"""Asks again what has become of works: whether they were retracted or corrected."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
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
        self._note(work.pk, notices)
        return True

    def _note(self, pk, notices):
        with transaction.atomic():
            # As it is now: an editor may have saved or deleted it while the answer was on its way.
            work = Work.objects.select_for_update().filter(pk=pk).first()
            if work is None:
                return
            work.checked_at = timezone.now()
            is_new = work.note(notices)
            work.save(update_fields=["notices", "checked_at"] if is_new else ["checked_at"])
        if is_new:
            log.warning("%s (%s) has new notices.", work, work.doi)


rechecking = Rechecking()
