"""Authors, topics and calls to action as the API's own things."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import CallToAction
from delivery.visibility import Visibility
from tests import builders, samples
from tests.api.test_endpoints import detail, get, ids

pytestmark = pytest.mark.django_db


def same_but_for_meta(whole, part):
    """Whether a detail is what a page shows of the thing, and its envelope."""
    return {key: value for key, value in whole.items() if key != "meta"} == part


def test_details_are_what_an_article_shows(client):
    shown = detail(client, samples.full_article())
    for endpoint, part in (
        ("authors", shown["authors"][0]),
        ("topics", shown["topics"][0]),
        ("ctas", shown["ctas"]["top"][0]),
    ):
        whole = get(client, f"{endpoint}/{part['id']}/").json()
        assert same_but_for_meta(whole, part)
        assert list(whole["meta"]) == ["type", "detail_url"]
        assert whole["meta"]["detail_url"] == f"http://localhost/api/v2/{endpoint}/{part['id']}/"


def test_lists_are_as_complete_as_details(client):
    samples.full_article()
    for endpoint in ("authors", "topics", "ctas"):
        listed = get(client, f"{endpoint}/").json()
        assert listed["meta"] == {"total_count": 1}
        [item] = listed["items"]
        assert item == get(client, f"{endpoint}/{item['id']}/").json()
        assert get(client, f"{endpoint}/", fields="*").json() == listed


def test_fields_can_be_taken_away_and_begun_from_nothing(client):
    author = samples.person()
    assert "bio" not in detail(client, author, "authors", fields="-bio")
    assert detail(client, author, "authors", fields="_,slug") == {"slug": "ada-quill"}
    message = get(client, "authors/", fields="biography").json()["message"]
    assert message.startswith("unknown fields: biography. Allowed: bio, detail_url, id, ")


def test_columns_are_filters_and_orders(client):
    b, a = (builders.make_author(name=name, slug=name.lower()) for name in ("Bea", "Ada"))
    builders.make_topic(name="Pain", slug="pain")
    assert ids(get(client, "authors/")) == [b.pk, a.pk]
    assert ids(get(client, "authors/", order="name")) == [a.pk, b.pk]
    assert ids(get(client, "authors/", slug="bea")) == [b.pk]
    assert ids(get(client, "authors/", name="Ada", order="-slug")) == [a.pk]
    assert ids(get(client, "topics/", name="Pain")) != []
    assert ids(get(client, "topics/", slug="joy")) == []
    assert get(client, "authors/", links=1).status_code == 400
    assert get(client, "authors/", order="links").status_code == 400


def test_a_filter_by_a_private_picture_finds_nobody(client):
    private = builders.make_image(collection=builders.private_collection())
    author = builders.make_author(photo=private)
    assert ids(get(client, "authors/", photo=private.pk)) == []
    assert detail(client, author, "authors")["photo"] is None


def test_search_finds_authors_and_topics(client):
    author = builders.make_author(name="Ada Marmalade")
    topic = builders.make_topic(description="About marmalade.")
    builders.make_author()
    builders.make_topic()
    assert ids(get(client, "authors/", search="marmalade")) == [author.pk]
    assert ids(get(client, "topics/", search="marmalade")) == [topic.pk]


def test_bios_come_in_the_format_that_is_asked_for(client):
    author = builders.make_author(bio="<p>Taught for <b>ten</b> years.</p>")
    for path in (f"authors/{author.pk}/", "authors/"):
        answer = get(client, path, rich_text_format="markdown").json()
        [author] = answer.get("items", [answer])
        assert author["bio"].strip() == "Taught for **ten** years."


def test_the_team_s_own_names_of_calls_to_action_are_not_to_be_found(client):
    cta = builders.make_cta(name="Marmalade")
    assert "Marmalade" not in get(client, f"ctas/{cta.pk}/").content.decode()
    for query in ({"search": "marmalade"}, {"name": "Marmalade"}):
        answer = get(client, "ctas/", **query)
        assert answer.status_code == 400
        assert answer.json()["message"].startswith("query parameter is not an operation")
    assert get(client, "ctas/", order="name").status_code == 400


def test_find_leads_to_authors_and_topics_by_slug_or_id_and_to_calls_to_action_by_id(client):
    for endpoint, thing, look_ups in (
        ("authors", builders.make_author(slug="ada"), ({"slug": "ada"}, "id")),
        ("topics", builders.make_topic(slug="joy"), ({"slug": "joy"}, "id")),
        ("ctas", builders.make_cta(), ("id",)),
    ):
        address = f"http://localhost/api/v2/{endpoint}/{thing.pk}/?fields=id"
        for look_up in look_ups:
            query = {"id": thing.pk} if look_up == "id" else look_up
            answer = client.get(f"/api/v2/{endpoint}/find/", query | {"fields": "id"})
            assert (answer.status_code, answer["Location"]) == (302, address)
        assert client.get(f"/api/v2/{endpoint}/find/").status_code == 404
    assert client.get("/api/v2/authors/find/", {"slug": "nobody"}).status_code == 404


def hidden_calls_to_action():
    """Calls to action that readers see nowhere, each for another reason."""
    now = timezone.now()
    draft_page, private_page, lost_page = (builders.make_page() for _ in range(3))
    draft_page.unpublish()
    builders.make_private(private_page)
    outside = (
        builders.home_page()
        .get_parent()
        .add_child(instance=type(lost_page)(title="Outside", slug="outside"))
    )
    deleted = builders.make_cta(page=lost_page)
    lost_page.delete()
    return [
        builders.make_cta(live=False),
        builders.make_cta(expire_at=now - timedelta(seconds=1)),
        builders.make_cta(go_live_at=now + timedelta(days=1)),
        builders.make_cta(page=draft_page),
        builders.make_cta(page=private_page),
        builders.make_cta(page=outside),
        deleted,
    ]


def test_a_hidden_call_to_action_is_not_there(client):
    hidden, shown = hidden_calls_to_action(), builders.make_cta()
    listed = get(client, "ctas/")
    assert ids(listed) == [shown.pk]
    assert listed.json()["meta"]["total_count"] == 1
    for address in ("{}/", "find/?id={}"):
        missing = client.get(f"/api/v2/ctas/{address.format(99999)}")
        assert missing.status_code == 404
        for cta in hidden:
            answer = client.get(f"/api/v2/ctas/{address.format(cta.pk)}")
            assert (answer.status_code, answer.content) == (404, missing.content)
            assert ids(get(client, "ctas/", id=cta.pk)) == []


def test_calls_to_action_are_judged_alike_in_the_list_and_at_hand():
    hidden_calls_to_action()
    builders.make_cta()
    builders.make_cta(page=builders.make_page())
    visibility = Visibility()
    at_hand = list(CallToAction.objects.all())
    CallToAction.prefetch(at_hand, visibility)
    shown = {cta.pk for cta in at_hand if visibility.is_live(cta) and cta.href}
    assert len(shown) == 2
    assert set(CallToAction.public(visibility).values_list("pk", flat=True)) == shown


def test_links_of_a_biography_lose_the_address_of_a_hidden_page(client):
    page = builders.make_page(slug="marmalade")
    author = builders.make_author(bio=f'<p><a linktype="page" id="{page.pk}">words</a></p>')
    assert 'href="http://localhost/marmalade/"' in detail(client, author, "authors")["bio"]
    page.unpublish()
    assert detail(client, author, "authors")["bio"] == "<p><a>words</a></p>"
