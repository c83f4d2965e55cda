"""The parts of a list, by offset and by cursor."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from api.pagination import Cursor
from articles.models import ArticlePage
from tests import builders
from tests.api.asking import answer, ids, refused

ARTICLES = {"type": "articles.ArticlePage"}

pytestmark = pytest.mark.django_db


def walk(client, path="pages/", **query):
    """The ids of each part of a list, one part after the other."""
    cursor = ""
    while cursor is not None:
        got = answer(client, path, cursor=cursor, **query)
        yield [item["id"] for item in got["items"]]
        cursor = got["meta"]["next_cursor"]


def published(moment, **fields):
    article = builders.make_article(**fields)
    Page.objects.filter(pk=article.pk).update(first_published_at=moment)
    return article


# By offset


@pytest.mark.usefixtures("anew")
def test_the_count_can_be_left_out_and_is_then_not_made(client):
    builders.make_article()
    answer(client)
    with CaptureQueriesContext(connection) as with_count:
        counted = answer(client)
    with CaptureQueriesContext(connection) as without_count:
        uncounted = answer(client, total_count="false")
    assert counted["meta"] == {"total_count": 3}
    assert uncounted == {"meta": {}, "items": counted["items"]}
    assert len(without_count) == len(with_count) - 1
    assert answer(client, total_count="true") == counted
    assert answer(client, search="article", total_count="false")["meta"] == {}


# By cursor


def test_pages_stand_by_their_first_publication_then_by_id_and_those_without_behind(client):
    moment = datetime(2024, 5, 31, 12, 0, 0, 500, tzinfo=UTC)
    late = published(moment + timedelta(microseconds=1))
    same = [published(moment) for _ in range(3)]
    never = [builders.article_index().pk, builders.make_page().pk]
    wanted = [*(article.pk for article in same), late.pk, builders.home_page().pk, *never]
    for limit in range(1, len(wanted) + 1):
        parts = list(walk(client, limit=limit))
        assert list(chain(*parts)) == wanted
        assert all(len(part) == limit for part in parts[:-1])
        assert parts[-1]


@pytest.mark.parametrize("endpoint", ["images", "documents"])
def test_files_stand_by_their_making(client, endpoint):
    make = builders.make_image if endpoint == "images" else builders.make_document
    files = [make() for _ in range(4)]
    type(files[0]).objects.filter(pk=files[0].pk).update(created_at=datetime.now(UTC))
    wanted = [file.pk for file in (*files[1:], files[0])]
    assert list(chain(*walk(client, f"{endpoint}/", limit=3))) == wanted


def test_an_empty_list_has_one_part(client):
    assert list(walk(client, "images/")) == [[]]


def test_the_count_is_made_on_request_alone(client):
    article = builders.make_article()
    assert answer(client, cursor="", **ARTICLES)["meta"] == {"next_cursor": None}
    counted = answer(client, cursor="", total_count="true", limit=1)
    assert counted["meta"]["total_count"] == 3
    assert counted["meta"]["next_cursor"]
    assert ids(client, cursor="", slug=article.slug) == [article.pk]


def test_filters_hold_in_every_part(client):
    topic = builders.make_topic()
    wanted = [builders.make_article(topics=[topic]).pk for _ in range(3)]
    builders.make_article()
    assert list(chain(*walk(client, limit=2, topic=topic.slug))) == wanted


def steps(statement):
    """How the database runs a statement; how PostgreSQL would if there were many pages."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            return [row[3] for row in cursor.fetchall()]
        # Few rows it would rather sort.
        for means in ("sort", "seqscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{means} = off")
        cursor.execute(f"EXPLAIN {statement}")
        return [row[0].strip(" ->") for row in cursor.fetchall()]


@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize("query", [{}, ARTICLES])
def test_a_part_is_read_along_the_index_however_deep_it_lies(client, query):
    for day in range(1, 7):
        published(datetime(2024, 5, day, tzinfo=UTC))
    cursor = ""
    for part in range(3):
        with CaptureQueriesContext(connection) as queries:
            got = answer(client, cursor=cursor, limit=1, **query)
        cursor = got["meta"]["next_cursor"]
        (statement,) = [query["sql"] for query in queries if " LIMIT 2" in query["sql"]]
        assert "OFFSET" not in statement
        # Without it, PostgreSQL reads all that lies before.
        assert part == 0 or '"first_published_at" >= ' in statement
        if connection.vendor == "sqlite":
            plan = steps(statement)
            assert "(first_published_at>?)" in plan[0]
            assert not [step for step in plan if "TEMP B-TREE FOR ORDER BY" in step]
        else:
            plan = steps(statement)
            assert [step for step in plan if step.startswith("Index Cond: (first_published_at ")]
            # Only equals are sorted, by id.
            assert not [step for step in plan if step.startswith("Sort  (")]


def publish_another(_):
    builders.make_article()


def edit(article):
    article.title += "!"
    article.save_revision().publish()


def republish(article):
    article.unpublish()
    article.save_revision().publish()


def backdate(article):
    article.publication_date = datetime(2001, 1, 1, tzinfo=UTC)
    article.save_revision().publish()


MOVES = [publish_another, edit, ArticlePage.delete, ArticlePage.unpublish, republish, backdate]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
def test_what_editors_do_between_parts_makes_nothing_skip_or_repeat(client, move):
    days = [3, 1, None, 2, None]
    articles = [published(day and datetime(2024, 1, day, tzinfo=UTC)) for day in days]
    moves = iter(articles)
    untouched = {article.pk for article in articles}
    seen = []
    for part in walk(client, limit=1, **ARTICLES):
        seen += part
        article = next(moves, None)
        if article:
            move(ArticlePage.objects.get(pk=article.pk))
        if article and move in (ArticlePage.delete, ArticlePage.unpublish, republish):
            # It was hidden for at least a moment.
            untouched.discard(article.pk)
    assert len(seen) == len(set(seen))
    assert untouched <= set(seen)


def raw_pages(days):
    """Pages as rows: live, first published on these days of a month, or never."""
    home = builders.home_page()
    stock = ContentType.objects.get_for_model(Page)
    return Page.objects.bulk_create(
        Page(
            title=f"Page {number}",
            slug=f"page-{number}",
            path=f"{home.path}{number:04}",
            depth=3,
            content_type=stock,
            locale=home.locale,
            first_published_at=day and datetime(2024, 1, day, tzinfo=UTC),
        )
        for number, day in enumerate(days, start=1)
    )


@pytest.mark.django_db
def test_a_page_that_gets_its_first_publication_late_keeps_its_place():
    Page.objects.filter(depth__gt=2).delete()
    dated, seen, unseen, last = (page.pk for page in raw_pages([1, None, None, None]))
    pages, key = Page.objects.filter(depth__gt=2), "first_published_at"
    found, place = Cursor().part(pages, key, 2)
    assert [page.pk for page in found] == [dated, seen]
    pages.filter(pk__in=[seen, unseen]).update(first_published_at=datetime(2024, 2, 1, tzinfo=UTC))
    found, place = place.part(pages, key, 2)
    assert [page.pk for page in found] == [unseen, last]
    assert place is None


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    days=st.lists(st.sampled_from([1, 2, None]), min_size=4, max_size=6),
    moves=st.lists(
        st.tuples(st.sampled_from(["show", "hide", "publish", "delete"]), st.integers(0, 5)),
        min_size=4,
        max_size=8,
    ),
    hidden=st.integers(0, 5),
    length=st.integers(1, 2),
)
def test_what_is_public_during_a_walk_is_seen_exactly_once(db, days, moves, hidden, length):
    Page.objects.filter(depth__gt=2).delete()
    pages = [page.pk for page in raw_pages(days)]
    Page.objects.filter(pk__in=pages[hidden : hidden + 1]).update(live=False)
    public = Page.objects.filter(depth__gt=2, live=True)
    now = datetime(2024, 2, 1, tzinfo=UTC)
    always, seen, place, moves = set(public.values_list("pk", flat=True)), [], Cursor(), iter(moves)
    while place:
        found, place = place.part(public, "first_published_at", length)
        seen += [page.pk for page in found]
        move, number = next(moves, (None, 0))
        page = Page.objects.filter(pk=pages[number % len(pages)])
        now += timedelta(minutes=1)
        if move == "delete":
            page._raw_delete(page.db)
        elif move in ("show", "hide"):
            page.update(live=move == "show")
        elif move == "publish":
            page.update(live=True)
            # As Wagtail does when it publishes what was made public without.
            page.filter(first_published_at=None).update(first_published_at=now)
        always &= set(public.values_list("pk", flat=True))
    assert [seen.count(pk) for pk in sorted(always)] == [1] * len(always)


# What cannot be meant


def cursor_of(*values):
    return (
        urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")
    )


GOOD = Cursor(datetime(2024, 5, 31, tzinfo=UTC), 7).encode("wagtailcore.page")
ODD_CURSORS = [
    *("x", "-1", "null", "9" * 40, "\u0663", "=", GOOD + "=", GOOD + "!", GOOD[:-1], f" {GOOD}"),
    Cursor(datetime(2024, 5, 31, tzinfo=UTC), 7).encode("library.image"),
    cursor_of(),
    cursor_of("wagtailcore.page"),
    cursor_of("wagtailcore.page", None, 1, None, 1),
    *(
        cursor_of("wagtailcore.page", None, id, None)
        for id in (-1, 1.5, "1", True, 2**63, [], None)
    ),
    *(cursor_of("wagtailcore.page", None, 1, id) for id in (-1, False, {}, 10**400)),
    *(cursor_of("wagtailcore.page", moment, 1, None) for moment in (0, "", "x", [], "2024-05-31")),
    cursor_of("wagtailcore.page", "2024-05-31T00:00:00", 1, None),
    cursor_of("wagtailcore.page", "2024-05-31T02:00:00+02:00", 1, None),
    cursor_of("wagtailcore.page", "0001-01-01T00:00:00+14:00", 1, None),
    urlsafe_b64encode(b"[" * 1400).decode().rstrip("="),
    urlsafe_b64encode(b"\xff\xfe").decode().rstrip("="),
]


def test_a_cursor_is_taken_as_it_was_given(client):
    assert Cursor.decode(GOOD, "wagtailcore.page").encode("wagtailcore.page") == GOOD
    assert json.loads(urlsafe_b64decode(GOOD + "==")) == [
        *("wagtailcore.page", "2024-05-31T00:00:00+00:00", 7, None)
    ]
    assert ids(client, cursor=GOOD)


@pytest.mark.parametrize("cursor", ODD_CURSORS)
def test_any_other_cursor_is_refused(client, cursor):
    assert refused(client, cursor=cursor) == (
        "cursor must be empty, for the first part of a list, or the next_cursor of the part before"
    )


def test_a_cursor_has_a_moment_only_where_a_list_has_them(client):
    """As found by a test that alters what was given."""
    builders.make_topic(), builders.make_topic()
    given = answer(client, "topics/", cursor="", limit="1")["meta"]["next_cursor"]
    kind, moment, id, bare = json.loads(urlsafe_b64decode(given + "=="))
    assert moment is None
    forged = Cursor(datetime(2024, 5, 31, tzinfo=UTC), id, bare).encode(kind)
    assert refused(client, "topics/", cursor=forged).startswith("cursor must be empty")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"offset": "0"}, "offset cannot be used with cursor"),
        ({"search": "x"}, "search cannot be used with cursor"),
        ({"order": "title"}, "order cannot be used with cursor, whose order is by first_published"),
        ({"order": "-first_published_at"}, "order cannot be used with cursor"),
        ({"order": "random"}, "order cannot be used with cursor"),
        ({"order": ""}, "order cannot be used with cursor"),
        ({"limit": "0"}, "limit must be at least 1 with cursor"),
        ({"limit": "101"}, "limit cannot be higher than 100"),
        ({"total_count": "no"}, "total_count must be 'true' or 'false', got 'no'"),
    ],
)
def test_what_does_not_go_with_a_cursor_is_said(client, query, message):
    assert message in refused(client, cursor="", **query)


def test_the_cursor_s_own_order_may_be_named(client):
    assert ids(client, cursor="", order="first_published_at")
    assert ids(client, "images/", cursor="") == []


def test_a_cursor_is_for_lists(client):
    assert refused(client, "pages/2/", cursor="") == "cursor is for lists"
    assert refused(client, "pages/find/", total_count="false") == "total_count is for lists"
