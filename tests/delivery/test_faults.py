"""Processes that are killed, a database that fails, a clock set back: nothing is lost by it, half
done or stale."""

import time
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision

from articles.models import ArticlePage
from delivery import editions, worker
from delivery.models import Change, Edition
from delivery.settling import Settling
from tests import chance
from tests.builders import make_article
from tests.delivery import roles
from tests.delivery.processes import Other
from tests.delivery.truth import assert_whole, wrong
from tests.newsroom import desk

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISHES = 1000 if chance.LONG else chance.second(100)
IN_A_ROW = 2 if chance.LONG else 16
"""Publishes from one kill to the next, at most."""
CHECKED = PUBLISHES // 5
"""Publishes from one look at everything to the next: each leaves one more redirect."""
LONGEST = 0.3
"""Seconds from the beginning of a publish to a kill, at most: about as long as one takes."""


@pytest.fixture
def article(transactional_db):
    body = [("text", {"content": "<p>All there is to say.</p>"})]
    return make_article(title="Counter 0", slug="counter-0", body=body)


@pytest.fixture
def editor(article):
    """The session of an administrator, and where and what the form of the article is sent."""
    browser = desk.at_desk()
    address = desk.edit_address(article)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return session, (address, desk.opened(browser, address))


def assert_published(pk):
    """That a page is published whole, with all that belongs to it. Returns which version it is."""
    page = Page.objects.get(pk=pk).specific
    number = int(page.title.removeprefix("Counter "))
    assert (page.slug, page.live) == (f"counter-{number}", True)
    assert page.latest_revision_id == page.live_revision_id
    assert page.live_revision.content["title"] == page.title
    assert not page.has_unpublished_changes
    left = {f"{page.get_parent().url}counter-{before}" for before in range(number)}
    assert left <= set(Redirect.objects.values_list("old_path", flat=True))
    log = PageLogEntry.objects.filter(page=pk)
    assert log.filter(action="wagtail.publish").count() == number + 1
    assert Revision.objects.for_instance(page).count() == number + 1
    return number


def test_a_web_process_killed_while_it_publishes_leaves_all_or_nothing(article, editor):
    number = 0
    for point in (roles.SAVED, *roles.POINTS):
        with Other(roles.publish, *editor, number + 1, point) as killed:
            assert killed.hear() == point
        number += point != roles.SAVED
        assert (assert_published(article.pk), point) == (number, point)
        assert_whole()


def test_a_worker_killed_while_it_publishes_leaves_all_or_nothing(transactional_db):
    for point in (roles.SAVED, "told", "stored"):
        due = make_article(title="Counter due", published=False)
        due.go_live_at = timezone.now() - timedelta(minutes=1)
        due.save_revision(approved_go_live_at=due.go_live_at)
        with Other(roles.work, point) as killed:
            assert killed.hear() == point
        assert is_live(due) == (point != roles.SAVED)
        assert_whole()
        assert worker.go_round()
        assert is_live(due)
    assert_whole()


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def test_processes_killed_at_any_moment_leave_all_or_nothing(article, editor):
    moments = Random(chance.SEED)
    number = looked = 0
    while number < PUBLISHES:
        with (
            Other(roles.work_on) as working,
            Other(roles.publish_on, *editor, number + 1) as web,
        ):
            assert working.hear() == "working"
            for started in range(1 + moments.randrange(IN_A_ROW)):
                assert web.hear() == number + 1 + started
            time.sleep(moments.random() * LONGEST)
        least, number = number + started, assert_published(article.pk)
        assert number >= least
        if number >= looked + CHECKED:
            looked = number
            assert_whole()


# A database that refuses to be written to


@pytest.fixture
def is_read(client, article):
    """Asks for everything that shows the article, and says whether a text is in each answer."""
    paths = [article.url, f"/api/v2/pages/{article.pk}/", "/api/v2/pages/?fields=*"]
    return lambda text: all(text.encode() in client.get(path).content for path in paths)


@contextmanager
def read_only():
    """A database that cannot be written to, as one is of which another has taken the place."""
    setting = {"sqlite": "PRAGMA query_only", "postgresql": "SET default_transaction_read_only"}
    execute(f"{setting[connection.vendor]} = on")
    yield
    execute(f"{setting[connection.vendor]} = off")


@contextmanager
def full(room=0):
    """A disk that is full but for so many bytes, as far as this connection to SQLite knows."""
    execute("VACUUM")
    more = room // execute("PRAGMA page_size")
    execute(f"PRAGMA max_page_count = {execute('PRAGMA page_count') + more}")
    yield
    execute(f"PRAGMA max_page_count = {2**30}")


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchone() if cursor.description else None
        return found and found[0]


def test_readers_are_answered_right_where_nothing_can_be_written(article, is_read):
    assert is_read(article.summary)
    ArticlePage.objects.update(summary="Said anew")
    before = execute("SELECT COUNT(*) FROM delivery_change")
    with read_only():
        assert is_read("Said anew")
    assert execute("SELECT COUNT(*) FROM delivery_change") == before
    assert_whole()


@pytest.mark.parametrize("error", [OperationalError("deadlock"), IntegrityError("a mistake")])
@pytest.mark.parametrize("step", [(Settling, "_plan"), (editions, "_note_dependencies")])
def test_readers_are_answered_right_where_settling_or_storing_fails(
    error, step, article, is_read, monkeypatch, caplog
):
    Edition.objects.all().delete()
    ArticlePage.objects.update(summary="Said anew")
    with monkeypatch.context() as patch:
        patch.setattr(*step, Mock(side_effect=error))
        assert is_read("Said anew")
    assert str(error) in caplog.text
    assert not Edition.objects.exists()
    assert is_read("Said anew")
    assert Edition.objects.exists()
    assert wrong() == []


@pytest.fixture
def sqlite(transactional_db):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone can be told that its disk is full.")


def test_a_full_disk_refuses_a_publish_whole(sqlite, article, editor):
    session, form = editor
    address, data = roles.moved(form, 1)
    browser = roles.at_desk(session)
    browser.raise_request_exception = False
    text = "Long. " * 50_000
    data |= {"body-0-value-content": desk.paragraphs(text)}
    assert_whole()
    # Room for the revision, but not for the page.
    with full(room=len(text) * 3 // 2):
        assert browser.post(address, data).status_code == 500
        assert assert_published(article.pk) == 0
    assert_whole()
    assert browser.post(address, data).status_code == 302
    assert assert_published(article.pk) == 1
    assert_whole()


def test_readers_are_answered_right_where_the_disk_is_full(sqlite, article, is_read, caplog):
    assert is_read(article.summary)
    # So long, and by chance, that no edition of it has room.
    summary = Random(1).randbytes(100_000).hex()
    ArticlePage.objects.update(summary=summary)
    with full():
        assert is_read(summary)
    assert "database or disk is full" in caplog.text
    assert_whole()


# A clock set back


def test_what_time_has_hidden_stays_hidden_when_the_clock_is_set_back(article):
    Page.objects.update(expire_at=in_hours(1))
    Page.objects.exclude(pk=article.pk).update(expire_at=None)
    assert shown(article, 0) == {True}
    assert shown(article, 2) == {False}
    assert shown(article, 0) == {False}
    assert told_of(article) == ["created", "deleted"]


def test_what_time_has_shown_stays_shown_when_the_clock_is_set_back(article):
    due = make_article(title="Due", published=False, go_live_at=in_hours(1))
    due.save_revision(approved_go_live_at=due.go_live_at)
    assert shown(due, 0) == {False}
    with Other(roles.work_at, in_hours(2)) as working:
        assert working.hear()
    assert shown(due, 2) == {True}
    assert shown(due, 0) == {True}
    assert told_of(due) == ["created"]


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def shown(page, hours):
    """Whether a page is shown to readers of a new process in so many hours, by each door."""
    with Other(roles.look_at, in_hours(hours), page.pk, page.url) as reader:
        return reader.hear()


def told_of(page):
    changes = Change.objects.filter(resource="pages", object_id=page.pk).order_by("number")
    return list(changes.values_list("event", flat=True))
