"""Lists in which each page answers as its own type."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from tests import builders, samples
from tests.api.asking import answer, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anew")]


def listed(client, **query):
    return {item["id"]: item for item in answer(client, **query)["items"]}


def test_all_fields_of_a_list_are_those_of_each_detail_but_for_the_parent(client):
    article = samples.full_article()
    items = listed(client, fields="*")
    assert {item["meta"]["type"] for item in items.values()} == {
        *("home.HomePage", "home.StandardPage"),
        *("articles.ArticleIndexPage", "articles.ArticlePage"),
    }
    assert items[article.pk]["ctas"]["top"]
    for pk, item in items.items():
        whole = answer(client, f"pages/{pk}/", fields="*")
        del whole["meta"]["parent"]
        assert item == whole


def test_a_field_shows_where_the_type_has_it(client):
    page, article = builders.make_page(), builders.make_article()
    items = listed(client, fields="summary")
    assert items[article.pk]["summary"] == article.summary
    assert "summary" not in items[page.pk]
    items = listed(client, fields="*,-summary,-body")
    assert "authors" in items[article.pk]
    assert "summary" not in items[article.pk]
    items = listed(client, fields="_,id,introduction", type="home.StandardPage,home.HomePage")
    assert items[page.pk] == {"id": page.pk, "introduction": ""}


def test_a_field_of_no_type_in_the_list_is_refused(client):
    def unknown(**query):
        said, _, allowed = refused(client, **query).partition(". Allowed: ")
        assert "introduction" in allowed.split(", ")
        assert "parent" not in allowed.split(", ")
        return said

    assert unknown(fields="summary,nothing,-none") == "unknown fields: none, nothing"
    types = "home.StandardPage,home.HomePage"
    assert unknown(fields="tagline,summary", type=types) == "unknown fields: summary"
    assert unknown(fields="summary,parent") == "unknown fields: parent"


def test_nested_fields_are_looked_at_whatever_the_list_holds(client):
    assert "'summary' does not support nested fields" in refused(client, fields="summary(x)")


def test_what_all_types_have_loads_no_types(client):
    builders.make_article()
    with CaptureQueriesContext(connection) as queries:
        answer(client, fields="_,id,title")
    assert not [query for query in queries if "articles_articlepage" in query["sql"]]


def test_a_search_and_a_cursor_answer_so_too(client):
    article = builders.make_article(title="Marmalade")
    for query in ({"search": "marmalade"}, {"cursor": "", "title": "Marmalade"}):
        assert listed(client, fields="summary", **query)[article.pk]["summary"] == article.summary


def cost(client, **query):
    with CaptureQueriesContext(connection) as queries:
        answer(client, **query)
    return len(queries)


# Translations


def translated(page, code):
    locale, _ = Locale.objects.get_or_create(language_code=code)
    translation = page.copy_for_translation(locale, copy_parents=True)
    translation.save_revision().publish()
    return Page.objects.get(pk=translation.pk).specific


@override_settings(WAGTAIL_I18N_ENABLED=True)
def test_a_page_names_its_public_translations(client):
    article = builders.make_article()
    french, german = translated(article, "fr"), translated(article, "de")
    shown = {
        "id": french.pk,
        "locale": "fr",
        "detail_url": f"http://localhost/api/v2/pages/{french.pk}/",
        "html_url": french.full_url,
    }
    german.unpublish()
    got = answer(client, f"pages/{article.pk}/")
    assert got["meta"]["translations"] == [shown]
    (back,) = answer(client, f"pages/{french.pk}/")["meta"]["translations"]
    assert (back["id"], back["locale"]) == (article.pk, "en-gb")
    builders.make_private(french)
    assert answer(client, f"pages/{article.pk}/")["meta"]["translations"] == []


def test_without_languages_there_are_none(client):
    article = builders.make_article()
    translated(article, "fr")
    assert answer(client, f"pages/{article.pk}/")["meta"]["translations"] == []
    assert "translations" not in listed(client)[article.pk]["meta"]


@override_settings(WAGTAIL_I18N_ENABLED=True)
def test_translations_of_a_list_cost_the_same_for_two_pages_as_for_ten(client):
    asked = {"fields": "translations", "type": "articles.ArticlePage", "locale": "en-gb"}

    def add(number):
        for _ in range(number):
            translated(builders.make_article(), "fr")

    add(2)
    cost(client, **asked)
    two = cost(client, **asked)
    add(8)
    assert cost(client, **asked) == two
    for item in answer(client, **asked)["items"]:
        assert [found["locale"] for found in item["meta"]["translations"]] == ["fr"]
