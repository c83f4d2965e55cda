"""What other processes (`tests/delivery/processes.py`) do in the tests of faults and concurrency."""

from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.signals import page_published

from delivery import atomic, editions, worker
from delivery.settling import Settling
from tests.delivery.processes import halt
from tests.newsroom import desk

POINTS = {
    "committed": (atomic, "publish_written"),
    "told": (Settling, "_plan"),
    "settled": (editions, "prepare"),
    "stored": (editions, "_note_dependencies"),
}
"""Where a process can be made to stop, by what it would do next."""
SAVED = "saved"
"""One more: the page is published, in a transaction that is not yet committed."""


def stop_at(line, point):
    """Has this process stop at a point, and say so."""
    if point == SAVED:
        page_published.connect(lambda **_: halt(line, SAVED), weak=False)
    else:
        setattr(*POINTS[point], lambda *_, **__: halt(line, point))


def at_desk(session):
    """The browser of somebody who has logged in in another process."""
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    return browser


def publish(line, session, form, number, point):
    """Sends the form of a page in the admin to publish a version of it, but stops at a point."""
    stop_at(line, point)
    answer = at_desk(session).post(*version(form, number))
    raise AssertionError(f"Answered with {answer.status_code}, without passing {point}.")


def publish_on(line, session, form, number):
    """Publishes one version after the other, and says before each which it will be."""
    browser = at_desk(session)
    while True:
        line.send(number)
        answer = browser.post(*version(form, number))
        assert answer.status_code == 302, answer.content
        number += 1


def version(form, number):
    """Where and what a form is sent to publish a version of its page."""
    address, data = form
    typed = {"title": f"Counter {number}", "slug": f"counter-{number}"}
    return address, data | desk.PUBLISH | typed


def work(line, point):
    """One round of the worker, which stops at a point."""
    stop_at(line, point)
    worker.go_round()


def work_at(line, moment):
    """The same at a moment, which this process takes for now."""
    timezone.now = lambda: moment
    return worker.go_round()


def look_at(line, moment, pk, path):
    """Whether a page is shown at a moment, by each door; to somebody with a session, too."""
    timezone.now = lambda: moment
    visitor = at_desk("of nobody")
    asked = [(visitor, path), (Client(), path), (Client(), f"/api/v2/pages/{pk}/")]
    found = {browser.get(path).status_code == 200 for browser, path in asked}
    listed = Client().get("/api/v2/pages/?limit=100").json()["items"]
    return found | {pk in [item["id"] for item in listed]}


def work_on(line):
    """Round after round."""
    line.send("working")
    while True:
        worker.go_round()
