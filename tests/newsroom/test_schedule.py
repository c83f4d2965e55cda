"""Publishing and expiry by the clock, and the date that readers see."""

from datetime import timedelta

import bs4
import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import ArticlePage, CallToAction
from tests import builders
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(second=0, microsecond=0)
LATER, LATEST = NOW + timedelta(days=1), NOW + timedelta(days=2)


@pytest.fixture
def at(monkeypatch):
    """Moves the clock; with `work`, the worker then makes its round."""

    def move(moment, work=True):
        monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(seconds=1))
        if work:
            call_command("publish_scheduled")

    return move


@pytest.fixture
def moderator(db):
    return desk.at_desk("Moderators")


@pytest.fixture
def index(db):
    return builders.article_index()


def moment(when):
    """A moment as it is typed into a form."""
    return when.strftime("%Y-%m-%d %H:%M")


def statuses(client, page):
    addresses = (page.url, f"/api/v2/pages/{page.pk}/")
    return [client.get(address).status_code for address in addresses]


def titles(client, address="/articles/"):
    soup = bs4.BeautifulSoup(client.get(address).content, "html.parser")
    return [heading.get_text(strip=True) for heading in soup.select("main h2 a, main h3 a")]


def test_article_appears_and_goes_at_its_moments(moderator, index, client, at):
    dates = {"go_live_at": moment(LATER), "expire_at": moment(LATEST)}
    sent = desk.article(**dates) | desk.PUBLISH
    assert moderator.post(desk.add_address(ArticlePage, index), sent).status_code == 302
    page = ArticlePage.objects.get()
    assert page.approved_schedule
    assert statuses(client, page) == [404, 404]
    at(LATER)
    assert statuses(client, page) == [200, 200]
    page = ArticlePage.objects.get()
    assert page.publication_date == LATER
    at(LATEST, work=False)
    assert statuses(client, page) == [404, 404]
    at(LATEST)
    page = ArticlePage.objects.get()
    assert (page.live, page.expired) == (False, True)


def test_changes_of_a_live_article_wait_for_their_moment(moderator, client, at):
    page = builders.make_article(title="Before")
    sent = {"title": "After", "go_live_at": moment(LATER)}
    body = desk.blocks(("quote", {"text": "It changed.", "attribution": ""}))
    address = desk.edit_address(page)
    assert desk.send(moderator, address, desk.PUBLISH, **sent, body=body).status_code == 302
    assert "Before" in client.get(page.url).content.decode()
    at(LATER)
    html = client.get(page.url).content.decode()
    assert "After" in html
    assert "It changed." in html


def test_end_before_the_beginning_is_refused(moderator, index):
    sent = desk.article(go_live_at=moment(LATEST), expire_at=moment(LATER))
    answer = moderator.post(desk.add_address(ArticlePage, index), sent | desk.PUBLISH)
    assert set(desk.refusals(answer)) == {"go_live_at", "expire_at"}


def test_call_to_action_appears_and_goes_at_its_moments(moderator, index, client, at):
    page = builders.make_article()
    dates = {"go_live_at": moment(LATER), "expire_at": moment(LATEST)}
    sent = desk.call_to_action(heading="Come in May", **dates) | desk.PUBLISH
    assert moderator.post(desk.add_address(CallToAction), sent).status_code == 302
    builders.place(index, "top", CallToAction.objects.get())

    def is_shown():
        return "Come in May" in client.get(page.url).content.decode()

    assert not is_shown()
    at(LATER)
    assert is_shown()
    at(LATEST, work=False)
    assert not is_shown()
    at(LATEST)
    assert not CallToAction.objects.get().live


def test_date_is_that_of_the_first_publication_and_stays(moderator, index):
    moderator.post(desk.add_address(ArticlePage, index), desk.article() | desk.PUBLISH)
    page = ArticlePage.objects.get()
    first = page.first_published_at.replace(second=0, microsecond=0)
    assert page.publication_date == first
    assert desk.send(moderator, desk.edit_address(page), desk.PUBLISH).status_code == 302
    assert ArticlePage.objects.get().publication_date == first


def test_date_can_be_chosen_and_given_back(moderator, index):
    sent = desk.article(publication_date="2020-02-29 12:30") | desk.PUBLISH
    moderator.post(desk.add_address(ArticlePage, index), sent)
    page = ArticlePage.objects.get()
    assert moment(page.publication_date) == "2020-02-29 12:30"
    desk.send(moderator, desk.edit_address(page), desk.PUBLISH, publication_date="")
    page = ArticlePage.objects.get()
    assert page.publication_date == page.first_published_at.replace(second=0, microsecond=0)


def test_draft_begun_before_the_first_publication_keeps_its_date(moderator, index):
    moderator.post(desk.add_address(ArticlePage, index), desk.article())
    page = ArticlePage.objects.get()
    page.get_latest_revision().publish()
    draft = ArticlePage.objects.get().get_latest_revision_as_object()
    assert draft.publication_date == ArticlePage.objects.get().publication_date


def test_order_is_that_of_the_dates_not_of_the_publishing(index, client):
    for title, day in [("Middle", 15), ("Newest", 28), ("Oldest", 1)]:
        builders.make_article(title=title, publication_date=NOW.replace(year=2020, day=day))
    for address in (index.url, "/"):
        shown = [title for title in titles(client, address) if title != "Articles"]
        assert shown == ["Newest", "Middle", "Oldest"]
    listed = client.get("/api/v2/pages/?type=articles.ArticlePage&order=-publication_date").json()
    assert [item["title"] for item in listed["items"]] == ["Newest", "Middle", "Oldest"]


def test_date_of_a_copy_is_its_own(moderator, index):
    old = builders.make_article(publication_date=NOW.replace(year=2020, day=1))
    draft = old.copy(update_attrs={"slug": "draft"}, keep_live=False)
    assert draft.publication_date is None
    assert draft.get_latest_revision_as_object().publication_date is None
    live = old.copy(update_attrs={"slug": "live"}, keep_live=True)
    assert live.publication_date.date() == timezone.now().date()
    shown = live.get_latest_revision_as_object().publication_date
    assert shown.date() == live.publication_date.date()


def test_date_of_an_alias_is_that_of_its_original():
    old = builders.make_article(publication_date=NOW.replace(year=2020, day=1))
    alias = old.create_alias(update_slug="alias")
    assert alias.publication_date == old.publication_date
