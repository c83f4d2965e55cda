"""The rules of what is public. That every door keeps to them: `test_secrets.py`."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
)

from articles.models import ArticlePage, CallToAction
from delivery.visibility import Visibility
from tests import builders

pytestmark = pytest.mark.django_db


def is_public(page):
    """Whether a page is public, in lists and by itself."""
    page = Page.objects.get(pk=page.pk)
    listed = page in Visibility().pages()
    assert listed == Visibility().shows_page(page)
    return listed


def alias_of(page, parent=None):
    """Another public place of the page."""
    return page.create_alias(parent=parent, update_slug=f"alias-{page.pk}")


def test_alias_of_a_private_page_is_private(client):
    article = builders.make_article(title="For members")
    alias = alias_of(article)
    assert is_public(alias)
    builders.make_private(article)
    assert not is_public(alias)
    assert client.get(alias.url).status_code == 302
    assert b"For members" not in client.get("/api/v2/pages/").content


def test_alias_of_a_page_below_a_private_one_is_not_found(client):
    section = builders.make_page()
    alias = alias_of(builders.make_page(section), builders.home_page())
    assert client.get(alias.url).status_code == 200
    builders.make_private(section)
    assert not is_public(alias)
    assert client.get(alias.url).status_code == 404


def test_what_is_below_an_alias_of_a_private_page_is_private_with_its_own_aliases():
    section, elsewhere = builders.make_page(), builders.make_page()
    below = builders.make_page(alias_of(section))
    alias = alias_of(below, elsewhere)
    assert is_public(below)
    assert is_public(alias)
    builders.make_private(section)
    assert not is_public(below)
    assert not is_public(alias)
    assert is_public(elsewhere)


# Passwords


def password_form(restriction, page):
    return f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"


def with_password(page):
    return builders.make_private(page, PageViewRestriction.PASSWORD, password="secret")


def test_password_that_a_visitor_has_given_opens_nothing_in_the_api(client):
    page = builders.make_article()
    form = password_form(with_password(page), page)
    assert client.get(form).status_code == 200
    client.post(form, {"password": "secret", "return_url": "/"})
    assert client.get(page.url).status_code == 200
    assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404


def test_there_is_a_password_form_only_where_a_page_asks_for_one(client):
    section = builders.make_page()
    restriction = with_password(section)
    below, draft = builders.make_page(section), builders.make_page(section, live=False)
    elsewhere = builders.make_page()
    members = builders.make_page()
    login = builders.make_private(members)
    assert client.get(password_form(restriction, section)).status_code == 200
    assert client.get(password_form(restriction, below)).status_code == 200
    missing = client.get(f"/_util/authenticate_with_password/{restriction.pk}/999/")
    for form in (
        password_form(restriction, draft),
        password_form(restriction, elsewhere),
        password_form(login, members),
    ):
        answer = client.get(form)
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_password_for_a_collection_opens_nothing_in_the_api(client):
    collection = Collection.get_first_root_node().add_child(name="Password")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection,
        restriction_type=CollectionViewRestriction.PASSWORD,
        password="secret",
    )
    document = builders.make_document(collection=collection)
    builders.make_image(collection=collection)
    client.post(
        f"/documents/authenticate_with_password/{restriction.pk}/",
        {"password": "secret", "return_url": "/"},
    )
    assert b"".join(client.get(document.url)) == b"Read me."
    assert client.get(f"/api/v2/documents/{document.pk}/").status_code == 404
    assert client.get("/api/v2/images/").json()["items"] == []


# Lists and objects


def test_a_page_within_its_time_is_public():
    page = builders.make_page()
    Page.objects.filter(pk=page.pk).update(
        go_live_at=timezone.now() - timedelta(days=1), expire_at=timezone.now() + timedelta(days=1)
    )
    page.refresh_from_db()
    assert Visibility().shows_page(page)
    assert page.page_ptr in Visibility().pages()


def test_list_and_object_are_judged_alike():
    now = timezone.now()
    moments = (None, now - timedelta(days=1), now, now + timedelta(days=1))
    visibility = Visibility(now)
    for live in (True, False):
        for begins in moments:
            for ends in moments:
                page = builders.make_page(live=live, go_live_at=begins, expire_at=ends)
                listed = visibility.pages(Page.objects.filter(pk=page.pk)).exists()
                assert listed == visibility.shows_page(page), (live, begins, ends)


def test_of_gives_the_public_objects_of_a_model_of_any_kind():
    public, hidden = builders.make_article(), builders.make_article()
    hidden.unpublish()
    image = builders.make_image()
    builders.make_image(collection=builders.private_collection())
    cta = builders.make_cta()
    builders.make_cta(live=False)
    visibility = Visibility()
    assert list(visibility.of(ArticlePage)) == [public]
    assert list(visibility.of(type(image))) == [image]
    assert list(visibility.of(CallToAction)) == [cta]
    assert list(visibility.of(Locale)) == list(Locale.objects.all())


def test_rules_are_loaded_once(django_assert_num_queries):
    pages = [builders.make_page() for _ in range(3)]
    visibility = Visibility()
    with django_assert_num_queries(1):
        assert all(visibility.shows_page(page) for page in pages)


@pytest.mark.parametrize(("with_alias", "queries"), [(False, 1), (True, 2)])
def test_private_pages_cost_one_query_and_their_aliases_one_more(
    django_assert_num_queries, with_alias, queries
):
    pages = [builders.make_page() for _ in range(3)]
    if with_alias:
        pages.append(pages[0].create_alias(update_slug="alias"))
    for page in pages[:3]:
        builders.make_private(page)
    visibility = Visibility()
    with django_assert_num_queries(queries):
        assert not any(visibility.shows_page(page) for page in pages)
