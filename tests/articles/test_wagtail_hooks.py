"""What the listings and forms of snippets show in the admin."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Author, CallToAction, Topic
from tests import builders
from tests.newsroom import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(builders.make_user())
    return client


def address_of(model, view="list", *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def rows(client, model, **parameters):
    """The cells of a listing as text, a dict of column label to text for each row."""
    table = client.get(address_of(model), parameters).context["table"]
    return [
        {
            str(column.label): str(column.get_value(row.instance)).strip()
            for column in table.columns.values()
            if hasattr(column, "get_value")
        }
        for row in table.rows
    ]


def scheduled(cta):
    """The CTA, withdrawn, and to be published tomorrow."""
    cta.live = False
    cta.go_live_at = timezone.now() + timedelta(days=1)
    cta.save_revision().publish()
    return cta


@pytest.mark.parametrize(
    ("make", "lines"), [(builders.make_author, "authors"), (builders.make_topic, "topics")]
)
def test_authors_and_topics_tell_in_how_many_articles_they_are(admin, make, lines):
    busy, idle = make(name="Busy"), make(name="Idle")
    builders.make_article(**{lines: [busy, busy]})
    builders.make_article(**{lines: [busy]}, published=False)
    listed = {row["Name"]: row["Articles"] for row in rows(admin, type(busy))}
    assert listed == {"Busy": "2", "Idle": "0"}
    assert list(listed) == ["Busy", "Idle"]
    fewest_first = rows(admin, type(idle), ordering="article_count")
    assert [row["Name"] for row in fewest_first] == ["Idle", "Busy"]


def test_calls_to_action_tell_where_they_lead_and_how_they_stand(admin):
    page = builders.make_page(title="Visits")
    builders.make_cta(name="A", page=page)
    builders.make_cta(name="B", url="https://www.example.org/b", live=False)
    scheduled(builders.make_cta(name="C"))
    listed = rows(admin, CallToAction)
    assert [row["Status"] for row in listed] == ["live", "draft", "scheduled"]
    assert [row["Leads to"] for row in listed][:2] == ["Visits", "https://www.example.org/b"]
    assert [row["Name"] for row in rows(admin, CallToAction, live="true")] == ["A"]


def test_listings_are_searched_by_parts_of_words_and_still_sorted(admin):
    builders.make_author(name="Idris", organisation="Thornbeck Schools")
    builders.make_author(name="Leonie", organisation="Open Gate")
    builders.make_cta(name="Visits", heading="See it at your school")
    builders.make_cta(name="Letters", heading="Write to us")
    builders.make_topic(name="Reading")
    builders.make_topic(name="Speech")

    def found(model, query, ordering):
        return [row["Name"] for row in rows(admin, model, q=query, ordering=ordering)]

    assert found(Author, "thorn", "article_count") == ["Idris"]
    assert found(CallToAction, "school", "live") == ["Visits"]
    assert found(Topic, "read", "-article_count") == ["Reading"]
    assert found(Topic, '"', "name") == []


@pytest.mark.parametrize("model", [Author, CallToAction, Topic])
def test_choosers_find_by_the_beginning_of_a_word(admin, model):
    make = {Author: builders.make_author, CallToAction: builders.make_cta}
    make.get(model, builders.make_topic)(name="Idris Penhallow")
    url = reverse(model.snippet_viewset.chooser_viewset.get_url_name("choose_results"))
    assert "Idris Penhallow" in admin.get(url, {"q": "penh"}).content.decode()
    assert "Idris Penhallow" not in admin.get(url, {"q": "other"}).content.decode()


def test_status_outside_of_a_listing_is_the_same(admin):
    assert scheduled(builders.make_cta()).status_string == "scheduled"
    assert builders.make_cta().status_string == "live"


def make_one_of_each():
    builders.make_article(authors=[builders.make_author()], topics=[builders.make_topic()])
    builders.make_cta(page=builders.make_page())
    scheduled(builders.make_cta())


@pytest.mark.parametrize("model", [Author, CallToAction, Topic])
def test_listing_costs_the_same_with_many(admin, model):
    def cost():
        admin.get(address_of(model))
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(address_of(model)).status_code == 200
        return len(queries)

    make_one_of_each()
    few = cost()
    for _ in range(5):
        make_one_of_each()
    assert cost() == few


@pytest.mark.parametrize("model", [Author, CallToAction, Topic])
def test_inspection_shows_what_editors_wrote_and_no_more(admin, model):
    make_one_of_each()
    response = admin.get(address_of(model, "inspect", model.objects.first().pk))
    labels = {field["label"] for field in response.context["fields"]}
    assert "Name" in labels
    assert not labels & {"ID", "Latest revision", "Live revision"}


@pytest.mark.parametrize("model", [Author, Topic])
def test_slug_field_suggests_only_what_it_accepts(admin, model):
    html = admin.get(address_of(model, "add")).content.decode()
    assert 'data-controller="w-slug"' in html
    assert "data-w-slug-allow-unicode-value" not in html


@pytest.fixture
def editor(db):
    builders.make_author(name="Ada Quill", organisation="Kiwi School")
    builders.make_cta(name="Spring campaign", heading="See it in class")
    builders.make_topic(name="Reading")
    return desk.at_desk("Editors")


def found(browser, model, query):
    answer = browser.get(address_of(model), {"q": query})
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
