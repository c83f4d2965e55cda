"""What has become of works: asked for by the worker, loaded from a list, and told."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from delivery import worker
from evidence import rechecking
from evidence.lookup import client
from evidence.models import Work
from evidence.notices import Notice
from evidence.rechecking import Rechecking
from tests import builders
from tests.evidence.lookup.registry import running

pytestmark = pytest.mark.django_db

RETRACTION = {
    "DOI": "10.5555/notice",
    "type": "retraction",
    "label": "Retraction",
    "updated": {"date-parts": [[2019, 1, 31]]},
}
RETRACTED = {
    "kind": "retraction",
    "doi": "10.5555/notice",
    "date": "2019-01-31",
    "label": "Retraction",
}


@pytest.fixture
def registry(settings, monkeypatch):
    monkeypatch.setattr(client, "pace", client.Pace())
    settings.RECHECK_DAYS = 7
    with running() as registry:
        settings.CROSSREF_URL = settings.DOI_RESOLVER_URL = registry.address
        yield registry


def message(doi, **more):
    return {"type": "journal-article", "title": ["A"], "DOI": doi} | more


def all_done(rechecking):
    """How many works were asked for until none was due."""
    count = 0
    while rechecking.go_on():
        count += 1
        assert count < 20
    return count


def test_a_retraction_is_noted_and_told(registry, client):
    work = builders.make_work(DOI="10.5555/a")
    builders.make_work(DOI="")
    registry.knows_work("10.5555/a", message("10.5555/a", **{"updated-by": [RETRACTION]}))
    assert not client.get(f"/api/v2/works/{work.pk}/").json()["is_retracted"]
    assert all_done(Rechecking()) == 1
    work.refresh_from_db()
    assert work.notices == [RETRACTED]
    assert work.is_retracted
    assert timezone.now() - work.checked_at < timedelta(minutes=1)
    shown = client.get(f"/api/v2/works/{work.pk}/").json()
    assert (shown["is_retracted"], shown["notices"]) == (True, [RETRACTED])
    listed = client.get("/api/v2/works/?is_retracted=true").json()["items"]
    assert [item["id"] for item in listed] == [work.pk]


def test_works_are_asked_for_again_after_some_days_the_oldest_first(registry):
    now = timezone.now()
    for number, days in enumerate((None, 9, 8, 6)):
        doi = f"10.5555/{number}"
        registry.knows_work(doi, message(doi))
        work = builders.make_work(DOI=doi)
        checked = days and now - timedelta(days=days)
        Work.objects.filter(pk=work.pk).update(checked_at=checked)
    assert all_done(Rechecking()) == 3
    asked = [path.partition("%2F")[2].partition("?")[0] for path, _ in registry.asked]
    assert asked == ["0", "1", "2"]
    assert all_done(Rechecking()) == 0


def test_what_is_known_is_noted_once_and_a_check_alone_is_no_public_change(registry):
    registry.knows_work("10.5555/a", message("10.5555/a", **{"updated-by": [RETRACTION]}))
    work = builders.make_work(DOI="10.5555/a")
    all_done(Rechecking())
    before = Work.objects.values().get()
    Work.objects.update(checked_at=None)
    assert all_done(Rechecking()) == 1
    work.refresh_from_db()
    assert work.notices == [RETRACTED]
    after = Work.objects.values().get()
    assert {name for name in before if before[name] != after[name]} == {"checked_at"}
    assert "checked_at" in Work.private_columns


@pytest.mark.parametrize("is_deleted", [False, True])
def test_what_an_editor_does_while_it_is_asked_for_stays(settings, monkeypatch, is_deleted):
    settings.RECHECK_DAYS = 7
    work = builders.make_work(title="Before")

    def asked(doi):
        if is_deleted:
            work.delete()
        else:
            work.csl["title"] = "After"
            work.save()
        return client.Registered({}, (Notice(**RETRACTED),))

    monkeypatch.setattr(rechecking, "registered", asked)
    assert Rechecking().go_on()
    found = [(one.title, one.csl["title"], one.is_retracted) for one in Work.objects.all()]
    assert found == ([] if is_deleted else [("After", "After", True)])


def test_one_that_nobody_knows_keeps_no_other_waiting(registry):
    builders.make_work(DOI="10.5555/unknown")
    registry.knows_work("10.5555/z", message("10.5555/z"))
    builders.make_work(DOI="10.5555/z")
    assert all_done(Rechecking()) == 2
    assert not Work.objects.filter(checked_at=None).exists()


def test_who_is_out_of_reach_is_left_alone_for_an_hour(registry, settings, monkeypatch):
    builders.make_work()
    settings.CROSSREF_URL = "http://127.0.0.1:9"
    asking = Rechecking()
    assert not asking.go_on()
    settings.CROSSREF_URL = registry.address
    assert not asking.go_on()
    assert registry.asked == []
    monkeypatch.setattr(asking, "resumes_at", 0)
    assert asking.go_on()
    assert registry.asked


def test_nobody_is_asked_where_it_is_switched_off(registry, settings):
    settings.RECHECK_DAYS = 0
    builders.make_work()
    assert all_done(Rechecking()) == 0


def test_the_worker_does_it_when_it_has_time(registry, monkeypatch):
    monkeypatch.setattr(rechecking.rechecking, "resumes_at", 0)
    registry.knows_work("10.5555/a", message("10.5555/a"))
    builders.make_work(DOI="10.5555/a")
    monkeypatch.setattr(worker, "make_ready", lambda stop, seconds: False)
    worker.go_round()
    assert Work.objects.get().checked_at is None
    monkeypatch.setattr(worker, "make_ready", lambda stop, seconds: True)
    worker.go_round()
    assert Work.objects.get().checked_at


@pytest.mark.parametrize(
    ("kinds", "is_retracted"),
    [
        ([], False),
        (["correction", "expression-of-concern"], False),
        (["retraction"], True),
        (["retraction", "correction"], True),
        (["retraction", "reinstatement"], False),
        (["reinstatement", "retraction"], True),
    ],
)
def test_the_last_word_counts(kinds, is_retracted):
    work = builders.make_work()
    work.note([Notice(kind, "", f"20{n:02}", kind) for n, kind in enumerate(kinds)])
    work.save(update_fields=["notices"])
    assert Work.objects.get().is_retracted is is_retracted


def test_an_earlier_version_does_not_forget_a_retraction():
    work = builders.make_work(title="Before")
    work.save_revision()
    work.note([Notice(**RETRACTED)])
    work.csl["title"] = "After"
    work.save()
    earlier = work.revisions.get().as_object()
    earlier.save()
    work.refresh_from_db()
    assert (work.title, work.notices, work.is_retracted) == ("Before", [RETRACTED], True)


# A list


LISTED = b"""\xef\xbb\xbfTitle,RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature
A,1/31/2019 0:00,10.5555/notice,10.5555/A,Retraction
B,1/1/2020 0:00,unavailable,10.5555/elsewhere,Retraction
C,2/1/2019 0:00,10.5555/other,10.5555/a,Correction
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "retractions.csv"
    path.write_bytes(LISTED)
    return str(path)


def loaded(file, **options):
    said = StringIO()
    call_command("load_retractions", file, stdout=said, stderr=StringIO(), **options)
    return said.getvalue().splitlines()


def test_a_list_of_retractions_is_loaded(file):
    work, other = builders.make_work(title="A", DOI="10.5555/a"), builders.make_work()
    told = ["A (10.5555/a): Retraction, Correction"]
    assert loaded(file, dry_run=True) == [
        *told,
        "Notices: 3. Works: 1, of which changed: 1. Nothing was saved: this was a dry run.",
    ]
    assert not Work.objects.filter(is_retracted=True).exists()
    assert loaded(file) == [*told, "Notices: 3. Works: 1, of which changed: 1."]
    assert loaded(file) == ["Notices: 3. Works: 1, of which changed: 0."]
    work.refresh_from_db()
    assert [notice["date"] for notice in work.notices] == ["2019-01-31", "2019-02-01"]
    assert work.is_retracted
    other.refresh_from_db()
    assert other.notices == []


def test_what_cannot_be_read_is_told(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="1 lines could not be read"):
        loaded(str(path))
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        loaded(str(tmp_path / "none.csv"))
