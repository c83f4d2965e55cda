"""Hidden things at every door. Each is planted behind everything that could point at it.

The worker never runs here: what is past its time is hidden by the clock alone.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from articles.models import ArticlePage, CallToAction
from delivery.visibility import Visibility
from home.models import SiteSettings
from tests import builders

pytestmark = pytest.mark.django_db

SECRET = "marmalade"


# Ways of hiding a page


def draft(page):
    Page.objects.filter(pk=page.pk).update(live=False)


def unpublished(page):
    page.unpublish()


def scheduled(page):
    page.unpublish()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def expired(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))


def for_users(page):
    builders.make_private(page)


def for_groups(page):
    builders.make_private(page, PageViewRestriction.GROUPS)


def with_password(page):
    builders.make_private(page, PageViewRestriction.PASSWORD, password="secret")


WAYS = [draft, unpublished, scheduled, expired, for_users, for_groups, with_password]
RESTRICTIONS = [for_users, for_groups, with_password]


class Planted:
    """Articles hidden in several ways, and public things that point at each of them."""

    def __init__(self, *ways):
        self.home, self.index = builders.home_page(), builders.article_index()
        self.author, self.topic = builders.make_author(), builders.make_topic()
        self.hidden = [self.plant(way) for way in ways]
        self.ctas = [builders.make_cta(page=page) for page in self.hidden]
        builders.place(self.home, "top", *self.ctas)
        builders.place(self.index, "sidebar", *self.ctas)
        links = "".join(f'<a linktype="page" id="{page.pk}">words</a>' for page in self.hidden)
        self.links = f"<p>{links}</p>"
        ctas = [("cta", {"cta": cta}) for cta in self.ctas]
        self.public = builders.make_article(
            title="Public",
            authors=[self.author],
            topics=[self.topic],
            body=[("text", {"content": self.links}), *ctas],
        )
        self.author.bio = self.links
        self.author.save()
        for page in (self.home, self.index):
            page.refresh_from_db()
            page.introduction = self.links
            page.save()
        items = [{"label": "", "page": page, "url": ""} for page in self.hidden]
        SiteSettings.objects.create(
            site=Site.objects.get(),
            navigation=[("item", item | {"children": items}) for item in items],
            footer_links=[("item", item) for item in items],
            footer_text=self.links,
        )
        for page in self.hidden:
            Redirect.add_redirect(f"/old-{page.pk}", page)
        for page, hide in zip(self.hidden, ways, strict=True):
            hide(page)

    def plant(self, way):
        """An article that is going to be hidden, and an alias of it that is not."""
        name = f"{SECRET}-{way.__name__}"
        article = builders.make_article(
            authors=[self.author, builders.make_author(name=f"By {name}", slug=f"by-{name}")],
            topics=[self.topic, builders.make_topic(name=f"On {name}", slug=f"on-{name}")],
            publication_date=timezone.now() + timedelta(days=1),
        )
        alias = article.create_alias(update_slug=f"alias-{article.pk}")
        alias.article_authors.all().delete()
        alias.article_topics.all().delete()
        article.title, article.slug, article.summary = f"About {name}", f"about-{name}", name
        article.save()
        return article

    @property
    def api_doors(self):
        of_type = "type=articles.ArticlePage"
        doors = [
            *("pages/", "pages/?limit=100", f"pages/?{of_type}&fields=*", "pages/?fields=*"),
            *(f"pages/?search={SECRET}", f"pages/?search={SECRET}&{of_type}&fields=*"),
            *(f"pages/?descendant_of={self.home.pk}", f"pages/?child_of={self.index.pk}"),
            *(f"pages/?{of_type}&order=-publication_date", f"pages/?{of_type}&order=random"),
            *(f"pages/{page.pk}/?fields=*" for page in (self.public, self.home, self.index)),
            *(f"pages/{alias.pk}/" for page in self.hidden for alias in page.aliases.all()),
            f"pages/{self.public.pk}/?rich_text_format=markdown",
            f"pages/{self.index.pk}/?rich_text_format=markdown",
            *(f"authors/{self.author.pk}/", f"authors/?id={self.author.pk}", "ctas/", "settings/"),
            *("redirects/", "redirects/?fields=*&order=random"),
            *(f"route/?path=/old-{page.pk}/" for page in self.hidden),
            f"route/?path={self.public.url}",
        ]
        return [f"/api/v2/{door}" for door in doors]

    @property
    def html_doors(self):
        index = self.index.url
        return [
            *("/", index, self.public.url),
            *(f"{index}topic/{self.topic.slug}/", f"{index}author/{self.author.slug}/"),
            *(f"{index}feed/atom/", f"{index}feed/json/", "/sitemap.xml"),
            *("/search/", "/search/?query=words", "/search/?query=article", "/no-such-page/"),
        ]


def told(answer):
    """What an answer says."""
    return answer.content.decode().lower()


def telling(client, doors):
    """The doors that say the secret, each with the words around it."""
    answers = {door: told(client.get(door)) for door in doors}
    return {
        door: answer[max(0, answer.index(SECRET) - 40) : answer.index(SECRET) + 40]
        for door, answer in answers.items()
        if SECRET in answer
    }


def in_the_open(page):
    """No way of hiding."""


def test_every_door_shows_what_is_public(client):
    planted = Planted(in_the_open)
    doors = [*planted.api_doors, *planted.html_doors]
    assert set(telling(client, doors)) == set(doors)


def answer_alike(client, hidden, missing):
    """Asserts that two addresses get the same answer: that there is nothing."""
    found, wanted = client.get(hidden), client.get(missing)
    assert wanted.status_code in (400, 404)
    assert (found.status_code, found.content) == (wanted.status_code, wanted.content), hidden
    assert dict(found.items()) == dict(wanted.items())


@pytest.fixture(scope="class")
def planted_pages(django_db_setup, django_db_blocker):
    """Planted once for a class of tests: it takes longer than all the looking for them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Planted(*WAYS)
        transaction.set_rollback(True)


class TestHiddenPages:
    def test_show_at_no_door_of_the_api(self, planted_pages, client):
        assert telling(client, planted_pages.api_doors) == {}

    def test_show_at_no_door_of_the_website(self, planted_pages, client):
        assert telling(client, planted_pages.html_doors) == {}

    def test_count_nowhere(self, planted_pages, client):
        for page in planted_pages.hidden:
            for query in (
                *({"slug": page.slug}, {"title": page.title}, {"id": page.pk}),
                *({"search": page.slug}, {"search": page.slug, "type": "articles.ArticlePage"}),
                *({"alias_of": page.pk}, {"child_of": planted_pages.index.pk, "title": page.title}),
            ):
                answer = client.get("/api/v2/pages/", query).json()
                assert (answer["meta"]["total_count"], answer["items"]) == (0, []), query

    def test_answer_like_missing_pages_in_the_api(self, planted_pages, client):
        for page in planted_pages.hidden:
            for address in (
                *("{}/", "find/?id={}", "?child_of={}", "?descendant_of={}"),
                *("?ancestor_of={}", "?translation_of={}"),
            ):
                hidden, missing = address.format(page.pk), address.format(999)
                answer_alike(client, f"/api/v2/pages/{hidden}", f"/api/v2/pages/{missing}")
            find = "/api/v2/pages/find/?html_path="
            answer_alike(client, f"{find}{page.url}", f"{find}/articles/missing/")

    def test_answer_like_missing_pages_on_the_website(self, planted_pages, client):
        index = planted_pages.index.url
        for page in planted_pages.hidden[: -len(RESTRICTIONS)]:
            answer_alike(client, page.url, f"{index}missing/")
            for line in page.article_topics.all()[1:]:
                answer_alike(
                    client, planted_pages.index.topic_url(line.topic), f"{index}topic/missing/"
                )
            for line in page.article_authors.all()[1:]:
                answer_alike(
                    client, planted_pages.index.author_url(line.author), f"{index}author/missing/"
                )

    def test_private_ones_ask_who_is_there_and_name_nothing(self, planted_pages, client):
        for page in planted_pages.hidden[-len(RESTRICTIONS) :]:
            answer = client.get(page.url)
            assert answer.status_code in (200, 302)
            assert SECRET not in told(answer).replace(page.url, "")

    def test_show_to_no_administrator_of_the_api(self, planted_pages, client):
        client.force_login(builders.make_user())
        assert telling(client, planted_pages.api_doors) == {}
        for page in planted_pages.hidden:
            answer_alike(client, f"/api/v2/pages/{page.pk}/", "/api/v2/pages/999/")

    def test_are_not_named_by_a_password_form(self, planted_pages, client):
        asking = builders.make_page()
        restriction = builders.make_private(asking, PageViewRestriction.PASSWORD, password="x")
        address = (
            f"/_util/authenticate_with_password/{restriction.pk}/{planted_pages.hidden[0].pk}/"
        )
        assert SECRET not in told(client.get(address))


def test_aliases_of_a_scheduled_page_wait_for_it(client):
    planted = Planted(scheduled)
    alias = planted.hidden[0].aliases.get()
    assert alias.live, "Wagtail no longer makes them live at once: Visibility need not look."
    answer_alike(client, alias.url, f"{planted.index.url}missing/")


def test_what_is_below_a_private_page_is_private(client):
    planted = Planted(in_the_open)
    for_users(planted.index)
    doors = ["/", "/sitemap.xml", "/search/?query=words", "/no-such-page/"]
    of_type = "type=articles.ArticlePage&fields=*"
    doors += ["/api/v2/pages/", f"/api/v2/pages/?search={SECRET}", f"/api/v2/pages/?{of_type}"]
    assert telling(client, doors) == {}
    hidden = planted.hidden[0]
    answer_alike(client, f"/api/v2/pages/{hidden.pk}/", "/api/v2/pages/999/")
    assert (
        client.get(hidden.url).status_code == client.get(planted.index.atom_url).status_code == 302
    )


def test_password_that_a_visitor_has_given_opens_nothing_in_the_api(client):
    page = Planted(with_password).hidden[0]
    restriction = PageViewRestriction.objects.get()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "secret", "return_url": "/"},
    )
    assert client.get(page.url).status_code == 200
    assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404


def test_child_of_a_hidden_page_does_not_name_its_parent(client):
    parent = builders.make_page(title=f"About {SECRET}", slug="above")
    child = builders.make_page(parent)
    parent.unpublish()
    answer = client.get(f"/api/v2/pages/{child.pk}/")
    assert answer.json()["meta"]["parent"] is None
    assert SECRET not in told(answer)
    assert SECRET not in told(client.get(child.url))


def test_unpublished_edits_show_at_no_door(client):
    planted = Planted()
    edited = planted.public
    edited.title, edited.slug, edited.summary = f"Now about {SECRET}", SECRET, SECRET
    edited.body = [("text", {"content": f"<p>{SECRET}</p>"})]
    edited.lead_image = builders.make_image(title=SECRET)
    edited.save_revision()
    assert telling(client, [*planted.api_doors, *planted.html_doors]) == {}
    found = client.get("/api/v2/pages/", {"search": SECRET}).json()
    assert found["meta"]["total_count"] == 0


def test_drafts_of_a_call_to_action_do_not_show(client):
    cta = builders.make_cta(heading="Old words")
    article = builders.make_article(body=[("cta", {"cta": cta})])
    builders.place(article, "top", cta)
    cta.heading = f"New words: {SECRET}"
    cta.save_revision()
    for door in (article.url, f"/api/v2/pages/{article.pk}/"):
        assert SECRET not in told(client.get(door))
        assert "old words" in told(client.get(door))


@pytest.mark.parametrize(
    "fields",
    [
        {"live": False},
        {"expire_at": timezone.now() - timedelta(seconds=1)},
        {"live": False, "go_live_at": timezone.now() + timedelta(days=1)},
    ],
    ids=["draft", "expired", "scheduled"],
)
def test_hidden_call_to_action_shows_nowhere(client, fields):
    cta = builders.make_cta(heading=SECRET, **fields)
    article = builders.make_article(body=[("cta", {"cta": cta})])
    for slot in ("top", "sidebar", "bottom"):
        builders.place(builders.home_page(), slot, cta)
    for door in ("/", article.url, article.get_parent().url, f"/api/v2/pages/{article.pk}/"):
        answer = client.get(door)
        assert answer.status_code == 200
        assert SECRET not in told(answer), door


# Files


def private_from_the_start():
    return builders.private_collection()


def nested():
    return builders.private_collection().add_child(name="Below")


def made_private_later():
    """A collection that is public until `close` is called."""
    return Collection.get_first_root_node().add_child(name="Open")


def close(collection):
    CollectionViewRestriction.objects.get_or_create(
        collection=collection, defaults={"restriction_type": CollectionViewRestriction.LOGIN}
    )


def opened_by_password():
    collection = Collection.get_first_root_node().add_child(name="Password")
    CollectionViewRestriction.objects.create(
        collection=collection,
        restriction_type=CollectionViewRestriction.PASSWORD,
        password="secret",
    )
    return collection


COLLECTIONS = [private_from_the_start, nested, made_private_later, opened_by_password]


class PlantedFiles:
    """Articles that show private files in every way there is."""

    def __init__(self, *collections):
        made = [make() for make in collections]
        self.images, self.documents, self.articles = [], [], []
        for collection in made:
            self.plant(collection)
        for make, collection in zip(collections, made, strict=True):
            if make is made_private_later:
                Client().get(self.articles[0].url)
                close(collection)

    def plant(self, collection):
        file = builders.image_file(420, 240, name=f"{SECRET}.png")
        words = {"title": SECRET, "alt_text": SECRET, "credit": SECRET}
        image = builders.make_image(collection=collection, file=file, **words)
        document = builders.make_document(title=SECRET, collection=collection)
        link = f'<p><a linktype="document" id="{document.pk}">words</a></p>'
        author = builders.make_author(photo=image, bio=link)
        image.tags.add(SECRET)
        document.tags.add(SECRET)
        article = builders.make_article(
            lead_image=image,
            authors=[author],
            body=[
                ("image", {"image": image}),
                ("text", {"content": link}),
                ("author_bio", {"author": author}),
            ],
        )
        SiteSettings.objects.update_or_create(
            site=Site.objects.get(), defaults={"publisher_logo": image, "footer_text": link}
        )
        self.images.append(image)
        self.documents.append(document)
        self.articles.append(article)

    @property
    def doors(self):
        index = self.articles[0].get_parent().specific
        api = [
            *("images/", "images/?fields=*&order=random", f"images/?search={SECRET}"),
            *(f"images/?tags={SECRET}", f"images/?title={SECRET}"),
            *("documents/", f"documents/?tags={SECRET}", f"documents/?search={SECRET}"),
            *(f"pages/{article.pk}/" for article in self.articles),
            *(f"pages/{article.pk}/?rich_text_format=markdown" for article in self.articles),
            *(f"authors/{article.authors[0].pk}/" for article in self.articles),
            *(f"route/?path={article.url}" for article in self.articles),
            *("authors/", "settings/"),
            "pages/?type=articles.ArticlePage&fields=*",
        ]
        return [
            *("/", index.url, index.json_feed_url, "/search/?query=article"),
            *(article.url for article in self.articles),
            *(index.author_url(article.authors[0]) for article in self.articles),
            *(f"/api/v2/{door}" for door in api),
        ]


def test_every_door_shows_public_files(client):
    planted = PlantedFiles(Collection.get_first_root_node)
    assert set(telling(client, planted.doors)) == set(planted.doors)


@pytest.fixture(scope="class")
def planted_files(django_db_setup, django_db_blocker):
    """Planted once for a class of tests: it takes longer than all the looking for them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield PlantedFiles(*COLLECTIONS)
        transaction.set_rollback(True)


class TestPrivateFiles:
    def test_show_at_no_door(self, planted_files, client):
        assert telling(client, planted_files.doors) == {}

    def test_answer_like_missing_files_in_the_api(self, planted_files, client):
        for endpoint, files in (
            ("images", planted_files.images),
            ("documents", planted_files.documents),
        ):
            assert client.get(f"/api/v2/{endpoint}/").json()["meta"]["total_count"] == 0
            for file in files:
                for address in ("{}/", "find/?id={}"):
                    hidden, missing = address.format(file.pk), address.format(999)
                    answer_alike(
                        client, f"/api/v2/{endpoint}/{hidden}", f"/api/v2/{endpoint}/{missing}"
                    )

    def test_show_to_no_administrator_of_the_api(self, planted_files, client):
        client.force_login(builders.make_user())
        for endpoint, files in (
            ("images", planted_files.images),
            ("documents", planted_files.documents),
        ):
            assert client.get(f"/api/v2/{endpoint}/").json()["items"] == []
            for file in files:
                assert client.get(f"/api/v2/{endpoint}/{file.pk}/").status_code == 404

    def test_find_no_page_as_a_filter(self, planted_files, client):
        for image in planted_files.images:
            query = {"type": "articles.ArticlePage", "lead_image": image.pk}
            assert client.get("/api/v2/pages/", query).json()["meta"]["total_count"] == 0

    def test_answer_like_missing_files_at_their_own_address(self, planted_files, client):
        for image in planted_files.images:
            rendition = image.get_rendition("width-100")
            for file in (image.file, rendition.file):
                answer_alike(client, file.url, f"{file.url}x.png")

    def test_are_not_sent_as_documents(self, planted_files, client):
        for document in planted_files.documents:
            answer = client.get(document.url)
            assert answer.status_code in (200, 302)
            assert b"Read me." not in b"".join(answer)


def test_password_for_a_collection_opens_nothing_in_the_api(client):
    planted = PlantedFiles(opened_by_password)
    restriction = CollectionViewRestriction.objects.get()
    client.post(
        f"/documents/authenticate_with_password/{restriction.pk}/",
        {"password": "secret", "return_url": "/"},
    )
    document = planted.documents[0]
    assert b"".join(client.get(document.url)) == b"Read me."
    assert client.get(f"/api/v2/documents/{document.pk}/").status_code == 404
    assert client.get("/api/v2/images/").json()["items"] == []


# The rules themselves


def test_a_page_within_its_time_is_public():
    page = builders.make_page()
    Page.objects.filter(pk=page.pk).update(
        go_live_at=timezone.now() - timedelta(days=1), expire_at=timezone.now() + timedelta(days=1)
    )
    page.refresh_from_db()
    assert Visibility().shows_page(page)
    assert page.page_ptr in Visibility().pages()


def test_list_and_object_are_judged_alike():
    now = timezone.now()
    moments = (None, now - timedelta(days=1), now, now + timedelta(days=1))
    visibility = Visibility(now)
    for live in (True, False):
        for begins in moments:
            for ends in moments:
                page = builders.make_page(live=live, go_live_at=begins, expire_at=ends)
                listed = visibility.pages(Page.objects.filter(pk=page.pk)).exists()
                assert listed == visibility.shows_page(page), (live, begins, ends)


def test_of_gives_the_public_objects_of_a_model_of_any_kind():
    public, hidden = builders.make_article(), builders.make_article()
    hidden.unpublish()
    image = builders.make_image()
    builders.make_image(collection=builders.private_collection())
    cta = builders.make_cta()
    builders.make_cta(live=False)
    visibility = Visibility()
    assert list(visibility.of(ArticlePage)) == [public]
    assert list(visibility.of(type(image))) == [image]
    assert list(visibility.of(CallToAction)) == [cta]
    assert list(visibility.of(Locale)) == list(Locale.objects.all())


def test_rules_are_loaded_once(django_assert_num_queries):
    pages = [builders.make_page() for _ in range(3)]
    visibility = Visibility()
    with django_assert_num_queries(1):
        assert all(visibility.shows_page(page) for page in pages)
