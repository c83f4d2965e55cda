"""The head of every page: canonical address, description, Open Graph, JSON-LD."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.test import override_settings
from wagtail.models import Site

from articles import structured_data
from articles.blocks.citation import CitationBlock
from home.models import SiteSettings
from tests import builders, samples

pytestmark = pytest.mark.django_db

NASTY = '</script><script>alert("1")</script>&<!-- \u2028 -->'


class Head(HTMLParser):
    """The metadata of a page, as a machine reads it."""

    def __init__(self, html):
        super().__init__()
        self.meta, self.links, self.data, self.scripts = {}, {}, [], []
        self.in_script = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "meta":
            name = attrs.get("property") or attrs.get("name")
            self.meta.setdefault(name, []).append(attrs.get("content"))
        elif tag == "link":
            self.links.setdefault(attrs["rel"], []).append(attrs["href"])
        elif tag == "script":
            self.in_script = True
            self.scripts.append(attrs.get("type"))

    def handle_endtag(self, tag):
        self.in_script = self.in_script and tag != "script"

    def handle_data(self, text):
        if self.in_script:
            self.data.append(json.loads(text))


def head(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    return Head(answer.content.decode())


def things(client, page):
    """The page's JSON-LD by type."""
    return {thing["@type"]: thing for thing in head(client, page).data}


@pytest.fixture
def article():
    return samples.full_article(publication_date=datetime(2024, 5, 31, 12, tzinfo=UTC))


def test_article_says_what_it_is(client, article):
    found = things(client, article)["Article"]
    assert found["@context"] == "https://schema.org"
    assert found["@id"] == found["mainEntityOfPage"] == "http://localhost/articles/pain-in-class/"
    assert found["headline"] == "Pain in class"
    assert found["description"] == "About pain in class."
    assert found["datePublished"] == "2024-05-31T12:00:00+00:00"
    assert found["dateModified"] == article.last_published_at.isoformat()
    assert found["keywords"] == ["Pain"]
    assert client.get(found["image"].removeprefix("http://localhost")).status_code == 200


def test_article_names_its_authors_as_persons(client, article):
    assert things(client, article)["Article"]["author"] == [
        {
            "@type": "Person",
            "name": "Ada Quill",
            "jobTitle": "Editor",
            "affiliation": {"@type": "Organization", "name": "Citewell"},
            "sameAs": [
                "https://orcid.org/0000-0002-1825-0097",
                "https://www.linkedin.com/in/ada-quill",
            ],
        }
    ]


def test_article_cites_scholarly_articles(client, article):
    assert things(client, article)["Article"]["citation"] == [
        {
            "@type": "ScholarlyArticle",
            "name": "A thematic analysis",
            "author": [
                {"@type": "Person", "familyName": "Poulin", "givenName": "Patricia"},
                {"@type": "Organization", "name": "World Health Organization"},
            ],
            "datePublished": "2022",
            "isPartOf": {"@type": "Periodical", "name": "Canadian Journal of Pain"},
            "sameAs": "https://doi.org/10.1080/24740527.2022.2126754",
        }
    ]


def test_article_names_its_publisher_with_logo_and_profiles(client, article):
    SiteSettings.objects.create(
        site=Site.objects.get(),
        publisher_name="Citewell Trust",
        publisher_logo=builders.make_image(),
        social_links=[("item", {"label": "LinkedIn", "url": "https://www.linkedin.com/company/c"})],
    )
    publisher = things(client, article)["Article"]["publisher"]
    logo = publisher.pop("logo")
    assert publisher == {
        "@type": "Organization",
        "name": "Citewell Trust",
        "url": "http://localhost",
        "sameAs": ["https://www.linkedin.com/company/c"],
    }
    assert logo["@type"] == "ImageObject"
    assert client.get(logo["url"].removeprefix("http://localhost")).status_code == 200


def test_breadcrumbs_lead_from_the_root_to_the_page(client, article):
    found = things(client, article)["BreadcrumbList"]
    assert [(i["position"], i["name"], i["item"]) for i in found["itemListElement"]] == [
        (1, "Home", "http://localhost/"),
        (2, "Articles", "http://localhost/articles/"),
        (3, "Pain in class", "http://localhost/articles/pain-in-class/"),
    ]


def test_breadcrumbs_leave_out_what_is_hidden():
    parent = builders.make_page(title="Hidden")
    child = builders.make_page(parent)
    parent.unpublish()
    assert [title for title, _ in child.breadcrumbs] == ["Home", child.title]


def test_an_empty_article_says_only_what_it_knows(client):
    found = things(client, builders.make_article())["Article"]
    assert not {"author", "image", "citation", "keywords"} & set(found)
    assert all(found.values())


def test_an_empty_citation_is_a_bare_work():
    value = CitationBlock().to_python({})
    assert structured_data.scholarly_article(value) == {"@type": "ScholarlyArticle"}


def test_nothing_in_a_page_breaks_out_of_its_script(client):
    author = builders.make_author(name=NASTY, job_title=NASTY)
    topic = builders.make_topic(name=NASTY[:80])
    body = [("citation", samples.blocks("citation") | {"title": NASTY, "authors": NASTY})]
    article = builders.make_article(
        title=NASTY, summary=NASTY, authors=[author], topics=[topic], body=body
    )
    found = head(client, article)
    assert set(found.scripts) == {"application/ld+json"}
    data = {thing["@type"]: thing for thing in found.data}["Article"]
    assert data["headline"] == data["description"] == data["author"][0]["name"] == NASTY
    assert data["citation"][0]["name"] == NASTY
    assert found.meta["og:title"] == [NASTY]


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


def test_modification_never_lies_before_publication():
    article = builders.make_article(publication_date=datetime(2999, 1, 1, tzinfo=UTC))
    assert article.modified_at == article.publication_date


# For search engines


def test_sitemap_lists_each_public_page_with_its_date(client, article):
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    found = re.findall(r"<loc>(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", answer.content.decode())
    assert dict(found)[article.full_url] == f"{article.last_published_at:%Y-%m-%d}"
    assert {"http://localhost/", "http://localhost/articles/"} <= set(dict(found))


def test_robots_are_shown_the_sitemap_and_kept_from_the_admin(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        "Sitemap: http://localhost/sitemap.xml",
    ]


def test_without_a_site_there_is_no_sitemap(client):
    Site.objects.all().delete()
    assert client.get("/sitemap.xml").status_code == 404
    assert b"Sitemap" not in client.get("/robots.txt").content
