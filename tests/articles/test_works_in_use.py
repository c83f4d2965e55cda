"""A work that is cited is not deleted, by whatever door; two works become one."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from articles.models import CitedInDraft, CitedWork
from articles.works_in_use import StillCited, merge, uses_of, why_kept
from evidence.models import Work
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return builders.make_work(title="Small steps")


def live(work):
    return builders.make_article(title="Live", body=builders.citing(work))


def draft(work):
    return builders.make_article(title="Begun", body=builders.citing(work), published=False)


def draft_of_live(work):
    page = builders.make_article(title="Live", body=builders.citing(builders.make_work()))
    page.body = builders.citing(work)
    page.save_revision()
    return page


def scheduled(work):
    page = builders.make_article(title="Live", body=builders.citing(builders.make_work()))
    page.body, page.go_live_at = builders.citing(work), timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    page.refresh_from_db()
    page.body = []
    page.save_revision()
    return page


USES = [live, draft, draft_of_live, scheduled]


def refused(delete):
    with pytest.raises(StillCited) as refusal, transaction.atomic():
        delete()
    return refusal.value.args[0]


@pytest.mark.parametrize("use", USES)
def test_no_work_in_use_is_deleted(use, work):
    title = use(work).title
    for delete in (
        work.delete,
        Work.objects.filter(pk=work.pk).delete,
        Work.objects.all().delete,
    ):
        assert f"it is cited by “{title}”" in refused(delete)
    assert Work.objects.filter(pk=work.pk).exists()


def test_the_message_names_the_articles_and_says_how_to_mend_it(work):
    live(work)
    draft(work)
    assert why_kept([work]) == [
        "“Small steps” cannot be deleted: it is cited by “Begun” (draft) and “Live”. Take it out "
        "there first, or merge it with another work."
    ]
    for _ in range(5):
        live(work)
    assert "and 2 more. " in why_kept([work])[0]


@pytest.mark.parametrize("unpublish", [False, True])
def test_a_work_that_the_draft_no_longer_cites_is_history(work, unpublish):
    page = live(work) if unpublish else draft(work)
    if unpublish:
        page.unpublish()
    page.body = []
    page.save_revision()
    assert why_kept([work]) == []
    work.delete()


def test_a_work_in_history_alone_is_deleted_and_history_goes_on(work, client):
    page = live(work)
    old = page.latest_revision
    page.body = []
    page.save_revision().publish()
    work.delete()
    restored = old.as_object()
    assert restored.body[0].value["work"] is None
    old.publish()
    page.refresh_from_db()
    assert client.get(page.url).status_code == 200
    value = client.get(f"/api/v2/pages/{page.pk}/").json()["body"][0]["value"]
    assert (value["work"], value["formatted"]) == (None, "")


def test_uses_are_told_in_the_same_queries_for_one_work_as_for_ten(work, django_assert_num_queries):
    works = [work, *(builders.make_work() for _ in range(9))]
    for one in works:
        live(one)
    with django_assert_num_queries(3):
        assert len(uses_of(works)) == 10
    with django_assert_num_queries(3):
        uses_of([work])


# Merging


@pytest.mark.parametrize("use", USES)
def test_merged_works_are_cited_as_one(use, work):
    into = builders.make_work()
    page = use(work)
    merge(work, into)
    assert not Work.objects.filter(pk=work.pk).exists()
    assert [one.page.pk for one in uses_of([into])[into.pk]] == [page.pk]
    for body in [
        type(page).objects.get(pk=page.pk).body,
        *(
            revision.as_object().body
            for revision in Revision.objects.filter(
                pk__in=CitedInDraft.in_force().values("revision")
            )
        ),
    ]:
        chosen = [block.value["work"] for block in body if block.block_type == "citation"]
        assert None not in chosen


def test_readers_see_what_works_were_merged_into(work, client):
    into = builders.make_work(title="Larger steps")
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


def test_an_article_that_cites_both_cites_one_once(work):
    into = builders.make_work()
    page = builders.make_article(body=builders.citing(work, into))
    merge(work, into)
    assert list(CitedWork.objects.filter(page=page).values_list("work", flat=True)) == [into.pk]


# The search


def test_articles_are_found_by_the_new_words_of_a_work(work, client):
    page = live(work)

    def found(query):
        answer = client.get("/api/v2/pages/", {"search": query}).json()
        return [item["id"] for item in answer["items"]]

    assert found("small steps") == [page.pk]
    work.csl["title"] = "Giant leaps"
    work.save()
    assert found("giant leaps") == [page.pk]
    assert found("small steps") == []
