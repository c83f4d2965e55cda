"""What is refused even in a draft: at its field, with a message, and nothing typed is lost."""

import pytest
from django.urls import reverse

from articles.models import ArticleIndexPage, ArticlePage, Author, CallToAction, Topic
from home.models import SiteSettings
from tests import builders
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

SCRIPT = '<p>Read <a href="javascript:alert(1)">this study</a> first.</p>'
UNSAFE = (
    "The link to “javascript:alert(1)” cannot be used. Link to a page, a document, or an address "
    "that starts with https://."
)
BOTH = "Give either a page or an address, not both."
NO_WEB_ADDRESS = "Use an address that starts with https:// or http://."
JSON = {"Accept": "application/json"}


@pytest.fixture
def moderator(db):
    return desk.at_desk("Moderators")


@pytest.fixture
def index(db):
    return builders.article_index()


def refused_article():
    builders.make_article(slug="taken")
    return desk.article(
        title="Kept as typed",
        slug="taken",
        body=desk.blocks(
            ("text", {"content": desk.prose(SCRIPT)}),
            ("embed", {"url": "https://www.example.org/film", "title": "A film", "caption": ""}),
        ),
    )


@pytest.mark.parametrize(
    "action", [{}, desk.PUBLISH, desk.SUBMIT], ids=["draft", "publish", "submit"]
)
def test_article_with_what_cannot_be_is_returned_with_all_that_was_typed(action, moderator, index):
    sent = refused_article() | action
    answer = moderator.post(desk.add_address(ArticlePage, index), sent)
    refusals = {
        "slug": "The slug 'taken' is already in use within the parent page.",
        "body.0.content": UNSAFE,
        "body.1.url": "Use an address at one of YouTube, Vimeo, TED, SoundCloud, Spotify, Apple "
        "Podcasts; link to any other page in text.",
    }
    assert desk.refusals(answer) == refusals
    shown = desk.told(answer)
    assert [message for message in refusals.values() if message not in shown] == []
    for typed in ("Kept as typed", "this study", "alert(1)", "www.example.org/film"):
        assert typed in shown
    assert ArticlePage.objects.count() == 1


def test_autosave_of_what_cannot_be_is_refused_and_stores_nothing(moderator, index):
    address = desk.add_address(ArticlePage, index)
    answer = moderator.post(address, refused_article(), headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "validation_error"
    assert ArticlePage.objects.count() == 1


@pytest.mark.parametrize("action", [{}, desk.PUBLISH], ids=["draft", "publish"])
def test_call_to_action_leads_to_one_place(action, moderator):
    sent = desk.call_to_action(page=builders.home_page().pk, url="https://www.example.org/both")
    answer = moderator.post(desk.add_address(CallToAction), sent | action)
    assert desk.refusals(answer) == {"page": BOTH, "url": BOTH}
    assert "https://www.example.org/both" in desk.told(answer)
    assert not CallToAction.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/"])
def test_call_to_action_leads_to_a_web_page(url, moderator):
    sent = desk.call_to_action(url=url)
    answer = moderator.post(desk.add_address(CallToAction), sent)
    assert set(desk.refusals(answer)) == {"url"}
    assert url in desk.told(answer)


def test_two_calls_to_action_have_two_names(moderator):
    builders.make_cta(name="Visit us")
    sent = desk.call_to_action(name="Visit us")
    answer = moderator.post(desk.add_address(CallToAction), sent)
    assert desk.refusals(answer) == {"name": "Call to action with this Name already exists."}


def test_author_with_what_cannot_be_is_returned_with_all_that_was_typed(moderator):
    builders.make_author(slug="ada")
    sent = {
        "name": "Ada Quill",
        "slug": "ada",
        "bio": desk.prose(SCRIPT),
        "orcid": "0000-0002-1825-0098",
        "links": desk.lines({"kind": "website", "url": "javascript:alert(3)"}),
    }
    answer = desk.send(moderator, desk.add_address(Author), **sent)
    assert desk.refusals(answer) == {
        "slug": "Author with this Slug already exists.",
        "bio": UNSAFE,
        "orcid": "This ORCID iD has a wrong digit: its check character does not fit.",
        "links.0.url": "Enter a valid URL.",
    }
    shown = desk.told(answer)
    for typed in ("Ada Quill", "this study", "0000-0002-1825-0098", "javascript:alert(3)"):
        assert typed in shown
    assert Author.objects.count() == 1


def test_topic_has_a_name_and_an_address_of_its_own(moderator):
    builders.make_topic(name="Reading", slug="reading")
    sent = {"name": "Reading", "slug": "reading", "description": "Kept as typed"}
    answer = moderator.post(desk.add_address(Topic), sent)
    assert desk.refusals(answer) == {
        "name": "Topic with this Name already exists.",
        "slug": "Topic with this Slug already exists.",
    }
    assert "Kept as typed" in desk.told(answer)


def test_introductions_have_no_link_that_a_browser_would_run(moderator):
    home = desk.edit_address(builders.home_page())
    new_index = desk.add_address(ArticleIndexPage, builders.home_page())
    for address in (home, new_index):
        sent = {"title": "Kept as typed", "slug": "new", "introduction": desk.prose(SCRIPT)}
        answer = desk.send(moderator, address, **sent)
        assert desk.refusals(answer) == {"introduction": UNSAFE}
        assert "this study" in desk.told(answer)


def test_site_settings_with_what_cannot_be_are_returned_with_all_that_was_typed():
    administrator = desk.at_desk()
    site = builders.home_page().get_site()
    address = reverse("wagtailsettings:edit", args=["home", "sitesettings", site.pk])
    page = builders.home_page().pk
    link = {"label": "Both", "page": page, "url": "https://www.example.org/both"}
    script = {"label": "Script", "page": "", "url": "javascript:alert(4)"}
    nothing = {"label": "Nowhere", "page": "", "url": ""}
    unnamed = {"label": "", "page": "", "url": "https://www.example.org/unnamed"}
    below = {"0": {"value": link, "deleted": "", "order": "0"}, "count": "1"}
    no_children = {"children": {"count": "0"}}
    sent = {
        "footer_text": desk.prose(SCRIPT),
        "navigation": desk.blocks(
            ("item", link | no_children),
            ("item", nothing | no_children),
            ("item", unnamed | no_children),
            ("item", {"label": "Parent", "page": page, "url": ""} | {"children": below}),
        ),
        "footer_links": desk.blocks(("item", script)),
        "social_links": desk.blocks(("item", {"label": "LinkedIn", "url": "no address"})),
    }
    answer = desk.send(administrator, address, **sent)
    assert desk.refusals(answer) == {
        "footer_text": UNSAFE,
        "navigation.0.page": BOTH,
        "navigation.0.url": BOTH,
        "navigation.1.page": "Choose a page, or give an address.",
        "navigation.2.label": "Say what the link is called.",
        "navigation.3.children.0.page": BOTH,
        "navigation.3.children.0.url": BOTH,
        "footer_links.0.url": f"Enter a valid URL. {NO_WEB_ADDRESS}",
        "social_links.0.url": "Enter a valid URL.",
    }
    shown = desk.told(answer)
    for typed in ("this study", "Nowhere", "/unnamed", "javascript:alert(4)", "no address"):
        assert typed in shown
    assert not SiteSettings.for_site(site).footer_text
    assert not SiteSettings.for_site(site).navigation
