"""What fails midway leaves nothing behind: each thing an editor does is one transaction."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone
from wagtail import signals
from wagtail.models import Page, Revision, Workflow

from delivery import settling, worker
from delivery.atomic import atomic_writes
from tests import builders
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

PASSING = {
    "delivery.WorkerHeartbeat",
    "sessions.Session",
    "wagtailadmin.EditingSession",
    # Made when the form is opened.
    "wagtailcore.PageSubscription",
}
"""What holds no content."""


def written(row):
    """A row as a text; PostgreSQL gives bytes as views of memory, none like the other."""
    return str([bytes(value) if isinstance(value, memoryview) else value for value in row])


def content():
    """Every row of every table that holds content."""
    return {
        model._meta.label: sorted(map(written, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in PASSING
    }


@pytest.fixture
def failing():
    """Makes a signal's receivers end in an error, as those that come late may, from the nth on."""
    connected = []

    def connect(signal, nth=1):
        count = []

        def fail(**_):
            count.append(1)
            if len(count) >= nth:
                raise OSError("struck down")

        connected.append((signal, fail))
        signal.connect(fail)

    yield connect
    for signal, fail in connected:
        signal.disconnect(fail)


@pytest.fixture
def editor(db):
    browser = desk.at_desk()
    browser.raise_request_exception = False
    return browser


def publish(editor, thing):
    text = "heading" if hasattr(thing, "heading") else "title"
    return desk.send(editor, desk.edit_address(thing), desk.PUBLISH, **{text: "Other words"})


def unpublish(editor, page):
    return editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))


def unpublish_snippet(editor, cta):
    return editor.post(reverse(cta.snippet_viewset.get_url_name("unpublish"), args=[cta.pk]))


def move(editor, page):
    target = Page.objects.get(slug="target")
    return editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))


@pytest.mark.parametrize(
    ("act", "make", "signal"),
    [
        (publish, builders.make_page, signals.page_published),
        (publish, builders.make_cta, signals.published),
        (unpublish, builders.make_article, signals.page_unpublished),
        (unpublish_snippet, builders.make_cta, signals.unpublished),
        (move, builders.make_page, signals.post_page_move),
    ],
    ids=["publish", "publish a snippet", "unpublish", "unpublish a snippet", "move"],
)
def test_what_fails_midway_leaves_nothing(editor, failing, act, make, signal):
    thing = make()
    builders.make_page(slug="target")
    # The editor's form does, too, when it is opened.
    settling.settle()
    before = content()
    failing(signal)
    assert act(editor, thing).status_code == 500
    assert content() == before


def test_an_approval_that_fails_midway_leaves_nothing(editor, failing):
    page = builders.make_page()
    author = desk.at_desk("Editors")
    assert desk.send(author, desk.edit_address(page), desk.SUBMIT).status_code == 302
    assert Workflow.objects.exists()
    before = content()
    failing(signals.page_published)
    assert desk.send(editor, desk.edit_address(page), desk.APPROVE).status_code == 500
    assert content() == before


def test_of_many_pages_all_are_published_or_none(editor, failing):
    pages = [builders.make_page(live=False) for _ in range(3)]
    before = content()
    failing(signals.page_published, nth=2)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = "&".join(f"id={page.pk}" for page in pages)
    assert editor.post(f"{address}?{query}&next=/admin/").status_code == 500
    assert content() == before


def test_what_the_worker_fails_at_is_left_as_it_was(failing):
    page = builders.make_article(published=False)
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    settling.settle()
    worker.make_ready()
    before = content()
    failing(signals.page_published)
    worker.go_round()
    assert content() == before
    assert not Page.objects.get(pk=page.pk).live
    assert Revision.objects.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_reading_takes_no_transaction(editor):
    page = builders.make_article()

    def in_transaction(address):
        found = set()

        def watch(execute, *statement):
            found.add(connection.in_atomic_block)
            return execute(*statement)

        with connection.execute_wrapper(watch):
            assert editor.get(address).status_code == 200
        return found

    for address in (page.url, f"/api/v2/pages/{page.pk}/", reverse("wagtailadmin_home")):
        in_transaction(address)  # What is made on first sight is made.
        assert in_transaction(address) == {False}


@pytest.mark.parametrize(
    "name", ["wagtailimages:add", "wagtailimages_chooser:create", "wagtaildocs:add_multiple"]
)
def test_uploads_keep_no_other_writer_waiting(name):
    seen = []

    def view(request):
        seen.append(len(connection.savepoint_ids))

    outside = len(connection.savepoint_ids)
    for address in (reverse(name), reverse("wagtailadmin_pages:add_subpage", args=[1])):
        request = RequestFactory().post(address)
        request.resolver_match = resolve(address)
        atomic_writes(view)(request)
    assert seen == [outside, outside + 1]
