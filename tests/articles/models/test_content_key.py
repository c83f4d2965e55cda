"""Keys follow the stored body, and nothing else."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from articles.models import ContentKey
from tests import builders

pytestmark = pytest.mark.django_db

QUOTE = ("quote", {"text": "x"})
TEXT = ("text", {"content": "<p>x</p>"})


def keys(page):
    return set(ContentKey.objects.filter(page=page.pk).values_list("name", "value"))


def test_keys_are_what_the_body_holds_each_once():
    article = builders.make_article(body=[TEXT, QUOTE, TEXT])
    assert keys(article) == {("block", "text"), ("block", "quote")}
    page = builders.make_page(body=[QUOTE])
    assert keys(page) == {("block", "quote")}


def test_a_draft_changes_nothing_and_its_publication_does():
    article = builders.make_article(body=[QUOTE])
    article.body = [TEXT]
    with CaptureQueriesContext(connection) as queries:
        revision = article.save_revision()
    assert not [query for query in queries if "articles_contentkey" in query["sql"]]
    assert keys(article) == {("block", "quote")}
    revision.publish()
    assert keys(article) == {("block", "text")}


def test_a_save_without_the_body_asks_nothing():
    article = builders.make_article(body=[QUOTE])
    article.body = [TEXT]
    with CaptureQueriesContext(connection) as queries:
        article.save(update_fields=["title"])
    assert not [query for query in queries if "articles_contentkey" in query["sql"]]
    article.save(update_fields=["body"])
    assert ("block", "text") in keys(article)


def test_aliases_and_copies_have_keys_of_their_own():
    article = builders.make_article(body=[QUOTE])
    alias = article.create_alias(update_slug="alias")
    copy = article.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert keys(alias) == keys(copy) == keys(article)
    article.body = [TEXT]
    article.save_revision().publish()
    assert keys(alias) == keys(article) == {("block", "text")}
    assert keys(copy) == {("block", "quote")}


def test_keys_go_with_their_page():
    builders.make_article(body=[QUOTE]).delete()
    assert not ContentKey.objects.exists()


def test_an_unchanged_body_writes_nothing():
    article = builders.make_article(body=[QUOTE])
    with CaptureQueriesContext(connection) as queries:
        ContentKey.refresh(article)
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]


def test_the_keys_ask_the_same_for_one_block_as_for_ten():
    image = builders.make_image()

    def cost(times):
        page = builders.make_article(body=[("image", {"image": image}), QUOTE] * times)
        with CaptureQueriesContext(connection) as queries:
            ContentKey.refresh(page)
        return len(queries)

    assert cost(1) == cost(10)


def test_keys_are_no_use_that_editors_are_told_of():
    article = builders.make_article(body=[QUOTE])
    assert not ReferenceIndex.model_is_indexable(ContentKey)
    assert not ReferenceIndex.get_references_to(article).exists()


def test_all_keys_are_made_anew_by_command(capsys):
    article = builders.make_article(body=[QUOTE])
    page = builders.make_page(body=[("quote", {"text": "x"})])
    ContentKey.objects.all().delete()
    ContentKey.objects.create(page=page.page_ptr, name="block", value="gone")
    call_command("index_content")
    assert capsys.readouterr().out == "2 pages indexed.\n"
    assert keys(article) == {("block", "quote")}
    assert keys(page) == {("block", "quote")}
