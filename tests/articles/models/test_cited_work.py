"""What pages cite follows their stored bodies and the revisions that are still in force."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ReferenceIndex

from articles.models import CitedInDraft, CitedWork
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    return [builders.make_work() for _ in range(3)]


def cited(page):
    return list(CitedWork.objects.filter(page=page.pk).values_list("work", flat=True))


def drafted(page):
    return sorted(CitedInDraft.in_force().filter(page_id=page.pk).values_list("work", flat=True))


def test_works_are_noted_each_once(works):
    one, other, _ = works
    article = builders.make_article(body=builders.citing(one, other, one, None))
    assert sorted(cited(article)) == [one.pk, other.pk]


def test_a_draft_has_lines_of_its_own_until_it_is_published(works):
    one, other, _ = works
    article = builders.make_article(body=builders.citing(one))
    article.body = builders.citing(other)
    revision = article.save_revision()
    assert cited(article) == [one.pk]
    assert drafted(article) == [other.pk]
    revision.publish()
    assert cited(article) == drafted(article) == [other.pk]


def test_older_revisions_are_history(works):
    one, other, _ = works
    article = builders.make_article(body=builders.citing(one), published=False)
    article.body = builders.citing(other)
    article.save_revision()
    assert drafted(article) == [other.pk]


def test_what_waits_for_its_moment_is_in_force_beside_a_later_draft(works):
    one, other, third = works
    article = builders.make_article(body=builders.citing(one))
    article.body = builders.citing(other)
    article.go_live_at = timezone.now() + timedelta(days=1)
    article.save_revision().publish()
    article.body = builders.citing(third)
    article.go_live_at = None
    article.save_revision()
    assert drafted(article) == [other.pk, third.pk]
    article.scheduled_revision.approved_go_live_at = None
    type(article.scheduled_revision).objects.update(approved_go_live_at=None)
    assert drafted(article) == [third.pk]


def test_an_autosave_that_cites_nothing_new_writes_nothing(works):
    article = builders.make_article(body=builders.citing(*works))
    revision = article.save_revision()
    with CaptureQueriesContext(connection) as queries:
        article.save_revision(overwrite_revision=revision)
    about = [q["sql"] for q in queries if "articles_cited" in q["sql"]]
    assert [sql.split()[0] for sql in about] == ["SELECT", "DELETE"]
    assert drafted(article) == sorted(work.pk for work in works)


def test_snippets_have_revisions_that_cite_nothing():
    builders.make_cta().save_revision()
    builders.make_page().save_revision()
    assert not CitedInDraft.objects.exists()


def test_aliases_and_copies_cite_for_themselves(works):
    one, other, _ = works
    article = builders.make_article(body=builders.citing(one))
    alias = article.create_alias(update_slug="alias")
    copy = article.copy(update_attrs={"slug": "copy", "title": "Copy"})
    article.body = builders.citing(other)
    article.save_revision().publish()
    assert cited(alias) == cited(article) == [other.pk]
    assert cited(copy) == drafted(copy) == [one.pk]


def test_lines_go_with_their_page_and_are_no_use_that_editors_are_told_of(works):
    article = builders.make_article(body=builders.citing(*works))
    assert not ReferenceIndex.get_references_to(article).exists()
    assert ReferenceIndex.get_references_to(works[0]).count() == 1
    article.delete()
    assert not CitedWork.objects.exists()
    assert not CitedInDraft.objects.exists()


def test_all_lines_are_made_anew_by_command(works, capsys):
    one, other, third = works
    article = builders.make_article(body=builders.citing(one))
    article.body = builders.citing(other)
    article.save_revision()
    CitedInDraft.objects.all().delete()
    CitedWork.objects.update(work=third)
    call_command("index_content")
    assert capsys.readouterr().out == "1 pages indexed.\n"
    assert cited(article) == [one.pk]
    assert drafted(article) == [other.pk]
