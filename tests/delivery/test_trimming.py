"""What is too old goes, a part at a time, and nothing else; the log says up to where it went."""

from datetime import timedelta

import pytest
from django.utils import timezone

from delivery import settling, trimming, worker
from delivery.fingerprint import fingerprint
from delivery.models import Change, Dependency, Edition, PublicObject, State
from delivery.preparing import prepare
from tests.builders import make_author

pytestmark = pytest.mark.django_db


def ago(**time):
    return timezone.now() - timedelta(**time)


@pytest.fixture
def log():
    """Makes the log hold changes of these ages in days, the oldest first."""

    def make(*ages):
        settling.settle()
        Change.objects.all().delete()
        State.objects.update(number=len(ages))
        for number, days in enumerate(ages, start=1):
            Change.objects.create(
                number=number, resource="authors", object_id=1, changed_at=ago(days=days)
            )

    return make


def numbers():
    return list(Change.objects.order_by("number").values_list("number", flat=True))


def test_old_changes_go_and_the_log_says_up_to_where(log, settings):
    settings.LOG_DAYS = 30
    log(90, 31, 29, 0)
    trimming.trim()
    assert numbers() == [3, 4]
    assert State.objects.get().floor == 2
    trimming.trim()
    assert (numbers(), State.objects.get().floor) == ([3, 4], 2)


def test_where_all_changes_are_old_numbers_go_on(log):
    log(120, 110)
    trimming.trim()
    assert numbers() == []
    assert (State.objects.get().floor, State.objects.get().number) == (2, 2)
    author = make_author()
    settling.settle()
    assert list(Change.objects.values_list("number", "object_id")) == [(3, author.pk)]


def test_the_log_is_cut_at_its_end_alone(log):
    """A clock set back leaves old moments behind young ones."""
    log(100, 0, 100)
    trimming.trim()
    assert numbers() == [2, 3]
    assert State.objects.get().floor == 1
    trimming.trim()
    assert (numbers(), State.objects.get().floor) == ([2, 3], 1)


def test_some_go_at_a_time(log, monkeypatch):
    monkeypatch.setattr(trimming, "CHANGES_AT_ONCE", 2)
    log(100, 100, 100)
    trimming.trim()
    assert (numbers(), State.objects.get().floor) == ([3], 2)
    trimming.trim()
    assert (numbers(), State.objects.get().floor) == ([], 3)


@pytest.fixture
def edition():
    author = make_author()
    settling.settle()
    prepare(PublicObject.objects.get(resource="authors", object_id=author.pk))
    return Edition.objects.filter(public_object__resource="authors")


@pytest.mark.parametrize(
    ("release", "age", "stays"),
    [
        ("another", {"hours": 25}, False),
        ("another", {"hours": 23}, True),
        (fingerprint(), {"days": 100}, True),
    ],
    ids=["another's", "another's of today", "our own"],
)
def test_editions_of_other_releases_go_after_a_day(edition, release, age, stays):
    edition.update(fingerprint=release, rendered_at=ago(**age))
    trimming.trim()
    assert edition.exists() == Dependency.objects.filter(edition__in=edition).exists() == stays


def test_some_editions_go_at_a_time(edition, monkeypatch):
    monkeypatch.setattr(trimming, "EDITIONS_AT_ONCE", 1)
    one = edition.get()
    for number in range(2):
        one.pk, one.fingerprint, one.rendered_at = None, f"another-{number}", ago(days=2)
        one.save(force_insert=True)
    left = []
    for _ in range(3):
        trimming.trim()
        left.append(edition.count())
    assert left == [2, 1, 1]


def test_the_worker_trims_at_each_round(log):
    log(100, 0)
    worker.go_round()
    assert 1 not in numbers()
    assert State.objects.get().floor == 1
