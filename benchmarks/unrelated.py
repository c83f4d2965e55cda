"""Writes ten unrelated commits a second until it is ended."""

import os
import time
import uuid
from datetime import timedelta
from itertools import count

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.contrib.sessions.models import Session  # noqa: E402
from django.utils import timezone  # noqa: E402

SECONDS = 0.1
"""From one to the next."""


def main():
    start = time.monotonic()
    for number in count(1):
        ends = timezone.now() + timedelta(hours=1)
        Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=ends)
        time.sleep(max(0, start + number * SECONDS - time.monotonic()))


if __name__ == "__main__":
    main()
