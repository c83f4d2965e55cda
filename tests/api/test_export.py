"""Everything public, line by line: whole, in order, and consistent with the log."""

import json

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from api import export
from articles.endpoints import PublicAuthors
from delivery import settling
from delivery.models import Edition, PublicObject, State
from delivery.preparing import prepare
from delivery.representation import CODINGS
from delivery.resources import resources
from tests.api.asking import answer, refused
from tests.api.description import faults
from tests.api.test_endpoints import second_site
from tests.builders import make_article, make_author, make_page, make_private, make_work
from tests.samples import full_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(export, "BATCH", 2)


def close(response):
    """What a server does at the end of an answer, but for closing the test's own connection."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def exported(client, **query):
    """The lines of an export: the first, those between, the last."""
    response = client.get("/api/v2/export/", query)
    assert response.status_code == 200, response.content
    first, *lines, last = map(json.loads, b"".join(response).splitlines())
    assert last == {"end": True, "count": len(lines)}
    return first, lines, last


def places(lines):
    return [(line["resource"], line["id"]) for line in lines]


def test_every_public_object_has_its_line_in_order_with_its_detail(client, small_batches):
    full_article()
    make_work()
    make_article(published=False)
    first, lines, _ = exported(client)
    told = PublicObject.objects.order_by("resource", "object_id")
    assert places(lines) == list(told.values_list("resource", "object_id"))
    assert {line["resource"] for line in lines} == resources().keys() - {"redirects"}
    for line in lines:
        detail = client.get(f"/api/v2/{line['resource']}/{line['id']}/").json()
        assert line["document"] == detail
        if line["resource"] == "pages":
            assert line["type"] == detail["meta"]["type"]
            assert f"http://localhost{line['path']}" == detail["meta"]["html_url"]
        else:
            assert line["locale"] is line["path"] is None
    assert first == {"version": State.objects.get().number}


def test_lines_are_as_described(client):
    full_article()
    first, lines, last = exported(client)
    assert faults(first, "ExportStart") == faults(last, "ExportEnd") == []
    assert [faults(line, "ExportLine") for line in lines] == [[]] * len(lines)
    changes = answer(client, "changes/", include="document")
    assert faults(changes, "Changes") == []
    assert [item["document"] for item in changes["items"]] == [
        next(line["document"] for line in lines if places([line]) == places([item]))
        for item in changes["items"]
    ]


def test_an_export_is_of_the_resources_that_are_asked_for(client):
    make_author()
    make_article()
    _, lines, _ = exported(client, resource="pages,authors")
    assert {line["resource"] for line in lines} == {"pages", "authors"}


def test_an_export_goes_on_behind_any_of_its_lines(client, small_batches):
    full_article()
    make_article()
    _, whole, _ = exported(client)
    for number, line in enumerate(whole):
        _, rest, _ = exported(client, after=f"{line['resource']}:{line['id']}")
        assert rest == whole[number + 1 :]
    _, rest, _ = exported(client, after="authors:999999", resource="pages")
    assert rest == [line for line in whole if line["resource"] == "pages"]


def test_documents_are_those_that_are_kept_ready(client):
    author = make_author()
    settling.settle()
    for one in PublicObject.objects.filter(resource="authors"):
        prepare(one)
    edition = Edition.objects.get(public_object__resource="authors")
    kept = CODINGS["br"](b'{"kept":  "as it is"}')
    Edition.objects.filter(pk=edition.pk).update(brotli=kept)
    body = b"".join(client.get("/api/v2/export/", {"resource": "authors"}))
    assert b'"document":{"kept":  "as it is"}}\n' in body
    type(author).objects.update(name="Another")
    _, [line], _ = exported(client, resource="authors")
    assert line["document"]["name"] == "Another"


def test_an_export_costs_the_same_for_each_batch(client, monkeypatch):
    for _ in range(8):
        make_author()
    settling.settle()
    for one in PublicObject.objects.filter(resource="authors"):
        prepare(one)

    def cost(batch):
        monkeypatch.setattr(export, "BATCH", batch)
        with CaptureQueriesContext(connection) as queries:
            exported(client, resource="authors")
        return len(queries)

    # Looked up once for each number: the site at the address.
    client.head("/api/v2/export/")
    assert cost(8) == cost(10)
    # One batch more: is all settled, which objects, their homes, their documents.
    assert cost(4) == cost(8) + 4


def test_what_is_hidden_meanwhile_does_not_show(client, small_batches):
    articles = [make_article() for _ in range(4)]
    # So that nothing is rendered on the way, which would settle.
    exported(client)
    lines = iter(client.get("/api/v2/export/", {"resource": "pages"}).streaming_content)
    begun = [next(lines), next(lines)]
    make_private(articles[-1])
    assert articles[0].slug.encode() not in b"".join(begun)
    rest = b"".join(lines)
    assert articles[0].slug.encode() in rest
    assert articles[-1].slug.encode() not in rest


def test_what_cannot_be_rendered_has_no_document_and_hinders_no_other(client, monkeypatch):
    broken, sound = make_author(), make_author()
    stock = PublicAuthors.public

    def fails(self, author):
        if author.pk == broken.pk:
            raise ValueError("no")
        return stock(self, author)

    monkeypatch.setattr(PublicAuthors, "public", fails)
    _, lines, _ = exported(client, resource="authors")
    assert [line["document"] and line["document"]["id"] for line in lines] == [None, sound.pk]


def test_pages_are_exported_as_their_own_site_answers_them(client):
    page = make_page(second_site().root_page.specific)
    _, lines, _ = exported(client, resource="pages")
    [line] = [line for line in lines if line["id"] == page.pk]
    assert line["document"]["meta"]["html_url"] == f"http://other.example.org:8080{line['path']}"


def test_where_editions_are_closed_details_are_rendered(client):
    author = make_author()
    exported(client)
    Edition.objects.update(brotli=b"never looked at")
    State.objects.update(is_open=False)
    _, [line], _ = exported(client, resource="authors")
    assert line["document"]["name"] == author.name


def test_an_answer_is_streamed_with_the_number_of_its_first_line(client):
    make_author()
    response = client.get("/api/v2/export/")
    first = json.loads(next(iter(response.streaming_content)))
    assert response["Content-Type"] == "application/x-ndjson"
    assert response["Cache-Control"] == "no-cache"
    assert response["X-Content-Version"] == str(first["version"])
    head = client.head("/api/v2/export/")
    assert dict(head.items()) == dict(response.items())
    assert b"".join(head) == b""
    close(response)


def test_no_more_are_exported_at_once_than_there_are_places(client):
    first = client.get("/api/v2/export/")
    second = client.get("/api/v2/export/")
    assert (second.status_code, second["Retry-After"]) == (429, "10")
    assert second.json()["message"].startswith("Too many exports are going on.")
    assert client.head("/api/v2/export/").status_code == 200
    # Broken off before it began, and told so twice.
    close(first)
    close(first)
    assert export.exporting.taken == 0
    exported(client)
    assert export.exporting.taken == 0


def test_a_server_that_closes_nothing_keeps_no_place():
    assert export.exporting.take()
    assert list(export.Stream(line for line in [b"{}"])) == [b"{}"]
    assert export.exporting.taken == 0


def test_an_export_that_fails_has_no_end_and_leaves_its_place(client, monkeypatch):
    def fail(*args):
        raise OSError("the database is away")

    monkeypatch.setattr(export, "documents", fail)
    response = client.get("/api/v2/export/")
    with pytest.raises(OSError, match="away"):
        b"".join(response)
    assert export.exporting.taken == 0


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"after": ""}, "after must be a resource and an id, such as pages:5. Resources: authors"),
        ({"after": "5"}, "after must be a resource and an id"),
        ({"after": "route:5"}, "after must be a resource and an id"),
        ({"after": "pages:-1"}, "after must be a resource and an id"),
        ({"after": "pages:5\n"}, "after must be a resource and an id"),
        ({"after": f"pages:{10**30}"}, "after must be a resource and an id"),
        ({"resource": "changes"}, "resource 'changes' doesn't exist. Allowed: authors, ctas"),
        ({"limit": "1"}, "query parameter is not an operation or a recognised field: limit"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_is_allowed(client, query, reason):
    assert refused(client, "export/", **query).startswith(reason)
    assert export.exporting.taken == 0
