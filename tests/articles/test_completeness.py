"""The ways to publish a draft without opening its form."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from articles.models import ArticlePage
from tests import builders
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

GAPS = (
    "“Half of it” is not complete. Summary: This field cannot be blank. "
    "Body, Citation, Work: This field is required."
)


@pytest.fixture
def moderator(db):
    return desk.at_desk("Moderators")


@pytest.fixture
def draft(moderator):
    """A draft that lacks its summary and a citation's work."""
    sent = desk.article(
        title="Half of it", summary="", body=desk.blocks(("citation", desk.citation()))
    )
    moderator.post(desk.add_address(ArticlePage, builders.article_index()), sent)
    return ArticlePage.objects.get()


BODY = [("text", {"content": "<p>All there is to say.</p>"})]


def publish_all(browser, *pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={page.pk}" for page in pages)
    return browser.post(f"{address}?{ids}", {"include_descendants": ""})


def submit(page):
    """Submits a complete page, which its moderator then leaves half rewritten by autosave."""
    editor = builders.make_user("Editors")
    page.get_workflow().start(page, editor)
    return page


def approve_from_dashboard(browser, page, **headers):
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return browser.post(address, headers=headers)


def test_publishing_from_the_list_is_refused_with_what_is_missing(moderator, draft):
    answer = publish_all(moderator, draft)
    assert answer.headers["Location"] == desk.edit_address(draft)
    assert GAPS in desk.told(moderator.get(desk.edit_address(draft)))
    assert not ArticlePage.objects.get().live


def test_no_page_of_a_list_is_published_when_one_is_incomplete(moderator, draft):
    whole = builders.make_article(body=BODY, published=False)
    publish_all(moderator, whole, draft)
    assert not ArticlePage.objects.live().exists()


def test_complete_pages_are_published_from_the_list(moderator):
    page = builders.make_article(body=BODY, published=False)
    publish_all(moderator, page)
    assert ArticlePage.objects.get().live


def test_approval_from_the_dashboard_is_refused_when_an_autosave_left_a_gap(moderator):
    page = submit(builders.make_article(title="Half of it", body=BODY, published=False))
    cited = desk.blocks(("citation", desk.citation()))
    assert desk.autosave(moderator, desk.edit_address(page), summary="", body=cited).json()[
        "success"
    ]
    answer = approve_from_dashboard(moderator, page)
    assert answer.headers["Location"] == desk.edit_address(page)
    assert GAPS in desk.told(moderator.get(desk.edit_address(page)))
    answer = approve_from_dashboard(moderator, page, x_requested_with="XMLHttpRequest")
    assert answer.json() == {"step": "success", "redirect": desk.edit_address(page)}
    assert not ArticlePage.objects.get().live
    [workflow] = WorkflowState.objects.for_instance(page)
    assert workflow.status == WorkflowState.STATUS_IN_PROGRESS


def test_approval_from_the_dashboard_publishes_a_complete_page(moderator):
    page = submit(builders.make_article(body=BODY, published=False))
    approve_from_dashboard(moderator, page)
    assert ArticlePage.objects.get().live


def test_slug_taken_meanwhile_is_told_from_the_list(moderator):
    page = builders.make_article(title="Late")
    page.slug = "free-then"
    page.save_revision()
    builders.make_article(slug="free-then")
    publish_all(moderator, page)
    shown = desk.told(moderator.get(desk.edit_address(page)))
    assert "“Late” is not complete. Slug: The slug 'free-then' is already in use" in shown


def test_lead_image_that_lost_its_words_is_told_from_the_list(moderator):
    wordless = builders.make_image(alt_text="")
    page = builders.make_article(body=BODY, lead_image=wordless, published=False)
    publish_all(moderator, page)
    shown = desk.told(moderator.get(desk.edit_address(page)))
    assert "Lead image: This picture has no alternative text." in shown


def test_what_was_complete_when_it_was_scheduled_is_published_by_the_clock():
    image = builders.make_image(alt_text="")
    page = builders.make_article(lead_image=image, published=False)
    page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert ArticlePage.objects.get().live
