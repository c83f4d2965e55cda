"""The head of every page, in HTML and as the `seo` of its answer: one derivation."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings
from wagtail.models import Page, Site

from articles.models import ArticlePage
from articles.seo import Publication
from delivery.visibility import Visibility
from home.models import SiteSettings, StandardPage
from tests import builders, samples
from tests.articles.heads import head

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return samples.full_article(publication_date=datetime(2024, 5, 31, 12, tzinfo=UTC))


def seo(client, page):
    answer = client.get(f"/api/v2/pages/{page.pk}/")
    assert answer.status_code == 200
    return answer.json()["seo"]


def moment(text):
    return text and datetime.fromisoformat(text)


def seo_of(found):
    """The `seo` that the head of an HTML page amounts to."""

    def one(name):
        return found.meta[name][0] if name in found.meta else None

    assert found.meta.get("description") == found.meta.get("og:description")
    assert found.links["canonical"] == found.meta["og:url"]
    return {
        "title": found.title,
        "description": one("description") or "",
        "canonical": found.links["canonical"][0],
        "robots": one("robots"),
        "authors": found.meta.get("author", []),
        "twitter_card": one("twitter:card"),
        "open_graph": {
            "type": one("og:type"),
            "title": one("og:title"),
            "site_name": one("og:site_name"),
            "image": one("og:image")
            and {
                "url": one("og:image"),
                "width": int(one("og:image:width")),
                "height": int(one("og:image:height")),
                "alt": one("og:image:alt"),
            },
            "published_time": moment(one("article:published_time")),
            "modified_time": moment(one("article:modified_time")),
            "tags": found.meta.get("article:tag", []),
        },
    }


@pytest.mark.parametrize("make", ["article", "bare", "index", "home", "plain"])
def test_answer_says_what_the_head_of_the_html_says(client, article, make):
    page = {
        "article": lambda: article,
        "bare": builders.make_article,
        "index": builders.article_index,
        "home": builders.home_page,
        "plain": lambda: builders.make_page(introduction="Who we are.", seo_title="We"),
    }[make]()
    told = seo(client, page)
    for name in ("published_time", "modified_time"):
        told["open_graph"][name] = moment(told["open_graph"][name])
    assert told == seo_of(head(client, page))


def test_title_ends_with_the_publication_unless_it_is_its_name(client):
    SiteSettings.objects.create(site=Site.objects.get(), name="Quarterly")
    page = builders.make_page(title="About")
    assert seo(client, page)["title"] == "About – Quarterly"
    page = builders.make_page(title="About", seo_title="Who we are")
    assert seo(client, page)["title"] == "Who we are – Quarterly"
    page = builders.make_page(title="Quarterly")
    assert seo(client, page)["title"] == "Quarterly"


def test_lists_of_an_index_keep_heads_of_their_own(client, article):
    index = builders.article_index()
    [topic] = article.topics
    found = seo_of(head(client, type("Listed", (), {"url": index.topic_url(topic)})))
    assert found["title"] == "Pain – Citewell"
    assert found["description"] == "Living with pain."
    assert found["canonical"] == f"{index.full_url}topic/pain/"


def test_every_site_is_its_own_publication(client):
    here = builders.make_page()
    root = Page.objects.get(depth=1).add_child(instance=StandardPage(title="Other", slug="other"))
    there = Site.objects.create(hostname="other.example", root_page=root)
    SiteSettings.objects.create(site=there, name="The Other")
    pages = [here, StandardPage.objects.get(pk=root.pk)]
    StandardPage.prefetch_public(pages, Visibility(), ["seo", "json_ld"])
    assert [page.publication.name for page in pages] == ["Citewell", "The Other"]
    assert pages[1].seo.canonical == "http://other.example/"
    assert pages[1].breadcrumbs == [("Other", "http://other.example/")]


def test_page_of_no_site_has_a_plain_head(article):
    Site.objects.all().delete()
    page = ArticlePage.objects.get(pk=article.pk)
    assert page.publication == Publication()
    assert page.breadcrumbs == []
    assert page.seo.title == "Pain in class"
    assert page.seo.canonical is None


def test_reading_stores_no_settings(client, article):
    for address in (article.url, "/", f"/api/v2/pages/{article.pk}/"):
        assert client.get(address).status_code == 200
    assert not SiteSettings.objects.exists()


def test_a_private_lead_image_is_in_no_preview(client):
    hidden = builders.make_image(collection=builders.private_collection())
    told = seo(client, builders.make_article(lead_image=hidden))
    assert told["open_graph"]["image"] is None
    assert told["twitter_card"] == "summary"


def test_lists_show_the_head_on_request_only(client, article):
    address = "/api/v2/pages/?type=articles.ArticlePage"
    [item] = client.get(address).json()["items"]
    assert not {"seo", "json_ld", "plain_text"} & set(item)
    [item] = client.get(f"{address}&fields=seo,json_ld").json()["items"]
    detail = client.get(f"/api/v2/pages/{article.pk}/").json()
    assert item["seo"] == detail["seo"]
    assert item["json_ld"] == detail["json_ld"]


def test_every_kind_of_page_names_its_own_address(client, article):
    index = article.get_parent().specific
    for page in (builders.home_page(), index, article, builders.make_page()):
        found = head(client, page)
        assert found.links["canonical"] == found.meta["og:url"] == [page.full_url]
        assert found.meta["og:title"] == [page.title]
        assert found.meta["og:type"] == ["article" if page == article else "website"]


def test_description_is_what_the_editor_wrote_or_else_the_summary(client, article):
    assert head(client, article).meta["description"] == ["About pain in class."]
    article.search_description = ""
    article.save_revision().publish()
    found = head(client, article)
    assert found.meta["description"] == found.meta["og:description"] == [article.summary]


def test_link_preview_shows_the_lead_image_in_its_recommended_size(client):
    image = builders.make_image(file=builders.image_file(1600, 900), alt_text="A class")
    article = builders.make_article(lead_image=image)
    found = head(client, article).meta
    assert (found["og:image:width"], found["og:image:height"]) == (["1200"], ["630"])
    assert found["og:image:alt"] == ["A class"]
    (url,) = found["og:image"]
    assert client.get(url.removeprefix("http://localhost")).status_code == 200


@override_settings(WAGTAILADMIN_BASE_URL="https://admin.example.org")
def test_link_preview_is_at_the_site_s_own_address(client, article):
    Site.objects.update(port=8123)
    (url,) = head(client, article).meta["og:image"]
    assert url.startswith("http://localhost:8123/media/renditions/")


def test_article_names_its_dates_authors_and_topics_for_previews(client, article):
    found = head(client, article).meta
    assert found["article:published_time"] == ["2024-05-31T12:00:00+00:00"]
    assert found["author"] == ["Ada Quill"]
    assert found["article:tag"] == ["Pain"]


def test_every_page_announces_the_feeds(client, article):
    index = article.get_parent().specific
    for page in (builders.home_page(), article):
        assert {index.atom_url, index.json_feed_url} <= set(head(client, page).links["alternate"])


def test_breadcrumbs_leave_out_what_is_hidden():
    parent = builders.make_page(title="Hidden")
    child = builders.make_page(parent)
    parent.unpublish()
    assert [title for title, _ in child.breadcrumbs] == ["Home", child.title]
