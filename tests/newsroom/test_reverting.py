"""Going back: an old revision may be half-written, or show what has been deleted since."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import ArticlePage, Author, CallToAction, Topic
from home.models import StandardPage
from library.models import Document, Image
from tests import builders, samples
from tests.newsroom import desk
from tests.newsroom.test_drafts import MISSING, half_written

pytestmark = pytest.mark.django_db

PAGES = "wagtailadmin_pages:"
SNIPPETS = "wagtailsnippets_articles_calltoaction:"
NO_TARGET = {"page": "Choose the page the button leads to, or give an address."}


@pytest.fixture
def moderator(db):
    return desk.at_desk("Moderators")


@pytest.fixture
def finished(moderator):
    """An article that is public, and was half-written once."""
    sent = desk.article(**half_written())
    moderator.post(desk.add_address(ArticlePage, builders.article_index()), sent)
    page = ArticlePage.objects.get()
    told = desk.blocks(("text", {"content": desk.paragraphs("All there is to say.")}))
    whole = {"title": "All of it", "summary": "All.", "lead_image": "", "body": told}
    assert desk.send(moderator, desk.edit_address(page), desk.PUBLISH, **whole).status_code == 302
    return ArticlePage.objects.get()


@pytest.fixture
def bereft(moderator):
    """A public article of which everything that it shows has been deleted since."""
    page = samples.full_article()
    builders.place(page, "top", CallToAction.objects.get())
    ArticlePage.objects.get().save_revision()
    for model in (Author, CallToAction, Topic, Image, Document, StandardPage):
        model.objects.all().delete()
    return ArticlePage.objects.get()


@pytest.fixture
def campaign(moderator):
    """A public call to action that was half-written once, when it led to a page now deleted."""
    target = builders.make_page()
    sent = desk.call_to_action(name="Visit", heading="", page=target.pk, url="")
    moderator.post(desk.add_address(CallToAction), sent)
    address = desk.edit_address(CallToAction.objects.get())
    whole = {"heading": "See it", "page": "", "url": "https://www.example.org/"}
    assert desk.send(moderator, address, desk.PUBLISH, **whole).status_code == 302
    target.delete()
    return CallToAction.objects.get()


def oldest(thing):
    return thing.revisions.order_by("pk").first()


def revert_address(thing, revision):
    views = PAGES if isinstance(thing, ArticlePage) else SNIPPETS
    return reverse(views + "revisions_revert", args=[thing.pk, revision.pk])


def shown_everywhere(browser, thing):
    """Opens each view of each revision, and the comparison of each two."""
    views = PAGES if isinstance(thing, ArticlePage) else SNIPPETS
    revisions = [str(revision.pk) for revision in thing.revisions.all()]
    for one in revisions:
        for view in ("revisions_view", "revisions_revert", "revisions_unschedule"):
            address = reverse(views + view, args=[thing.pk, one])
            assert browser.get(address).status_code == 200, address
        for other in (*revisions, "live", "latest"):
            address = reverse(views + "revisions_compare", args=[thing.pk, one, other])
            assert browser.get(address).status_code == 200, address
    for view in ("edit", "copy", "history", "usage", "delete", "unpublish"):
        address = reverse(views + view, args=[thing.pk])
        assert browser.get(address).status_code == 200, address


@pytest.mark.parametrize("name", ["finished", "bereft", "campaign"])
def test_every_view_of_a_revision_opens(name, moderator, request):
    shown_everywhere(moderator, request.getfixturevalue(name))


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("finished", MISSING),
        (
            "bereft",
            {"body.4.cta": "This field is required.", "body.5.image": "This field is required."},
        ),
        ("campaign", NO_TARGET | {"heading": "This field is required."}),
    ],
)
def test_publishing_an_old_revision_asks_for_what_is_missing(name, missing, moderator, request):
    thing = request.getfixturevalue(name)
    before = thing.revisions.count()
    answer = desk.send(moderator, revert_address(thing, oldest(thing)), desk.PUBLISH)
    assert desk.refusals(answer) == missing
    assert thing.revisions.count() == before


@pytest.mark.parametrize("name", ["finished", "bereft", "campaign"])
def test_old_revision_becomes_the_draft_and_readers_see_no_change(name, moderator, request):
    thing = request.getfixturevalue(name)
    shown = thing.latest_revision
    old = oldest(thing).as_object()
    answer = desk.send(moderator, revert_address(thing, oldest(thing)))
    assert answer.status_code == 302
    thing = type(thing).objects.get()
    draft = thing.get_latest_revision_as_object()
    assert thing.latest_revision != shown
    assert str(draft) == str(old)
    assert thing.live
    assert moderator.get(desk.edit_address(thing)).status_code == 200


def test_incomplete_draft_that_was_gone_back_to_is_not_published_from_the_list(moderator, finished):
    desk.send(moderator, revert_address(finished, oldest(finished)))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = moderator.post(f"{address}?id={finished.pk}", {"include_descendants": ""})
    assert answer.headers["Location"] == desk.edit_address(finished)
    assert ArticlePage.objects.get().title == "All of it"


@pytest.mark.parametrize("action", ["unpublish", "move", "delete"])
def test_lists_move_and_take_away_what_lacks_something(action, moderator, bereft):
    elsewhere = builders.article_index(title="Elsewhere", slug="elsewhere")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    address += f"?id={bereft.pk}"
    assert moderator.get(address).status_code == 200
    assert moderator.post(address, {"chooser": elsewhere.pk}).status_code == 302
    page = ArticlePage.objects.filter(pk=bereft.pk).first()
    match action:
        case "unpublish":
            assert not page.live
        case "move":
            assert page.get_parent().pk == elsewhere.pk
        case "delete":
            assert page is None


@pytest.mark.parametrize("name", ["finished", "campaign"])
def test_revision_that_waits_for_its_moment_can_be_stopped(name, moderator, request):
    thing = request.getfixturevalue(name)
    tomorrow = timezone.now() + timedelta(days=1)
    revision = thing.save_revision(approved_go_live_at=tomorrow)
    views = PAGES if name == "finished" else SNIPPETS
    address = reverse(views + "revisions_unschedule", args=[thing.pk, revision.pk])
    assert moderator.post(address).status_code == 302
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_author_is_never_taken_back_to_what_an_author_must_not_lack(moderator):
    photo = builders.make_image()
    author = builders.make_author(name="", photo=photo)
    nameless = author.save_revision(clean=False)
    Author.objects.filter(pk=author.pk).update(name="Ada Quill")
    photo.delete()
    views = "wagtailsnippets_articles_author:"
    address = reverse(views + "revisions_revert", args=[author.pk, nameless.pk])
    assert desk.refusals(desk.send(moderator, address)) == {"name": "This field is required."}
    assert desk.send(moderator, address, name="Ada").status_code == 302
    author.refresh_from_db()
    assert (author.name, author.photo) == ("Ada", None)
