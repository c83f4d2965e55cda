"""What editors see of delivery: the side panel where things are edited, and the dashboard."""

from datetime import timedelta

import bs4
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from articles.models import ArticlePage
from delivery import panels, worker
from delivery.models import Change, Edition, PublicObject, WorkerHeartbeat
from delivery.panels import TellsEffects
from delivery.resources import resources
from tests import builders
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

DASHBOARD = "wagtailadmin_home"


def text_block(html="<p>All there is to say.</p>"):
    return [{"type": "text", "value": {"content": html}}]


def soup_of(answer):
    assert answer.status_code == 200
    return bs4.BeautifulSoup(answer.content, "html.parser")


def words(part):
    return " ".join(part.get_text().split())


def panel(browser, thing):
    """The side panel where a thing is edited."""
    found = soup_of(browser.get(desk.edit_address(thing)))
    return found.select_one("[data-side-panel=publication]")


def dashboard(browser):
    """The panel on the dashboard, or None."""
    return soup_of(browser.get(reverse(DASHBOARD))).select_one("#unready-section")


@pytest.fixture
def breaks(monkeypatch):
    """Has the template of an article raise, from then on."""

    def begin(article):
        usual = ArticlePage.authors_without_bio

        def broken(page):
            if page.pk == article.pk:
                raise RuntimeError("no such <block>")
            return usual.fget(page)

        monkeypatch.setattr(ArticlePage, "authors_without_bio", property(broken))

    return begin


def test_every_type_of_page_and_every_public_snippet_has_the_panel():
    browser = desk.at_desk()
    article = builders.make_article()
    pages = [article, article.get_parent().specific, builders.home_page(), builders.make_page()]
    for thing in [*pages, builders.make_author(), builders.make_topic(), builders.make_cta()]:
        assert panel(browser, thing) is not None, thing
    public = {resource.model for resource in resources().values()}
    for model in public & set(get_snippet_models()):
        assert issubclass(model.snippet_viewset.edit_view_class, TellsEffects)


def test_editor_sees_before_and_after_what_publishing_changes():
    browser = desk.at_desk("Moderators")
    article = builders.make_article(slug="old", body=text_block())
    link = f'<p><a linktype="page" id="{article.pk}">there</a></p>'
    other = builders.make_article(title="It links there", body=text_block(link))
    worker.go_round()
    desk.send(browser, desk.edit_address(article), slug="new")
    before = panel(browser, article)
    assert "moves from /articles/old/ to /articles/new/" in words(before)
    assert "A redirect is made" in words(before)
    assert "up to 5 changes: 4 pages, 1 redirect" in words(before)
    links = [link["href"] for link in before.select("ul a")]
    assert links.count(desk.edit_address(other)) == 1
    desk.send(browser, desk.edit_address(article), action=desk.PUBLISH)
    after = words(panel(browser, article))
    change = Change.objects.filter(resource="pages", object_id=article.pk).latest("number")
    assert "updated at /articles/new/" in after
    assert f"Change {change.number}: updated" in after
    assert "still to be rendered" in after
    worker.go_round()
    after = words(panel(browser, article))
    assert "5 of 5 ready for readers" in after
    assert "still to be rendered" not in after


def test_draft_that_was_never_public_says_so():
    draft = builders.make_article(published=False, slug="new")
    text = words(panel(desk.at_desk(), draft))
    assert "Nothing is public yet; publishing will make the article page public" in text
    assert "at /articles/new/" in text
    assert "What is done" not in text


def test_snippet_without_drafts_is_saved():
    text = words(panel(desk.at_desk(), builders.make_author()))
    assert "What saving changes" in text
    assert "publishing" not in text.lower().replace("what is done", "")


def test_form_that_is_sent_back_is_not_counted_for():
    article = builders.make_article()
    browser = desk.at_desk()
    sent = desk.send(browser, desk.edit_address(article), title="")
    assert desk.refusals(sent)
    assert soup_of(sent).select_one("[data-side-panel=publication]") is None
    saved = desk.autosave(browser, desk.edit_address(article), title="By itself")
    assert b"publication" not in saved.content


def test_page_whose_template_raises_is_published_and_alone_in_its_error(breaks, caplog):
    browser = desk.at_desk("Moderators")
    article = builders.make_article(title="Broken", body=text_block())
    other = builders.make_article()
    worker.go_round()
    assert dashboard(browser) is None
    breaks(article)
    sent = desk.send(
        browser, desk.edit_address(article), action=desk.PUBLISH, title="Broken, and published"
    )
    assert sent.status_code == 302
    assert Page.objects.get(pk=article.pk).title == "Broken, and published"
    one = PublicObject.objects.get(resource="pages", object_id=article.pk)
    assert Edition.objects.get(public_object=one, form="html").error == (
        "RuntimeError: no such <block>"
    )
    reader = Client(raise_request_exception=False)
    assert reader.get(article.url).status_code == 500
    assert reader.get(f"/api/v2/pages/{article.pk}/").json()["title"] == "Broken, and published"
    assert reader.get(other.url).status_code == 200
    assert reader.get("/").status_code == 200
    text = words(dashboard(browser))
    assert "1 answer could not be rendered" in text
    assert "Broken, and published" in text
    assert "RuntimeError: no such <block>" in text
    assert dashboard(browser).select_one("a[href]")["href"].endswith("#unready-section")
    assert dashboard(browser).select_one("td a")["href"] == desk.edit_address(article)
    text = words(panel(browser, article))
    assert "1 could not be rendered" in text
    assert "RuntimeError: no such <block>" in text
    toggle = soup_of(browser.get(desk.edit_address(article))).select_one(
        "[data-side-panel-toggle=publication] [data-side-panel-toggle-counter]"
    )
    assert words(toggle) == "1"


def test_what_is_mended_leaves_the_dashboard(breaks, monkeypatch):
    browser = desk.at_desk("Moderators")
    article = builders.make_article()
    breaks(article)
    worker.go_round()
    assert dashboard(browser) is not None
    monkeypatch.undo()
    assert Client().get(article.url).status_code == 200
    assert dashboard(browser) is None


def test_dashboard_tells_no_title_that_the_user_may_not_see(breaks):
    article = builders.make_article(title="Not for all")
    breaks(article)
    worker.go_round()
    browser = desk.at_desk("Editors")
    assert "Not for all" in words(dashboard(browser))
    browser.user.groups.first().page_permissions.all().delete()
    assert dashboard(browser) is None


def test_dashboard_names_snippets_to_those_who_may_edit_them():
    author = builders.make_author(name="Ada Byron")
    worker.go_round()
    of_author = Edition.objects.filter(public_object__resource="authors")
    of_author.update(error="RuntimeError: no such block")
    browser = desk.at_desk()
    link = dashboard(browser).select_one("td a")
    assert (words(link), link["href"]) == ("Ada Byron", desk.edit_address(author))
    browser = desk.at_desk("Editors")
    browser.user.groups.first().permissions.filter(codename__endswith="_author").delete()
    assert dashboard(browser) is None


def test_dashboard_tells_of_much_that_waits_and_of_a_worker_that_stands_still(monkeypatch):
    browser = desk.at_desk()
    for _ in range(2):
        builders.make_article()
    worker.go_round()
    monkeypatch.setattr(panels, "MANY", 1)
    assert dashboard(browser) is None
    Edition.objects.update(is_fresh=False)
    text = words(dashboard(browser))
    assert "are still to be rendered" in text
    assert "does not go round" not in text
    WorkerHeartbeat.objects.update(beat_at=timezone.now() - timedelta(days=1))
    assert "does not go round" in words(dashboard(browser))
    monkeypatch.setattr(panels, "MANY", 100)
    assert dashboard(browser) is None
