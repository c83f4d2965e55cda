"""The lists of snippets in the admin."""

import pytest
from django.urls import reverse

from articles.models import Author, CallToAction, Topic
from tests import builders
from tests.newsroom import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    builders.make_author(name="Ada Quill", organisation="Kiwi School")
    builders.make_cta(name="Spring campaign", heading="See it in class")
    builders.make_topic(name="Reading")
    return desk.at_desk("Editors")


def found(browser, model, query):
    address = reverse(model.snippet_viewset.get_url_name("list"))
    answer = browser.get(address, {"q": query})
    assert answer.status_code == 200
    return [str(thing) for thing in answer.context["object_list"]]


@pytest.mark.parametrize(
    ("model", "query", "name"),
    [
        (Author, "quill", "Ada Quill"),
        (Author, "ki", "Ada Quill"),
        (CallToAction, "spring camp", "Spring campaign"),
        (CallToAction, "class", "Spring campaign"),
        (Topic, "read", "Reading"),
    ],
)
def test_list_is_searched_by_the_beginnings_of_its_words(editor, model, query, name):
    assert found(editor, model, query) == [name]
    assert found(editor, model, "nothing of the kind") == []


@pytest.mark.parametrize("model", [Author, CallToAction, Topic])
@pytest.mark.parametrize("query", ['"', "(", "%"])
def test_query_without_a_word_finds_nothing(editor, model, query):
    assert found(editor, model, query) == []
