"""Two works become one, in what readers see, in drafts and in what waits."""

import re
from datetime import timedelta

import bs4
import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, Workflow, WorkflowTask

from articles.merging import merge
from articles.models import CitedInDraft, CitedWork
from articles.works_in_use import uses_of
from tests import builders
from tests.articles.uses import USES, draft, live, scheduled
from tests.newsroom import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return builders.make_work(title="Small steps")


@pytest.fixture
def into():
    return builders.make_work(title="Larger steps")


def cited(page):
    """The works that the citations of a page, or of a revision of one, have chosen."""
    return [block.value["work"] for block in page.body if block.block_type == "citation"]


@pytest.mark.parametrize("use", USES)
def test_merged_works_are_cited_as_one(use, work, into):
    page = use(work)
    merge(work, into)
    assert not type(work).objects.filter(pk=work.pk).exists()
    assert [one.page.pk for one in uses_of([into])[into.pk]] == [page.pk]
    in_force = CitedInDraft.in_force().values("revision")
    revisions = [one.as_object() for one in Revision.objects.filter(pk__in=in_force)]
    for one in [type(page).objects.get(pk=page.pk), *revisions]:
        assert None not in cited(one)


def test_readers_see_what_works_were_merged_into(work, into, client):
    page = live(work)
    assert "Small steps" in client.get(page.url).content.decode()
    merge(work, into)
    html = client.get(page.url).content.decode()
    assert "Larger steps" in html
    assert "Small steps" not in html


def test_merging_adds_what_was_not_known_and_changes_nothing_else(work):
    into = builders.make_work(title="Larger steps", DOI="")
    work.csl |= {"volume": "4", "title": "Small steps"}
    work.save()
    doi = work.doi
    merge(work, into)
    into.refresh_from_db()
    assert (into.title, into.csl["volume"], into.doi) == ("Larger steps", "4", doi)


def test_an_article_that_cites_both_cites_one_once(work, into):
    page = builders.make_article(body=builders.citing(work, into))
    merge(work, into)
    assert list(CitedWork.objects.filter(page=page).values_list("work", flat=True)) == [into.pk]


# Revisions


@pytest.mark.parametrize("use", [live, draft])
def test_who_has_a_page_open_is_told_of_a_newer_revision(use, work, into):
    page, user = use(work), builders.make_user()
    opened = page.latest_revision
    merge(work, into, user)
    page = Page.objects.get(pk=page.pk)
    assert page.latest_revision.pk > opened.pk
    assert page.latest_revision.user == user
    assert cited(page.latest_revision.as_object()) == [into]
    assert cited(opened.as_object()) == [None]
    assert page.has_unpublished_changes is (use is draft)
    assert page.live_revision == (page.latest_revision if use is live else None)
    at = reverse("wagtailadmin_pages:history", args=[page.pk])
    history = bs4.BeautifulSoup(desk.at_desk("Moderators").get(at).content, "html.parser")
    rows = [row.get_text(" ", strip=True) for row in history.select("table.listing tbody tr")]
    if use is live:
        assert re.fullmatch(f"Published Live version .*{user}.*", rows.pop(0))
    assert re.fullmatch(f"Draft saved Current draft .*{user}.*", rows[0])


def test_an_open_page_is_not_saved_by_itself_over_a_merge(work, into):
    moderator, page = desk.at_desk("Moderators"), live(work)
    address = desk.edit_address(page)
    form = desk.opened(moderator, address)
    merge(work, into)
    answer = moderator.post(address, form, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert cited(type(page).objects.get(pk=page.pk)) == [into]


@pytest.mark.parametrize("by", ["citation", "reference"])
def test_an_open_page_is_not_published_over_a_merge(by, work, into):
    moderator, page = desk.at_desk("Moderators"), live(work)
    if by == "reference":
        words = f'<p>So <a linktype="work" id="{work.pk}">(Quill, 2021)</a>.</p>'
        page.body = [("text", {"content": words})]
        page.save_revision().publish()
    form = desk.opened(moderator, desk.edit_address(page))
    merge(work, into)
    answer = moderator.post(desk.edit_address(page), form | desk.PUBLISH)
    assert answer.status_code == 200
    if by == "reference":
        assert desk.refusals(answer) == {
            "body.0.content": "What “(Quill, 2021)” referred to is gone. Choose another work "
            "there, or take the reference out."
        }
    assert list(CitedWork.objects.filter(page=page).values_list("work", flat=True)) == [into.pk]


def test_what_waits_for_its_moment_goes_on_waiting(work, into):
    page = builders.make_article(body=builders.citing(work), published=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    merge(work, into)
    waiting = Revision.objects.get(approved_go_live_at__isnull=False)
    assert waiting.approved_go_live_at == page.go_live_at
    assert waiting == Page.objects.get(pk=page.pk).latest_revision
    assert cited(waiting.as_object()) == [into]
    log = PageLogEntry.objects.filter(page=page).values_list("action", flat=True)
    assert "wagtail.schedule.cancel" not in log


def test_what_waits_behind_a_newer_draft_is_changed_where_it_is(work, into):
    page = scheduled(work)
    before = page.latest_revision
    waiting = Revision.objects.get(approved_go_live_at__isnull=False)
    merge(work, into)
    assert cited(Revision.objects.get(pk=waiting.pk).as_object()) == [into]
    assert Page.objects.get(pk=page.pk).latest_revision == before


def test_what_is_with_the_moderators_is_seen_by_them_as_it_will_be(work, into):
    page = draft(work)
    flow = Workflow.objects.get()
    assert WorkflowTask.objects.filter(workflow=flow).exists()
    flow.start(page, builders.make_user())
    merge(work, into)
    page = type(page).objects.get(pk=page.pk)
    assert page.current_workflow_task_state.revision == page.latest_revision
    page.current_workflow_task_state.approve(user=builders.make_user())
    page.refresh_from_db()
    assert page.live
    assert cited(page) == [into]


def test_the_history_of_what_moderators_have_done_stays(work, into):
    page, user = draft(work), builders.make_user()
    state = Workflow.objects.get().start(page, user)
    state.current_task_state.reject(user=user)
    rejected = state.task_states.get()
    before = rejected.revision
    merge(work, into)
    rejected.refresh_from_db()
    assert rejected.revision == before
