"""The comparison of all that is served with a fresh rendering, and the repair."""

from io import StringIO

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from articles.models import Author
from delivery import checking, editions, settling, triggers, worker
from delivery.management.commands import check_delivery
from delivery.models import Change, Dependency, Edition, PublicObject, State
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """An article by an author, with all its editions ready."""
    article = builders.make_article(authors=[builders.make_author(name="Ada Byron")])
    worker.go_round()
    return article


def run(**options):
    """What the command writes, and whether it found all well."""
    out = StringIO()
    try:
        call_command("check_delivery", stdout=out, **options)
    except CommandError as error:
        return f"{out.getvalue()}{error}", False
    return out.getvalue(), True


def unnoticed(statement, *values):
    """Raw SQL while the triggers are away."""
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    triggers.install()


def rename_author_unnoticed(name="Ada Lovelace"):
    unnoticed("UPDATE articles_author SET name = %s WHERE name = 'Ada Byron'", name)


def edition_of(page, form="html"):
    objects = PublicObject.objects.filter(resource="pages", object_id=page.pk)
    return Edition.objects.get(public_object__in=objects, form=form)


def test_all_is_well_where_nothing_went_past_the_triggers(article):
    text, is_well = run()
    assert is_well
    total = Edition.objects.count()
    assert f"{total} of {total} editions compared" in text


def test_what_went_past_the_triggers_is_found_with_its_address_and_place(article):
    rename_author_unnoticed()
    text, is_well = run()
    assert not is_well
    lines = [line for line in text.splitlines() if article.url in line and "(html)" in line]
    assert len(lines) == 1
    assert "Byron" in lines[0]
    assert "Lovelace" in lines[0]
    assert f"/api/v2/pages/{article.pk}/ (json)" in text
    assert "--repair" in text


def test_repair_renders_anew_and_tells_of_documents_that_differ(article):
    rename_author_unnoticed()
    last = State.objects.get().number
    text, is_well = run(repair=True)
    assert is_well
    assert "rendered anew, told as change" in text
    assert b"Ada Lovelace" in edition_of(article).body
    assert b"Ada Lovelace" in edition_of(article, "json").body
    told = Change.objects.filter(number__gt=last).values_list("resource", "object_id", "event")
    assert ("pages", article.pk, "updated") in told
    assert ("authors", Author.objects.get().pk, "updated") in told
    assert run()[1]


def test_missing_triggers_are_told_and_installed(article):
    triggers.drop()
    text, is_well = run()
    assert not is_well
    assert "triggers are not installed" in text
    assert run(repair=True)[1]
    assert triggers.are_installed()


def test_closed_editions_are_told_and_opened(article):
    State.objects.update(is_open=False)
    text, is_well = run()
    assert not is_well
    assert "is_open" in text
    assert run(repair=True)[1]
    assert State.objects.get().is_open


def test_what_the_log_missed_is_told(article):
    unnoticed("UPDATE wagtailcore_page SET live = %s WHERE id = %s", False, article.pk)
    text, is_well = run()
    assert not is_well
    assert f"pages {article.pk} (log): told as public, and is not" in text
    assert run(repair=True)[1]
    change = Change.objects.latest("number")
    assert (change.object_id, change.event) == (article.pk, "deleted")
    unnoticed("UPDATE wagtailcore_page SET live = %s WHERE id = %s", True, article.pk)
    assert f"pages {article.pk} (log): public, and was not told" in run()[0]


def test_an_address_that_moved_unnoticed_is_told(article):
    path = article.url_path.replace(article.slug, "moved")
    unnoticed("UPDATE wagtailcore_page SET url_path = %s WHERE id = %s", path, article.pk)
    assert "/articles/moved/" in run()[0]
    assert run(repair=True)[1]
    told = PublicObject.objects.get(resource="pages", object_id=article.pk)
    assert told.path == "/articles/moved/"


def test_damaged_bodies_are_found_and_mended(article):
    Edition.objects.filter(pk=edition_of(article).pk).update(gzip=b"no gzip")
    text, is_well = run()
    assert not is_well
    assert "is damaged" in text
    assert run(repair=True)[1]


def test_what_cannot_be_rendered_is_told_and_stays_wrong(article, monkeypatch):
    def broken(*_):
        raise RuntimeError("no such block")

    monkeypatch.setattr(type(article), "get_context", broken)
    text, is_well = run(repair=True)
    assert not is_well
    assert "still cannot be rendered: RuntimeError: no such block" in text
    monkeypatch.undo()
    assert "can be now" in run()[0]
    assert run(repair=True)[1]
    assert not Edition.objects.exclude(error="").exists()


def settle():
    settling.settle()


@pytest.mark.parametrize("further", [settle, worker.go_round])
def test_what_changes_while_it_is_compared_is_no_difference(article, monkeypatch, further):
    rendered, happened = checking._rendered, []

    def render(site, path):
        if path == article.url and not happened:
            happened.append(path)
            Author.objects.update(name="Ada Lovelace")
            further()
        return rendered(site, path)

    monkeypatch.setattr(checking, "_rendered", render)
    assert run()[1]
    assert happened


def test_what_comes_while_the_log_is_compared_is_no_difference(article, monkeypatch):
    told_otherwise = checking._told_otherwise

    def publish(resource, *args):
        monkeypatch.setattr(checking, "_told_otherwise", told_otherwise)
        found = told_otherwise(resource, *args)
        new = builders.make_author()
        found[new.pk] = checking.Difference(f"authors {new.pk}", "log", "public, and was not told")
        return found

    monkeypatch.setattr(checking, "_told_otherwise", publish)
    assert run()[1]


def test_repair_empties_what_is_kept_by_the_number(article):
    for each in (caches["answers"], caches["hosts"]):
        each.set("left-by-another-database", 1)
        run()
        assert each.get("left-by-another-database") == 1
        run(repair=True)
        assert each.get("left-by-another-database") is None


def test_repair_empties_the_memory_of_every_process(article):
    before = State.objects.get().number
    run(repair=True)
    between = State.objects.get().number
    assert between > before == Change.objects.latest("number").number
    damaged = Edition.objects.filter(pk=edition_of(article).pk)
    damaged.update(brotli=b"no brotli")
    (difference,) = checking.edition_differences()
    assert checking.repair(difference) == (True, "rendered anew")
    # A number that no change has, and no document was altered.
    assert State.objects.get().number > between
    assert Change.objects.latest("number").number == before


def test_editions_of_other_settings_are_left_alone_and_told(article):
    Edition.objects.update(fingerprint="another")
    text, is_well = run()
    assert is_well
    assert "editions of other releases or settings" in text


def test_progress_is_told_while_it_goes_on(article, monkeypatch):
    monkeypatch.setattr(check_delivery, "SECONDS", 0)
    total = Edition.objects.count()
    text, _ = run()
    assert [f"{count} of {total} editions" in text for count in range(1, total + 1)] == (
        [True] * total
    )


def empty_state():
    State.objects.all().delete()


EMPTIED = {
    "editions": lambda: Edition.objects.all().delete(),
    "dependencies": lambda: Dependency.objects.all().delete(),
    "public objects": lambda: PublicObject.objects.all().delete(),
    "state": empty_state,
    "all of them": lambda: (PublicObject.objects.all().delete(), empty_state()),
}


def by_readers(article):
    for _ in range(2):
        assert Client().get(article.url).status_code == 200
        assert Client().get(f"/api/v2/pages/{article.pk}/").status_code == 200


FILLERS = {
    "readers": by_readers,
    "worker": lambda article: worker.go_round(),
    "repair": lambda article: (run(repair=True), worker.go_round()),
}


@pytest.mark.parametrize("filler", FILLERS)
@pytest.mark.parametrize("table", EMPTIED)
def test_what_was_emptied_by_hand_fills_again(article, table, filler):
    last = State.objects.get().number
    EMPTIED[table]()
    FILLERS[filler](article)
    assert State.objects.get().is_open
    for form in ("html", "json"):
        wanted = editions.Wanted(form, article.get_site().pk, "pages", article.pk)
        assert editions.find(wanted) is not None
    # What is written now reaches the editions, and the log under a number of its own.
    Author.objects.update(name="Ada Lovelace")
    assert "Ada Lovelace" in Client().get(article.url).content.decode()
    assert settling.settled().number > last
    changes = Change.objects.filter(number__gt=last, resource="pages", object_id=article.pk)
    assert changes.latest("number").event == "updated"


def test_what_was_written_before_the_emptied_table_filled_is_served_and_told(article):
    Dependency.objects.all().delete()
    last = State.objects.get().number
    Author.objects.update(name="Ada Lovelace")
    listed = Client().get(f"/api/v2/pages/?type={article._meta.label}&fields=*").content.decode()
    assert "Ada Lovelace" in listed
    assert "Ada Lovelace" in Client().get(article.url).content.decode()
    worker.go_round()
    told = Change.objects.filter(number__gt=last, resource="pages", object_id=article.pk)
    assert told.get().event == "updated"


def test_after_a_backup_is_restored_every_consumer_begins_anew(article):
    """The consumer has numbers that the backup does not have yet, and that are given again."""
    seen = settling.settled().number + 1
    text, is_well = run(restored=True)
    assert is_well
    client = Client()
    for after in (0, seen):
        assert client.get(f"/api/v2/changes/?after={after}").status_code == 410
    number = settling.settled().number
    assert f"goes on at {number:,}" in text
    assert client.get(f"/api/v2/changes/?after={number}").json()["items"] == []
    Author.objects.update(note="Written again.")
    events = client.get(f"/api/v2/changes/?after={number}").json()["items"]
    assert ("authors", "updated") in [(one["resource"], one["event"]) for one in events]
