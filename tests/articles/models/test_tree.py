"""Where pages may stand, and what becomes of their old addresses."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, get_page_models

from articles.models import ArticleIndexPage, ArticlePage
from delivery.redirects import LeavesRedirects
from home.models import HomePage, StandardPage
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("parent", "children"),
    [
        (Page, {HomePage}),
        (HomePage, {ArticleIndexPage, StandardPage}),
        (ArticleIndexPage, {ArticlePage}),
        (ArticlePage, set()),
        (StandardPage, {StandardPage}),
    ],
)
def test_each_page_type_has_its_place(parent, children):
    assert set(parent.creatable_subpage_models()) == children


@pytest.fixture
def article(client, django_capture_on_commit_callbacks):
    return builders.make_article(slug="before")


def test_a_new_slug_leaves_a_redirect(client, article):
    """At once: here nothing is committed."""
    article.slug = "after"
    article.save_revision().publish()
    response = client.get("/articles/before/")
    assert response.status_code == 301
    assert response["Location"].endswith("/articles/after/")


def test_a_new_slug_of_the_index_leaves_redirects_for_its_articles(client, article):
    index = article.get_parent().specific
    index.slug = "reading"
    index.save_revision().publish()
    response = client.get("/articles/before/")
    assert response.status_code == 301
    assert response["Location"].endswith("/reading/before/")


def test_a_new_slug_of_a_plain_page_leaves_a_redirect(
    client, article, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = Page.objects.get(pk=article.pk)
        page.slug = "after"
        page.save()
    assert client.get("/articles/before/")["Location"].endswith("/articles/after/")


def test_every_page_type_leaves_redirects():
    assert all(issubclass(model, LeavesRedirects) for model in get_page_models() if model != Page)


def test_redirects_of_a_new_slug_are_made_once(article, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        article.slug = "after"
        article.save_revision().publish()
        made = Redirect.objects.get(old_path="/articles/before").pk
        article.save()
    assert Redirect.objects.get(old_path="/articles/before").pk == made


def test_a_moved_article_leaves_a_redirect(client, article):
    other = builders.article_index(title="Notes", slug="notes")
    article.move(other, pos="last-child")
    response = client.get("/articles/before/")
    assert response.status_code == 301
    assert response["Location"].endswith("/notes/before/")


def test_an_unpublished_article_is_gone_for_readers(client, article):
    article.unpublish()
    assert client.get("/articles/before/").status_code == 404


def test_an_article_can_be_reverted_to_an_earlier_revision(article):
    first = article.latest_revision
    article.title = "Second"
    article.save_revision().publish()
    first.as_object().save_revision(previous_revision=first).publish()
    assert ArticlePage.objects.get(pk=article.pk).title == first.as_object().title != "Second"


def test_articles_are_ordered_by_the_date_the_editor_gave(client):
    from datetime import UTC, datetime

    old = builders.make_article(publication_date=datetime(2020, 1, 1, tzinfo=UTC))
    new = builders.make_article(publication_date=datetime(2024, 1, 1, tzinfo=UTC))
    undated = builders.make_article()
    assert undated.publication_date is not None
    assert list(builders.article_index().articles) == [undated, new, old]
