"""The log as it is told: in order, whole, filtered, waited for."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from api import changes
from articles.endpoints import PublicAuthors
from delivery import editions, settling
from delivery.models import Change, Edition, PublicObject, State
from delivery.preparing import prepare
from tests.api.asking import answer, refused
from tests.api.test_endpoints import second_site
from tests.builders import make_article, make_author, make_page, make_private

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """Settles, and gives the number of the last change."""
    return lambda: settling.settle()[0].number


def told(client, after, **query):
    """Event, resource and id of each change behind a number."""
    items = answer(client, "changes/", after=after, **query)["items"]
    return [(item["event"], item["resource"], item["id"]) for item in items]


def test_a_change_says_what_happened_to_what_and_where(client, now):
    before = now()
    article = make_article()
    found = answer(client, "changes/", after=before)
    [item] = [item for item in found["items"] if item["id"] == article.pk]
    change = Change.objects.get(resource="pages", object_id=article.pk)
    assert item == {
        "number": change.number,
        "event": "created",
        "resource": "pages",
        "id": article.pk,
        "type": "articles.ArticlePage",
        "locale": "en-gb",
        "path": article.url,
        "changed_at": item["changed_at"],
        "detail_url": f"http://localhost/api/v2/pages/{article.pk}/",
    }
    assert found["meta"] == {"version": now(), "next_after": now(), "has_more": False}


def test_what_is_gone_has_an_id_and_its_last_address_and_no_other(client, now):
    article = make_article()
    before = now()
    article.unpublish()
    [item] = answer(client, "changes/", after=before, include="document")["items"]
    assert (item["event"], item["id"], item["path"]) == ("deleted", article.pk, article.url)
    assert item["detail_url"] is item["document"] is None


def test_what_has_neither_language_nor_address_says_so(client, now):
    before = now()
    author = make_author()
    [item] = answer(client, "changes/", after=before)["items"]
    assert (item["resource"], item["id"]) == ("authors", author.pk)
    assert item["locale"] is item["path"] is None


def test_the_log_is_walked_in_parts_without_gaps(client, now):
    for _ in range(4):
        make_article()
        now()
    whole = answer(client, "changes/")["items"]
    walked, after, has_more = [], 0, True
    while has_more:
        part = answer(client, "changes/", after=after, limit=2)
        walked += part["items"]
        after, has_more = part["meta"]["next_after"], part["meta"]["has_more"]
    assert walked == whole
    assert [item["number"] for item in walked] == list(range(1, now() + 1))
    assert answer(client, "changes/", after=after)["items"] == []


def test_what_is_told_meanwhile_is_left_for_the_next_time(client, now, monkeypatch):
    before, settled = now(), editions.open_state

    def and_then():
        found = settled()
        make_author()
        now()
        return found

    monkeypatch.setattr(editions, "open_state", and_then)
    found = answer(client, "changes/", after=before)
    assert found["items"] == []
    assert found["meta"]["next_after"] == before


def test_a_part_that_is_just_full_is_the_last(client, now):
    before = now()
    make_author()
    make_author()
    found = answer(client, "changes/", after=before, limit=2)
    assert found["meta"] == {"version": now(), "next_after": now(), "has_more": False}


def test_filters_leave_out_and_lead_past_what_they_leave_out(client, now):
    before, author = now(), make_author()
    of_author = now()
    article, page = make_article(), make_page()
    pages = [("created", "pages", article.pk), ("created", "pages", page.pk)]
    assert told(client, before, resource="authors") == [("created", "authors", author.pk)]
    assert set(told(client, before, resource="authors,pages")) >= {
        ("created", "authors", author.pk),
        *pages,
    }
    assert told(client, before, type="home.StandardPage") == pages[1:]
    assert told(client, before, locale="en-gb", type="articles.ArticlePage") == pages[:1]
    for resource in ("authors", "topics"):
        meta = answer(client, "changes/", after=before, resource=resource)["meta"]
        assert meta == {"version": now(), "next_after": now(), "has_more": False}
    assert now() > of_author


def test_a_document_is_the_detail_as_it_is_now(client, now):
    before = now()
    article = make_article(title="First")
    now()
    article.title = "Second"
    article.save_revision().publish()
    items = answer(client, "changes/", after=before, include="document", resource="pages")["items"]
    documents = [item["document"] for item in items if item["id"] == article.pk]
    assert len(documents) == 2
    assert documents == [client.get(f"/api/v2/pages/{article.pk}/").json()] * 2
    assert documents[0]["title"] == "Second"


def test_what_came_and_went_again_has_no_document(client, now):
    before = now()
    article = make_article()
    now()
    make_private(article)
    items = answer(client, "changes/", after=before, include="document")["items"]
    assert [item["document"] for item in items if item["id"] == article.pk] == [None, None]


@pytest.fixture
def broken(monkeypatch):
    """The ids of authors whose details cannot be rendered."""
    ids, stock = set(), PublicAuthors.public

    def fails(self, author):
        if author.pk in ids:
            raise ValueError("as the test wants it")
        return stock(self, author)

    monkeypatch.setattr(PublicAuthors, "public", fails)
    return ids


def test_what_cannot_be_rendered_has_no_document_and_hinders_no_other(client, now, broken):
    before = now()
    unsound, sound = make_author(), make_author()
    broken.add(unsound.pk)
    items = answer(client, "changes/", after=before, include="document")["items"]
    assert [item["document"] and item["document"]["id"] for item in items] == [None, sound.pk]


def test_who_got_no_document_is_told_when_there_is_one(client, now, broken):
    author = make_author()
    broken.add(author.pk)
    told(client, 0, include="document")
    before = now()
    broken.clear()
    assert client.get(f"/api/v2/authors/{author.pk}/").status_code == 200
    assert told(client, before) == [("updated", "authors", author.pk)]


def test_documents_cost_the_same_for_one_and_for_many(client, now):
    def cost(after):
        with CaptureQueriesContext(connection) as queries:
            found = answer(client, "changes/", after=after, include="document", resource="pages")
        assert all(item["document"] for item in found["items"])
        return len(found["items"]), len(queries)

    for _ in range(10):
        make_article()
    number = now()
    for one in PublicObject.objects.all():
        prepare(one)
    # Looked up once for each number: the site at the address.
    client.get("/api/v2/changes/")
    (few, of_few), (many, of_many) = cost(number - 1), cost(0)
    assert (few, of_few) == (1, of_many)
    assert many > 10


def test_stale_documents_are_rendered(client, now):
    author = make_author(name="Before")
    article = make_article(authors=[author])
    before = now()
    client.get(f"/api/v2/pages/{article.pk}/")
    type(author).objects.update(name="After")
    items = answer(client, "changes/", after=before, include="document", resource="pages")["items"]
    [document] = [item["document"] for item in items if item["id"] == article.pk]
    assert document["authors"][0]["name"] == "After"


def test_pages_of_another_site_are_told_with_the_addresses_of_that_site(client, now):
    other = second_site()
    before = now()
    page = make_page(other.root_page.specific, slug="there")
    [item] = answer(client, "changes/", after=before, include="document")["items"]
    assert item["path"] == "/there/"
    assert item["detail_url"] == f"http://other.example.org:8080/api/v2/pages/{page.pk}/"
    assert item["document"]["meta"]["detail_url"] == item["detail_url"]
    with override_settings(WAGTAILAPI_BASE_URL="https://api.example.org"):
        [item] = answer(client, "changes/", after=before, include="document")["items"]
    assert item["detail_url"] == f"https://api.example.org/api/v2/pages/{page.pk}/"
    assert item["document"]["meta"]["detail_url"] == item["detail_url"]


def test_without_a_default_site_only_pages_have_documents(client, now):
    Site.objects.update(is_default_site=False)
    before = now()
    article, author = make_article(), make_author()
    items = answer(client, "changes/", after=before, include="document")["items"]
    documents = {item["id"]: item["document"] for item in items if item["resource"] != "settings"}
    assert documents[article.pk]["id"] == article.pk
    assert documents[author.pk] is None


# Bad input


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"after": "-1"}, "after must be a whole number, 0 or the next_after of the answer before"),
        ({"after": "x"}, "after must be a whole number"),
        ({"after": ""}, "after must be a whole number"),
        ({"after": "1.5"}, "after must be a whole number"),
        ({"after": "٣"}, "after must be a whole number"),
        ({"limit": "0"}, "limit must be a whole number from 1 to 100"),
        ({"limit": "101"}, "limit must be a whole number from 1 to 100"),
        ({"limit": "9" * 1000}, "limit must be a whole number from 1 to 100"),
        ({"wait": "31"}, "wait must be a whole number from 0 to 30"),
        ({"wait": "-1"}, "wait must be a whole number from 0 to 30"),
        ({"wait": "0.5"}, "wait must be a whole number from 0 to 30"),
        ({"resource": "route"}, "resource 'route' doesn't exist. Allowed: authors, ctas"),
        ({"resource": "pages,"}, "resource must be values separated by commas"),
        ({"type": "auth.User"}, "type 'auth.User' doesn't exist. Allowed: articles.Article"),
        ({"locale": "xx"}, "locale 'xx' doesn't exist. Allowed: en-gb"),
        ({"include": "everything"}, "include can only be 'document'"),
        ({"fields": "*"}, "query parameter is not an operation or a recognised field: fields"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_is_allowed(client, query, reason):
    assert refused(client, "changes/", **query).startswith(reason)


def gone(client, after):
    found = client.get("/api/v2/changes/", {"after": after})
    assert found.status_code == 410
    assert found["Cache-Control"] == "no-store"
    return found.json()["message"]


@pytest.mark.parametrize("ahead", [1, 10**18, 10**1000], ids=["next", "large", "huge"])
def test_a_number_that_is_not_there_yet_leads_to_the_export(client, now, ahead):
    make_author()
    number = now()
    assert gone(client, number + ahead) == (
        f"the log ends at {number}, before what after names. "
        "Start again from the export: http://localhost/api/v2/export/"
    )


def test_what_has_been_trimmed_leads_to_the_export(client, now):
    make_author()
    now()
    assert answer(client, "changes/", after=1)["items"]
    State.objects.update(floor=2)
    message = "changes up to 2 are not kept any more. Start again from the export: "
    assert gone(client, 0) == gone(client, 1) == f"{message}http://localhost/api/v2/export/"
    assert answer(client, "changes/", after=2)["items"]


def test_what_is_trimmed_while_it_is_read_is_not_passed_over_in_silence(client, now, monkeypatch):
    make_author()
    now()
    settled = editions.open_state

    def trimmed_afterwards():
        found = settled()
        Change.objects.filter(number__lte=2).delete()
        State.objects.update(floor=2)
        return found

    monkeypatch.setattr(editions, "open_state", trimmed_afterwards)
    assert gone(client, 1).startswith("changes up to 2 are not kept")


# Where editions cannot be used


def test_where_editions_are_closed_changes_are_told_and_details_rendered(client, now):
    before = now()
    author = make_author(name="Ada")
    answer(client, "changes/", after=before, include="document")
    Edition.objects.update(brotli=b"never looked at")
    State.objects.update(is_open=False)
    found = answer(client, "changes/", after=before, include="document")
    assert found["meta"]["version"] == now()
    assert [item["document"]["name"] for item in found["items"]] == [author.name]


def test_where_somebody_else_writes_the_answer_waits(client, now, monkeypatch):
    before = now()
    author = make_author()
    stock, tries = settling.settle, []

    def busy_unless_waiting(wait=True):
        tries.append(wait)
        if not wait:
            raise settling.Busy
        return stock(wait)

    monkeypatch.setattr(settling, "settle", busy_unless_waiting)
    response = client.get("/api/v2/changes/", {"after": before})
    assert [item["id"] for item in response.json()["items"]] == [author.pk]
    assert tries == [False, True]
    assert response["X-Content-Version"] == str(before + 1)


# Waiting


@pytest.fixture
def clock(monkeypatch):
    """Time that passes by sleeping alone; `clock.then` is called after each sleep."""

    class Clock:
        seconds = 0
        then = staticmethod(lambda: None)

        def monotonic(self):
            return self.seconds

        def sleep(self, seconds):
            self.seconds += seconds
            self.then()

    made = Clock()
    monkeypatch.setattr(changes, "time", made)
    return made


def test_a_request_that_waits_is_answered_as_soon_as_something_changes(client, now, clock):
    def publish():
        if clock.seconds == 5:
            make_author()

    clock.then = publish
    before = now()
    response = client.get("/api/v2/changes/", {"after": before, "wait": 30})
    assert clock.seconds == 5
    assert [item["resource"] for item in response.json()["items"]] == ["authors"]
    assert response["X-Content-Version"] == str(now()) == str(before + 1)
    assert response.json()["meta"]["version"] == before + 1


def test_a_request_waits_no_longer_than_it_said_and_looks_twice_a_second(client, now, clock):
    looks = []
    clock.then = lambda: looks.append(clock.seconds)
    before = now()
    found = answer(client, "changes/", after=before, wait=3)
    assert found == {
        "meta": {"version": before, "next_after": before, "has_more": False},
        "items": [],
    }
    assert looks == [0.5, 1, 1.5, 2, 2.5, 3]
    # The next one is not given the same answer at once.
    assert answer(client, "changes/", after=before, wait=3) == found
    assert clock.seconds == 6


def test_a_request_that_waits_looks_with_one_query_and_no_transaction(client, now, clock):
    costs = []

    def look():
        costs.append(len(connection.queries_log))

    clock.then = look
    before = now()
    with CaptureQueriesContext(connection):
        client.get("/api/v2/changes/", {"after": before, "wait": 2})
    assert [later - earlier for earlier, later in pairwise(costs)] == [1, 1, 1]


def test_what_is_filtered_out_ends_no_waiting(client, now, clock):
    clock.then = make_author
    found = answer(client, "changes/", after=now(), wait=2, resource="topics")
    assert clock.seconds == 2
    assert found["items"] == []
    assert found["meta"]["next_after"] == now()


def test_where_there_is_something_already_nobody_waits(client, now, clock):
    before = now()
    make_author()
    assert answer(client, "changes/", after=before, wait=30)["items"]
    assert clock.seconds == 0


def test_no_more_wait_than_there_are_places(client, now, clock, settings):
    answers = []

    def another():
        if not answers:
            answers.append(Client().get("/api/v2/changes/", {"after": before, "wait": 30}))

    clock.then = another
    before = now()
    first = client.get("/api/v2/changes/", {"after": before, "wait": 2})
    assert clock.seconds == 2
    assert answers[0].json() == first.json()
    assert (answers[0]["Retry-After"], first.get("Retry-After")) == ("5", None)
    assert changes.waiting.taken == 0
    settings.WAITING_MAX = 0
    assert client.get("/api/v2/changes/", {"after": before, "wait": 9})["Retry-After"] == "5"
    assert clock.seconds == 2


def test_a_place_is_given_back_whatever_happens(client, now, clock):
    def fail():
        raise ValueError("down")

    clock.then = fail
    client.raise_request_exception = False
    assert client.get("/api/v2/changes/", {"after": now(), "wait": 1}).status_code == 500
    assert changes.waiting.taken == 0


def test_what_others_write_meanwhile_is_looked_at_later(client, now, clock, monkeypatch):
    before = now()
    settled = changes.settled

    def busy_at_first(wait):
        if clock.seconds < 2:
            raise settling.Busy
        return settled(wait)

    monkeypatch.setattr(changes, "settled", busy_at_first)
    clock.then = lambda: clock.seconds == 1 and make_author()
    assert answer(client, "changes/", after=before, wait=30)["items"]
    assert clock.seconds == 2


# Over HTTP


def test_answers_are_asked_about_each_time_and_never_kept(client, now):
    address = f"/api/v2/changes/?after={now()}"
    empty = client.get(address)
    assert empty["Cache-Control"] == "no-cache"
    assert client.get(address, headers={"if-none-match": empty["ETag"]}).status_code == 304
    State.objects.update(floor=now() + 1, number=now() + 1)
    assert client.get(address).status_code == 410


def test_of_head_there_are_the_same_headers(client, now):
    make_author()
    get, head = (ask("/api/v2/changes/") for ask in (client.get, client.head))
    assert head.content == b""
    assert dict(head.items()) == dict(get.items())
