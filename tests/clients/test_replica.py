"""The replica in SQLite: after any edits it holds what rendering everything anew would give."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from email.message import Message
from importlib.util import module_from_spec, spec_from_file_location
from random import Random
from urllib.error import HTTPError

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from api import changes, export
from articles.models import ArticlePage, Author, CallToAction, Topic
from delivery import editions, settling, trimming
from delivery.documents import Homes
from delivery.models import Change
from delivery.preparing import visit
from delivery.resources import resources
from delivery.visibility import Visibility
from library.models import Document, Image
from tests import builders
from tests.chance import SEED, examples
from tests.delivery.processes import until

SCRIPT = settings.BASE_DIR / "clients/replica/replica.py"
specification = spec_from_file_location("replica", SCRIPT)
replica = module_from_spec(specification)
specification.loader.exec_module(replica)


@pytest.fixture
def copy(live_site, tmp_path, monkeypatch):
    monkeypatch.setattr("library.pictures.WIDTHS", (400,))
    with closing(replica.Replica(f"{live_site}/api/v2/", tmp_path / "copy.sqlite3")) as made:
        yield made


@pytest.fixture
def pauses(monkeypatch):
    """The seconds of each pause, none of which is made; `pauses.then` is called instead."""

    class Pauses(list):
        then = staticmethod(lambda: None)

        def sleep(self, seconds):
            self.append(seconds)
            self.then()

    made = Pauses()
    monkeypatch.setattr(replica, "time", made)
    return made


@pytest.fixture
def breaks(monkeypatch):
    """Says in which batches of the server's exports, counted from 1, the connection breaks."""
    monkeypatch.setattr(export, "BATCH", 3)
    monkeypatch.setattr(replica, "LINES", 2)
    stock, batches, breaking = export.documents, [], set()

    def documents(*args):
        batches.append(1)
        if len(batches) in breaking:
            raise ConnectionError("broken off, as the test wants it")
        return stock(*args)

    monkeypatch.setattr(export, "documents", documents)
    return breaking


def held(copy):
    """What the replica holds: type, locale, path and document by resource and id."""
    rows = copy.database.execute("SELECT * FROM documents")
    return {
        (resource, pk): (*place, json.loads(document)) for resource, pk, *place, document in rows
    }


def rendered():
    """The same of all that is public now, each rendered anew."""
    found, homes = {}, Homes()
    with editions.switched_off():
        for name, resource in resources().items():
            for one in resource.described(resource.public(Visibility())):
                path = reverse(f"wagtailapi:{name}:detail", args=[one.object_id])
                detail = json.loads(visit(homes.of(one), path).content)
                found[name, one.object_id] = (
                    one.type,
                    one.locale or None,
                    one.path or None,
                    detail,
                )
    return found


class Editor:
    """Does what editors, scripts and the clock do, by chance."""

    def __init__(self, seed):
        self.chance = Random(seed)
        self.authors = [builders.make_author() for _ in range(2)]
        self.topic, self.cta = builders.make_topic(), builders.make_cta()
        self.image, self.file = builders.make_image(), builders.make_document()
        builders.place(builders.article_index(), "top", self.cta)
        for _ in range(2):
            self.publish_new()

    def edit(self):
        """Does one thing, and gives its name."""
        names = [name for name in vars(type(self)) if name[0] != "_" and name != "edit"]
        name = self.chance.choice(names)
        getattr(self, name)()
        return name

    def _some(self, things):
        things = things if isinstance(things, QuerySet) else things.objects.all()
        found = list(things.order_by("pk"))
        return self.chance.choice(found) if found else None

    def _article(self):
        return self._some(ArticlePage) or self.publish_new()

    def publish_new(self):
        image = self._some(Image)
        return builders.make_article(
            authors=Author.objects.all()[:1], topics=[self.topic], lead_image=image
        )

    def _original(self):
        """An article that is no alias: these have no versions of their own."""
        return self._some(ArticlePage.objects.filter(alias_of=None)) or self.publish_new()

    def publish_again(self):
        article = self._original()
        article.title += "!"
        article.save_revision().publish()

    def save_draft(self):
        article = self._original()
        article.title = "Nobody reads this"
        article.save_revision()

    def unpublish(self):
        self._article().unpublish()

    def delete_article(self):
        self._article().delete()

    def move(self):
        article = self._article()
        roots = [builders.home_page(), builders.article_index()]
        target = self.chance.choice(roots)
        # Not through signals of requests: moved as scripts move.
        Page.objects.get(pk=article.pk).move(target, pos="last-child")

    def rename_section(self):
        index = builders.article_index()
        index.slug = f"section-{self.chance.randrange(10**6)}"
        index.save_revision().publish()

    def copy_as_alias(self):
        self._article().create_alias(update_slug=f"alias-{self.chance.randrange(10**6)}")

    def restrict(self):
        builders.make_private(self._article())

    def open_again(self):
        PageViewRestriction.objects.all().delete()

    def expire(self):
        past = timezone.now() - timedelta(minutes=1)
        Page.objects.filter(pk=self._article().pk).update(expire_at=past)

    def rename_author(self):
        Author.objects.filter(pk=self._some(Author).pk).update(name=f"{self.chance.random()}")

    def add_author(self):
        builders.make_author()

    def edit_cta(self):
        cta = self._some(CallToAction)
        cta.heading += "!"
        cta.page, cta.url = self._article(), ""
        cta.save()

    def hide_cta(self):
        CallToAction.objects.filter(pk=self._some(CallToAction).pk).update(live=False)

    def delete_topic(self):
        Topic.objects.exclude(pk=self.topic.pk).delete()
        builders.make_topic()

    def tag_image(self):
        self._some(Image).tags.add(f"tag-{self.chance.randrange(3)}")

    def close_collection(self):
        Document.objects.update(collection=builders.private_collection())

    def open_collections(self):
        CollectionViewRestriction.objects.all().delete()

    def redirect(self):
        Redirect.add_redirect(f"/old-{self.chance.randrange(10**6)}", self._article())


def test_after_any_edits_it_holds_what_is_public(copy):
    editor = Editor(SEED)
    for _ in range(examples(5)):
        done = [editor.edit() for _ in range(editor.chance.randint(1, 8))]
        copy.run()
        assert held(copy) == rendered(), done
    assert Change.objects.filter(event="deleted").exists()


def test_an_export_that_is_broken_off_goes_on_where_it_was(copy, breaks, pauses, monkeypatch):
    editor = Editor(SEED)
    asked, ask = [], copy.ask
    monkeypatch.setattr(
        copy, "ask", lambda path, **query: asked.append(query) or ask(path, **query)
    )
    breaks |= {1, 3, 5}
    exported = []

    def edit():
        exported.append(copy.database.execute("SELECT count(*) FROM incoming").fetchone()[0])
        assert held(copy) == {}
        Author.objects.first().delete()
        editor.publish_new()
        editor.add_author()
        editor.rename_author()

    pauses.then = edit
    copy.run()
    assert exported == sorted({0, *exported})
    assert len(exported) == 3
    assert [query["after"] is None for query in asked[:4]] == [True, True, False, False]
    # What came in began the pauses anew.
    assert pauses == [1, 1, 1]
    assert held(copy) == rendered()


def test_who_slept_too_long_starts_again_and_keeps_the_old_until_then(copy, breaks, pauses):
    editor = Editor(SEED)
    copy.run()
    before = held(copy)
    editor.publish_again()
    editor.delete_article()
    settling.settle()
    trimming.trim_log(timezone.now())
    kept = []
    breaks |= set(range(1000))
    pauses.then = lambda: kept.append(held(copy)) or breaks.clear()
    copy.run()
    assert kept == [before]
    assert held(copy) == rendered() != before


def test_who_is_up_to_date_is_not_told_to_start_again(copy):
    builders.make_author()
    copy.run()
    trimming.trim_log(timezone.now() + timedelta(days=1))
    assert not Change.objects.exists()
    after = copy.place()[0]
    copy.run()
    assert copy.place() == (after, None, None)


def test_nothing_is_lost_where_it_is_killed_between_two_parts(copy, monkeypatch):
    Editor(SEED)
    copy.run()
    stock = copy.put

    def killed(table, rows):
        stock(table, rows)
        raise KeyboardInterrupt

    author = builders.make_author()
    before = held(copy), copy.place()
    monkeypatch.setattr(copy, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        copy.run()
    assert (held(copy), copy.place()) == before
    monkeypatch.undo()
    copy.run()
    assert ("authors", author.pk) in held(copy)


def test_it_waits_for_as_long_as_it_is_told(copy, pauses):
    assert export.exporting.take()
    pauses.then = export.exporting.leave
    copy.run()
    assert pauses == [10]
    assert held(copy) == rendered()


@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_for_as_long_as_a_refusal_says(copy, pauses, status):
    headers = Message()
    headers["Retry-After"] = "7"
    copy.pause(HTTPError("http://localhost/", status, "not now", headers, None), failures=3)
    assert pauses == [7]


def test_without_a_server_pauses_grow_and_it_ends(pauses, tmp_path, capsys):
    assert replica.main(["http://127.0.0.1:9/api/v2/", str(tmp_path / "copy")]) == 1
    assert pauses == replica.PAUSES
    assert "refused" in capsys.readouterr().err


def test_what_no_waiting_mends_ends_it_at_once(live_site, pauses, tmp_path, capsys):
    assert replica.main([f"{live_site}/api/v1/", str(tmp_path / "copy")]) == 1
    assert pauses == []
    assert "There is nothing at this address." in capsys.readouterr().err


def test_the_program_follows_until_it_is_stopped(live_site, tmp_path):
    path = tmp_path / "copy.sqlite3"
    command = [sys.executable, str(SCRIPT), f"{live_site}/api/v2/", str(path)]
    subprocess.run(command, check=True)
    author = builders.make_author()
    following = subprocess.Popen([*command, "--follow"])
    try:
        with closing(sqlite3.connect(path)) as database:
            wanted = "SELECT count(*) FROM documents WHERE resource = 'authors'"
            until(lambda: database.execute(wanted).fetchone() == (1,))
            author.delete()
            until(lambda: database.execute(wanted).fetchone() == (0,))
            assert following.poll() is None
    finally:
        following.terminate()
        following.wait()
        # Ends what the server still waits for.
        builders.make_author()
        until(lambda: not changes.waiting.taken)
