"""A work that is cited is not deleted, by whatever door."""

import pytest
from django.db import transaction

from articles.works_in_use import StillCited, uses_of, why_kept
from evidence.models import Work
from tests import builders
from tests.articles.uses import USES, draft, live

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return builders.make_work(title="Small steps")


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
