import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page, Revision

from delivery import worker
from delivery.models import WorkerHeartbeat
from tests.builders import make_article, make_cta

pytestmark = pytest.mark.django_db


def schedule(thing, when):
    """Has a moderator's approval to be published at a moment."""
    thing.go_live_at = when
    thing.save_revision(approved_go_live_at=when)
    return thing


def past(minutes=1):
    return timezone.now() - timedelta(minutes=minutes)


def test_due_page_is_published():
    article = schedule(make_article(published=False), past())
    worker.go_round()
    assert Page.objects.get(pk=article.pk).live


def test_page_that_is_not_due_waits():
    article = schedule(make_article(published=False), timezone.now() + timedelta(hours=1))
    worker.go_round()
    assert not Page.objects.get(pk=article.pk).live


def test_page_past_its_expiry_is_taken_down():
    article = make_article(expire_at=past())
    Page.objects.filter(pk=article.pk).update(live=True, expired=False)
    worker.go_round()
    article = Page.objects.get(pk=article.pk)
    assert (article.live, article.expired) == (False, True)


def test_snippets_are_published_and_taken_down_too():
    due = make_cta(live=False)
    schedule(due, past())
    expired = make_cta(expire_at=past())
    worker.go_round()
    due.refresh_from_db()
    expired.refresh_from_db()
    assert (due.live, expired.live) == (True, False)


def test_one_that_fails_keeps_no_other_waiting(monkeypatch, caplog):
    broken = schedule(make_article(published=False), past(minutes=9))
    due = schedule(make_article(published=False), past(minutes=1))
    stubborn = make_cta(expire_at=past(minutes=9))
    expired = make_cta(expire_at=past(minutes=1))
    publish, unpublish = Revision.publish, type(expired).unpublish

    def publish_others(revision, **options):
        if revision.object_id == str(broken.pk):
            raise ValueError("cannot be published")
        publish(revision, **options)

    def unpublish_others(cta, **options):
        if cta == stubborn:
            raise ValueError("cannot be taken down")
        unpublish(cta, **options)

    monkeypatch.setattr(Revision, "publish", publish_others)
    monkeypatch.setattr(type(expired), "unpublish", unpublish_others)
    worker.go_round()
    expired.refresh_from_db()
    assert Page.objects.get(pk=due.pk).live
    assert not expired.live
    assert "cannot be published" in caplog.text
    assert "cannot be taken down" in caplog.text
    # The worker does run, and says so: one page is no reason to take the site out of service.
    assert WorkerHeartbeat.age(worker.JOB) < timedelta(minutes=1)


def test_a_round_leaves_a_heartbeat():
    assert WorkerHeartbeat.age(worker.JOB) is None
    worker.go_round()
    assert WorkerHeartbeat.age(worker.JOB) < timedelta(minutes=1)
    WorkerHeartbeat.objects.update(beat_at=past(minutes=5))
    worker.go_round()
    assert WorkerHeartbeat.age(worker.JOB) < timedelta(minutes=1)


def test_error_is_survived_logged_and_leaves_no_heartbeat(monkeypatch, caplog):
    def down():
        raise OSError("the database is away")

    monkeypatch.setattr(worker, "publish_and_expire", down)
    worker.go_round()
    assert "the database is away" in caplog.text
    assert WorkerHeartbeat.age(worker.JOB) is None


@pytest.mark.django_db(transaction=True)
def test_worker_goes_round_until_told_to_stop(monkeypatch):
    stop, rounds = threading.Event(), []

    def go_round(stop, interval):
        # None left over from the round before, which might be dead by now.
        assert connection.connection is None
        connection.ensure_connection()
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        return True

    monkeypatch.setattr(worker, "go_round", go_round)
    connection.close()
    worker.work(stop, interval=0.01)
    assert len(rounds) == 3


def test_a_job_that_fails_keeps_none_of_the_others_waiting(monkeypatch, caplog):
    done = []

    def failing():
        raise RuntimeError("No words")

    jobs = [failing, lambda: done.append("checked")]
    monkeypatch.setattr(hooks, "get_hooks", lambda name: jobs if name == worker.HOOK else [])
    assert worker.go_round()
    assert done == ["checked"]
    assert "No words" in caplog.text
