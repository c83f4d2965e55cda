"""The data migrations, run forwards on a database as it was before them."""

import json
from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Revision, Site

from articles.models import ArticlePage, CitedInDraft, CitedWork, ContentKey
from evidence.models import DERIVED, Work
from home.models import HomePage
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(app, name):
    call_command("migrate", app, name, verbosity=0)


def test_editorial_rights_are_granted_and_taken_back():
    def rights(group):
        found = Permission.objects.filter(group__name=group, content_type__app_label="articles")
        return set(found.values_list("codename", flat=True))

    migrate("articles", "0001")
    assert rights("Editors") == rights("Moderators") == set()
    migrate("articles", "0002")
    assert {"add_author", "change_topic", "change_calltoaction"} <= rights("Editors")
    assert "publish_calltoaction" not in rights("Editors")
    assert {"delete_author", "publish_calltoaction"} <= rights("Moderators")


def test_rights_are_not_missed_where_a_group_is_gone():
    migrate("articles", "0001")
    Group.objects.filter(name="Editors").delete()
    migrate("articles", "0002")
    assert Group.objects.get(name="Moderators").permissions.filter(codename="add_author").exists()


def as_wagtail_left_it(**changes):
    """Turns the home page back into Wagtail's welcome page."""
    home = HomePage.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM home_homepage")
    stock = ContentType.objects.get_for_model(Page)
    changes = {"title": "Welcome to your new Wagtail site!", "content_type": stock} | changes
    Page.objects.filter(pk=home.pk).update(**changes)
    return home.pk


def test_welcome_page_becomes_the_home_page_and_stays_the_root_of_the_site():
    migrate("home", "0001")
    pk = as_wagtail_left_it()
    migrate("home", "0002")
    home = HomePage.objects.get()
    assert (home.pk, home.title, home.slug, home.live) == (pk, "Home", "home", True)
    assert type(Page.objects.get(pk=pk).specific) is HomePage
    assert Site.objects.get().root_page_id == pk


def test_a_welcome_page_that_was_moved_aside_is_left_alone():
    migrate("home", "0001")
    as_wagtail_left_it(slug="welcome")
    migrate("home", "0002")
    assert not HomePage.objects.exists()


def stored(page):
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM articles_articlepage WHERE page_ptr_id = %s", [page.pk])
        (body,) = cursor.fetchone()
    return json.loads(body) if isinstance(body, str) else body


def store(page, body):
    """Puts a body into an article and its revisions, as it may have stood there before."""
    with connection.cursor() as cursor:
        sql = "UPDATE articles_articlepage SET body = %s WHERE page_ptr_id = %s"
        cursor.execute(sql, [json.dumps(body), page.pk])
    for revision in Revision.objects.for_instance(page):
        revision.content["body"] = json.dumps(body)
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def citation(number, **value):
    """A block with a citation as it was before works."""
    empty = dict.fromkeys(("authors", "title", "container", "doi", "url", "text", "locator"), "")
    value = {"usage": "reference", "year": None} | empty | value
    return {"type": "citation", "value": value, "id": str(UUID(int=number))}


DOI = "10.1080/24740527.2022.2126754"
ECHO = {
    "authors": "Poulin, P. A., King, M. L., Jr., & Rash, J. A.",
    "year": 2022,
    "title": "A thematic analysis",
    "container": "Canadian Journal of Pain",
    "doi": DOI,
}
TEXT = {"type": "text", "value": {"content": "<p>x</p>"}, "id": str(UUID(int=0))}


def keys(page):
    return set(ContentKey.objects.filter(page=page.pk).values_list("name", "value"))


def test_bodies_that_are_there_already_are_found_by_what_they_hold():
    article = builders.make_article(body=[("text", {"content": "<p>x</p>"})])
    page = builders.make_page(body=[("quote", {"text": "x"})])
    migrate("articles", "0003")
    store(article, [citation(1, doi=f"https://doi.org/{DOI}"), citation(2, doi="no DOI"), TEXT])
    migrate("home", "0002")
    migrate("articles", "0002")
    migrate("articles", "0003")
    assert not ContentKey.objects.exists()
    migrate("home", "0003")
    assert keys(article) == {("block", "citation"), ("block", "text"), ("cites", DOI)}
    assert keys(page) == {("block", "quote")}


@pytest.fixture
def before_works():
    """An article of the time before works, with a draft, a waiting version and a history."""
    article = builders.make_article()
    article.save_revision()
    article.go_live_at = timezone.now() + timedelta(days=1)
    article.save_revision().publish()
    article.save_revision()
    migrate("articles", "0003")
    store(
        article,
        [
            citation(1, **ECHO, text="Read it.", usage="summary"),
            TEXT,
            citation(2, title="Small steps", authors="The Reading House", url="https://a.example/"),
            citation(3, **ECHO | {"title": "The same in other words"}),
            citation(4, title="Small steps", authors="The Reading House", url="https://a.example/"),
            citation(5, text="Nothing yet."),
            {"type": "citation", "value": {"title": "Of the first days"}, "id": str(UUID(int=6))},
        ],
    )
    return article


def test_citations_become_works_everywhere(before_works):
    migrate("articles", "0005")
    echo, small, first = Work.objects.order_by("pk")
    assert echo.csl == {
        "type": "article-journal",
        "title": "A thematic analysis",
        "author": [
            {"family": "Poulin", "given": "P. A."},
            {"family": "King", "given": "M. L.", "suffix": "Jr."},
            {"family": "Rash", "given": "J. A."},
        ],
        "issued": {"date-parts": [[2022]]},
        "container-title": "Canadian Journal of Pain",
        "DOI": DOI,
    }
    assert small.csl == {
        "type": "webpage",
        "title": "Small steps",
        "author": [{"literal": "The Reading House"}],
        "URL": "https://a.example/",
    }
    assert first.title == "Of the first days"
    for work in (echo, small, first):
        made = Work(csl=work.csl)
        made.derive()
        assert [getattr(work, name) for name in DERIVED] == [
            getattr(made, name) for name in DERIVED
        ]

    works = [echo.pk, None, small.pk, echo.pk, small.pk, None, first.pk]
    bodies = [stored(before_works)]
    bodies += [
        json.loads(revision.content["body"])
        for revision in Revision.objects.for_instance(before_works)
    ]
    assert len(bodies) == 5
    for body in bodies:
        assert [block["value"].get("work") for block in body] == works
        assert body[0]["value"] == {
            "usage": "summary",
            "text": "Read it.",
            "locator": "",
            "work": echo.pk,
        }
        assert body[1] == TEXT
        assert body[5]["value"]["text"] == "Nothing yet."


def test_what_any_citation_says_of_a_work_is_kept_and_readers_words_come_first():
    draft = builders.make_article(published=False)
    page = builders.make_article()
    migrate("articles", "0003")
    unfinished = citation(4, authors="The Reading House", url="https://a.example/")
    store(draft, [citation(1, doi=DOI, title="Working title", container="Book"), unfinished])
    short = {name: ECHO[name] for name in ("title", "doi")}
    store(page, [citation(2, **short), citation(3, **ECHO)])
    migrate("articles", "0005")
    echo, house = Work.objects.order_by("pk")
    assert echo.csl["title"] == echo.title == ECHO["title"]
    assert echo.csl["type"] == "article-journal"
    assert len(echo.csl["author"]) == 3
    assert echo.year == 2022
    assert echo.csl["container-title"] == "Canadian Journal of Pain"
    assert echo.formatted["apa"]["text"].startswith("Poulin, P. A., King, M. L., Jr.")
    assert house.csl["author"] == [{"literal": "The Reading House"}]
    assert stored(draft)[1]["value"]["work"] == house.pk


def test_what_notes_citations_is_complete_after_that(before_works):
    migrate("articles", "0005")
    page = ArticlePage.objects.get(pk=before_works.pk)
    assert keys(page) == set()
    lines = CitedWork.objects.filter(page=page.pk)
    drafted = CitedInDraft.objects.order_by("revision", "work").values_list("revision", "work")
    found = sorted(lines.values_list("work", flat=True)), list(drafted)
    assert len(found[0]) == 3
    assert {revision for revision, _ in found[1]} == {
        page.latest_revision_id,
        page.scheduled_revision.pk,
    }
    call_command("index_content", stdout=StringIO())
    assert found == (sorted(lines.values_list("work", flat=True)), list(drafted.all()))

    def references():
        to = ContentType.objects.get_for_model(Work)
        rows = ReferenceIndex.objects.filter(to_content_type=to).order_by("content_path")
        return list(rows.values().values_list("content_path_hash", "model_path", "to_object_id"))

    noted = references()
    assert len(noted) == 5
    ReferenceIndex.create_or_update_for_object(page)
    assert references() == noted


def test_citations_are_written_out_again_on_the_way_back(before_works):
    migrate("articles", "0005")
    migrate("articles", "0004")
    body = stored(before_works)
    assert body[0]["value"] == {
        "usage": "summary",
        "text": "Read it.",
        "locator": "",
        **ECHO,
        "authors": "Poulin, P. A.\nKing, M. L., Jr.\nRash, J. A.",
        "url": "",
    }
    assert body[2]["value"]["url"] == "https://a.example/"
    assert keys(before_works) == {("cites", DOI)}
    migrate("articles", "0005")
    assert Work.objects.filter(doi=DOI).count() == 1


def test_a_work_that_is_known_is_taken(before_works):
    # With the columns that it has now: the migrations of works are not undone.
    known = Work.objects.create(csl={"type": "book", "title": "Known", "DOI": DOI})
    migrate("articles", "0005")
    assert stored(before_works)[0]["value"]["work"] == known.pk
    known.refresh_from_db()
    assert known.title == "Known"
