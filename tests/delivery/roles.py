"""What other processes do in the tests of faults and concurrency; see `processes.py`."""

import os
import re
import time
from http.client import HTTPConnection
from threading import Event

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.signals import page_published

from articles.models import CallToAction
from delivery import atomic, derived, editions, preparing, worker
from delivery.representation import VERSION
from delivery.settling import Settling, alone
from tests.delivery.processes import SECONDS, halt, until
from tests.newsroom import desk

POINTS = {
    "committed": (atomic, "tell_written"),
    "told": (Settling, "_plan"),
    "settled": (preparing, "prepare"),
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
    answer = at_desk(session).post(*moved(form, number))
    raise AssertionError(f"Answered with {answer.status_code}, without passing {point}.")


def publish_on(line, session, form, number):
    """Publishes one version after the other, and says before each which it will be."""
    browser = at_desk(session)
    while True:
        line.send(number)
        answer = browser.post(*moved(form, number))
        assert answer.status_code == 302, answer.content
        number += 1


def version(form, number):
    """Where and what a form is sent to publish a version of its page."""
    address, data = form
    return address, data | desk.PUBLISH | {"title": f"Counter {number}"}


def moved(form, number):
    """The same, with a slug of the version's own."""
    address, data = version(form, number)
    return address, data | {"slug": f"counter-{number}"}


# A crowd. On its board stands what its publishers have committed, a number for each of `TEXTS`.

TITLE, HEADING, OUTAGES, FAILURES, IS_OVER = range(5)
TEXTS = {TITLE: rb"Counter (\d+)", HEADING: rb"Call (\d+)"}


def may_fail(board):
    """A question for later: whether the database has been away meanwhile.

    It is away while the number of `OUTAGES` is odd. A connection from before, which an outage may
    have cut unnoticed, is not used any more.
    """
    connection.close()
    before = board[OUTAGES]
    return lambda: before % 2 or board[OUTAGES] != before


def publish_until_the_end(line, board, session, form):
    """Publishes one version after the other in the admin, and says which when it is done."""
    browser = at_desk(session)
    browser.raise_request_exception = False
    while not board[IS_OVER]:
        is_excused, number = may_fail(board), board[TITLE] + 1
        answer = browser.post(*version(form, number))
        if answer.status_code == 302:
            board[TITLE] = number
            line.send(number)
        else:
            assert is_excused(), answer.content


def rewrite(line, board, pk):
    """Gives a call to action one heading after the other, past Wagtail and its signals."""
    while not board[IS_OVER]:
        is_excused, number = may_fail(board), board[HEADING] + 1
        try:
            CallToAction.objects.filter(pk=pk).update(heading=f"Call {number}")
            board[HEADING] = number
        except DatabaseError:
            if not is_excused():
                raise
        # Longer and shorter, so that readers meet all there is in between.
        time.sleep(0.01 * (number % 5))


def read(line, board, asked, port):
    """Asks a web server for one path after the other until all is over, and once more then.

    `asked` has the texts that each path shows. Returns how many different numbers were shown, and
    what was wrong: an error though the database was there, a number from before the question, a
    version from before the last answer.
    """

    def get(path):
        connection = HTTPConnection("localhost", port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    return _read(board, asked, get)


def read_slowly(line, board, asked):
    """The same in this process, which keeps what it has rendered only after the next commit."""

    def held(act):
        def wrapped(*given, **named):
            before = board[TITLE], board[HEADING]
            until(lambda: before != (board[TITLE], board[HEADING]) or board[IS_OVER])
            return act(*given, **named)

        return wrapped

    editions.store = held(editions.store)
    derived.is_for_everyone = held(derived.is_for_everyone)

    def get(path):
        answer = Client(raise_request_exception=False).get(path)
        return answer.status_code, answer.headers, answer.content

    return _read(board, asked, get)


def _read(board, asked, get):
    shown, wrong, version, is_last = set(), [], 0, False
    while not is_last:
        is_last = board[IS_OVER]
        for path, texts in asked.items():
            least, is_excused = {text: board[text] for text in texts}, may_fail(board)
            status, headers, body = get(path)
            # An answer with an age is from memory, and of what was committed last need not tell.
            if (status == 503 or "Age" in headers) and is_excused():
                board[FAILURES] += 1
                continue
            if status != 200 or "Age" in headers:
                wrong.append((path, status, headers.get("Age"), body[:200]))
            for text in texts:
                numbers = [int(number) for number in re.findall(TEXTS[text], body)]
                shown |= {(text, number) for number in numbers}
                if min(numbers, default=-1) < least[text]:
                    wrong.append((path, least, numbers))
            # Left out where the ordinary view answers, which may show more than is told.
            if VERSION in headers and int(headers[VERSION]) < version:
                wrong.append((path, headers[VERSION], version))
            version = int(headers.get(VERSION, version))
    return len(shown), wrong[:5]


# One who writes, and one who would have to wait


def hold_publishing(line, pk):
    """Writes, and commits when told to."""
    with transaction.atomic():
        write_anew(pk)
        line.send("held")
        line.recv()


def hold_settling(line, pk):
    """Settles what is written, and commits when told to."""
    write_anew(pk)
    with alone() as state:
        Settling(state).settle()
        line.send("held")
        line.recv()


def write_anew(pk):
    CallToAction.objects.filter(pk=pk).update(heading=f"Call of {os.getpid()}")


def look_once(line, paths):
    """What is answered at the paths. Where SQLite made this process wait, it would wait too long
    for the test."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {10 * SECONDS * 1000}")
    return [Client().get(path).content for path in paths]


# The worker


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
    worker.work(Event(), interval=0.05)
