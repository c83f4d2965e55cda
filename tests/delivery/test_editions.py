"""What is kept ready, when it is served, and when it is not."""

import pytest
from django.db import connection
from django.middleware.csrf import get_token
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from articles.models import ArticlePage, Author
from delivery import editions, preparing, settling
from delivery.models import Change, Edition, PublicObject, State
from delivery.preparing import SHADOWED, prepare
from delivery.representation import CODINGS, DECODERS, HARDER
from delivery.worker import make_ready
from library.models import Rendition
from tests import builders, samples
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

VERSION = "X-Content-Version"


@pytest.fixture
def article():
    return builders.make_article(body=[("text", {"content": "<p>Read.</p>"})])


def addresses(article):
    return [article.url, f"/api/v2/pages/{article.pk}/"]


def told(article):
    return PublicObject.objects.get(resource="pages", object_id=article.pk)


def test_the_second_reader_is_sent_what_the_first_was_rendered(client, article):
    for address in addresses(article):
        first = client.get(address)
        with CaptureQueriesContext(connection) as queries:
            second = client.get(address)
        assert len(queries) <= 4
        assert second.content == first.content
        assert dict(second.headers) == dict(first.headers)
        with editions.switched_off():
            anew = client.get(address)
        assert anew.content == first.content
        assert anew["Content-Type"] == first["Content-Type"]


@pytest.mark.parametrize("coding", HARDER)
def test_the_first_and_the_second_reader_get_the_same_bytes(client, coding):
    """What has one strong tag is the same to the byte, also compressed (RFC 9110, 8.8.1)."""
    article = samples.full_article()
    for address in addresses(article):
        first, second = (client.get(address, headers={"accept-encoding": coding}) for _ in range(2))
        assert second.content == first.content
        assert dict(second.headers) == dict(first.headers)
        body = DECODERS[coding](first.content)
        assert len(first.content) <= len(CODINGS[coding](body))
    # While nothing is kept, too.
    with editions.switched_off():
        anew = client.get(address, headers={"accept-encoding": coding})
    assert (anew["ETag"] == first["ETag"]) == (anew.content == first.content)


def test_the_forms_of_a_page_are_prepared_of_what_is_loaded_once(client, article):
    settling.settle()
    with CaptureQueriesContext(connection) as queries:
        prepare(told(article))
    assert len([query for query in queries if '"articles_articlepage"."body"' in query["sql"]]) == 1
    assert fresh_forms(article) == {"json", "html"}
    for address in addresses(article):
        with editions.switched_off():
            anew = client.get(address).content
        assert client.get(address).content == anew


def fresh_forms(page):
    fresh = editions.fresh().filter(public_object=told(page), error="")
    return set(fresh.values_list("form", flat=True))


def test_forms_that_share_what_is_loaded_are_both_marked_by_it():
    article = builders.make_article(authors=[builders.make_author()])
    settling.settle()
    prepare(told(article))
    assert fresh_forms(article) == {"json", "html"}
    Author.objects.update(name="Renamed")
    settling.settle()
    assert fresh_forms(article) == set()


def test_a_form_is_not_kept_of_what_was_loaded_before_others_wrote(client, article, monkeypatch):
    settling.settle()
    visit = preparing.visit

    def visit_and_write(*given):
        visit(*given)
        ArticlePage.objects.update(summary="Written meanwhile")
        settling.settle()

    monkeypatch.setattr(preparing, "visit", visit_and_write)
    prepare(told(article))
    assert fresh_forms(article) == set()
    assert b"Written meanwhile" in client.get(article.url).content


def test_letters_beyond_ascii_are_no_hindrance(client):
    page = builders.make_page(slug="café", title="Café")
    settling.settle()
    prepare(told(page))
    assert told(page).editions.filter(is_fresh=True).count() == 2
    with CaptureQueriesContext(connection) as queries:
        assert "Café" in client.get("/café/").content.decode()
    assert len(queries) <= 4


def test_a_page_is_tagged_compressed_and_told_unchanged(client, article):
    answer = client.get(article.url, headers={"accept-encoding": "br"})
    assert answer["Content-Encoding"] == "br"
    assert answer["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Encoding"} <= set(answer["Vary"].split(", "))
    headers = {"accept-encoding": "br", "if-none-match": answer["ETag"]}
    assert client.get(article.url, headers=headers).status_code == 304
    assert client.head(article.url).status_code == 200


def test_answers_name_the_number_that_they_reflect(client, article):
    for address in [*addresses(article), "/", "/search/", "/sitemap.xml", "/api/v2/pages/"]:
        assert client.get(address)[VERSION] == str(State.objects.get().number)
    before = int(client.get(article.url)[VERSION])
    article.save_revision().publish()
    assert int(client.get(article.url)[VERSION]) > before


def test_who_is_logged_in_gets_a_page_of_their_own(article):
    anyone = Client().get(article.url)
    editor = desk.at_desk("Editors")
    assert b"wagtail-userbar" in editor.get(article.url).content
    assert b"wagtail-userbar" not in anyone.content
    assert Client().get(article.url).content == anyone.content


def test_nothing_is_kept_that_was_written_meanwhile(client, article, monkeypatch):
    """Yesterday's rendering is not stored over today's."""
    store = editions.store

    def store_late(*args, **options):
        ArticlePage.objects.filter(pk=article.pk).update(summary="Written meanwhile.")
        store(*args, **options)

    monkeypatch.setattr(editions, "store", store_late)
    client.get(f"/api/v2/pages/{article.pk}/")
    assert not Edition.objects.exists()
    monkeypatch.undo()
    assert b"Written meanwhile." in client.get(f"/api/v2/pages/{article.pk}/").content


def test_nothing_is_kept_that_was_settled_meanwhile(client, article, monkeypatch):
    store = editions.store

    def store_late(*args, **options):
        ArticlePage.objects.filter(pk=article.pk).update(summary="Written meanwhile.")
        settling.settle()
        store(*args, **options)

    monkeypatch.setattr(editions, "store", store_late)
    client.get(f"/api/v2/pages/{article.pk}/")
    assert not Edition.objects.exists()


def test_releases_side_by_side_keep_editions_of_their_own(client, article, monkeypatch):
    address = f"/api/v2/pages/{article.pk}/"
    client.get(address)
    monkeypatch.setattr(editions, "fingerprint", lambda: "b" * 16)
    client.get(address)
    kept = Edition.objects.filter(public_object=told(article), form="json")
    assert kept.count() == 2
    assert kept.filter(fingerprint="b" * 16, is_fresh=True).exists()


def test_a_release_that_answers_otherwise_is_told(client, article, monkeypatch):
    address = f"/api/v2/pages/{article.pk}/"
    client.get(address)
    before = State.objects.get().number
    monkeypatch.setattr(editions, "fingerprint", lambda: "b" * 16)
    client.get(address)
    assert State.objects.get().number == before
    monkeypatch.setattr(editions, "fingerprint", lambda: "c" * 16)
    monkeypatch.setattr(ArticlePage, "reading_minutes", 99)
    assert client.get(address).json()["reading_minutes"] == 99
    change = Change.objects.get(number__gt=before)
    assert (change.object_id, change.event) == (article.pk, "updated")


def test_a_release_is_told_though_the_last_change_was_one_of_the_page_alone(client, settings):
    index = builders.article_index()
    address = f"/api/v2/pages/{index.pk}/"
    for each in (address, index.url):
        client.get(each)
    tag = client.get(address)["ETag"]
    # Listed by the page, not by the document.
    before = told(index).number
    builders.make_article()
    settling.settle()
    assert told(index).editions.get(form=Edition.Form.JSON).is_fresh
    assert client.get(address)["ETag"] == tag
    assert told(index).number > before
    before = State.objects.get().number
    settings.WAGTAILAPI_BASE_URL = "https://api.example.org"
    assert client.get(address)["ETag"] != tag
    change = Change.objects.get(number__gt=before)
    assert (change.object_id, change.event) == (index.pk, "updated")


def test_a_document_nobody_has_read_since_it_was_altered_is_told_of_with_its_page_and_no_more(
    client,
):
    index = builders.article_index()
    address = f"/api/v2/pages/{index.pk}/"
    for each in (address, index.url):
        client.get(each)
    index.introduction = "The document is altered."
    index.save_revision().publish()
    settling.settle()
    altered = told(index).number
    builders.make_article()
    settling.settle()
    assert told(index).number > altered
    last = State.objects.get().number
    client.get(address)
    assert State.objects.get().number == last


def test_a_release_is_told_though_the_last_change_was_read_by_an_earlier_one_alone(
    client, settings
):
    target = builders.make_article()
    redirect = Redirect.objects.create(old_path="/away", redirect_page=target)
    address = f"/api/v2/redirects/{redirect.pk}/"
    client.get(address)
    settings.WAGTAILAPI_BASE_URL = "https://api.example.org"
    redirect.redirect_page, redirect.redirect_link = None, "https://www.example.org/"
    redirect.save()
    tag = client.get(address)["ETag"]
    target.title = "Read by the edition of the first release alone"
    target.save_revision().publish()
    assert client.get(address)["ETag"] == tag
    before = State.objects.get().number
    settings.WAGTAILAPI_BASE_URL = "https://api2.example.org"
    assert client.get(address)["ETag"] != tag
    assert Change.objects.filter(number__gt=before, resource="redirects").exists()


def test_an_empty_table_fills_again(client, article):
    answers = [client.get(address).content for address in addresses(article)]
    Edition.objects.all().delete()
    assert [client.get(address).content for address in addresses(article)] == answers
    assert Edition.objects.filter(is_fresh=True).count() == 2


def test_what_cannot_be_rendered_says_why_and_fails_alone(client, article, monkeypatch):
    other = builders.make_article()
    words = ArticlePage.word_count
    broken = property(lambda page: 1 / 0 if page.pk == article.pk else words.fget(page))
    monkeypatch.setattr(ArticlePage, "word_count", broken)
    client.raise_request_exception = False
    for address in addresses(article):
        assert client.get(address).status_code == 500
    assert set(told(article).editions.values_list("error", flat=True)) == {
        "ZeroDivisionError: division by zero"
    }
    assert client.get(other.url).status_code == 200
    monkeypatch.undo()
    article.save_revision().publish()
    assert client.get(article.url).status_code == 200
    assert told(article).editions.get(form="html").error == ""


def test_publishing_renders_the_page_and_its_pictures(client):
    """The first reader waits for nothing."""
    page = samples.full_article()
    editor = desk.at_desk("Moderators")
    Rendition.objects.all().delete()
    assert desk.send(editor, desk.edit_address(page), desk.PUBLISH).status_code == 302
    assert told(page).editions.filter(is_fresh=True, error="").count() == 2
    assert Rendition.objects.filter(image=page.lead_image).exists()
    address = page.url
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 4


def test_what_is_private_is_nobody_s_edition(client, article):
    for address in addresses(article):
        client.get(address)
    builders.make_private(article, "password", password="open sesame")
    answer = client.get(article.url)
    assert b"Read." not in answer.content
    assert b"csrfmiddlewaretoken" in answer.content
    assert client.get(article.url).cookies["csrftoken"].value
    assert client.get(f"/api/v2/pages/{article.pk}/").status_code == 404
    assert not Edition.objects.filter(public_object__object_id=article.pk).exists()


def test_where_editions_are_closed_everything_is_rendered_anew(client, article):
    answer = client.get(article.url)
    State.objects.update(is_open=False)
    assert client.get(article.url).content == answer.content
    assert VERSION not in client.get(article.url).headers


def test_of_two_languages_at_one_address_the_one_that_is_found_there_is_sent(client, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English"), ("fr", "French")]
    page = builders.make_page(slug="marmalade", title="Marmalade")
    french = Locale.objects.create(language_code="fr")
    other = page.copy_for_translation(french, copy_parents=True)
    other.title = "Confiture"
    other.save_revision().publish()
    Page.objects.filter(locale=french).update(live=True)
    make_ready()
    assert told(other).path == told(page).path
    route = f"/api/v2/route/?path={page.url}"
    assert all(b"Marmalade" in client.get(address).content for address in (page.url, route))
    Page.objects.filter(pk=page.pk).update(live=False)
    assert {client.get(address).status_code for address in (page.url, route)} == {404}
    make_ready()
    assert told(other).editions.get(form="html").error == SHADOWED
    assert told(other) not in editions.unready()


def test_a_page_behind_another_view_says_so_and_is_not_tried_again_and_again():
    page = builders.make_page(slug="search")
    settling.settle()
    prepare(told(page))
    assert told(page).editions.get(form="html").error == SHADOWED
    assert told(page) not in editions.unready()
    page.slug = "find"
    page.save()
    settling.settle()
    prepare(told(page))
    assert told(page).editions.get(form="html").error == ""


def test_what_holds_a_token_for_whoever_asked_is_nobody_else_s(client, article, monkeypatch):
    serve = ArticlePage.serve

    def with_form(page, request, *args, **kwargs):
        get_token(request)
        return serve(page, request, *args, **kwargs)

    monkeypatch.setattr(ArticlePage, "serve", with_form)
    assert client.get(article.url).status_code == 200
    assert not Edition.objects.filter(form="html").exists()
