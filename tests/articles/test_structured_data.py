"""JSON-LD of every page, and what search engines are shown besides."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import caches
from wagtail.models import Site

from articles import structured_data
from delivery.views import PublicSitemap
from evidence.models import Work
from home.models import SiteSettings
from tests import builders, samples
from tests.articles.heads import head, things

pytestmark = pytest.mark.django_db

NASTY = '</script><script>alert("1")</script>&<!-- \u2028 -->'


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


def test_an_empty_article_says_only_what_it_knows(client):
    found = things(client, builders.make_article())["Article"]
    assert not {"author", "image", "citation", "keywords"} & set(found)
    assert all(found.values())


@pytest.mark.parametrize(
    ("csl", "said"),
    [
        ({}, {"@type": "ScholarlyArticle"}),
        ({"type": "book", "title": "B"}, {"@type": "Book", "name": "B"}),
        (
            {"type": "chapter", "title": "C", "container-title": "B"},
            {
                "@type": "Chapter",
                "name": "C",
                "isPartOf": {"@type": "Book", "name": "B"},
            },
        ),
        (
            {
                "type": "webpage",
                "title": "W",
                "container-title": "Site",
                "URL": "https://www.example.org/w",
            },
            {
                "@type": "WebPage",
                "name": "W",
                "isPartOf": {"@type": "WebSite", "name": "Site"},
                "sameAs": "https://www.example.org/w",
            },
        ),
        (
            {
                "author": [
                    {
                        "family": "Berg",
                        "non-dropping-particle": "van der",
                        "given": "Jan",
                        "suffix": "Jr.",
                    }
                ]
            },
            {
                "@type": "ScholarlyArticle",
                "author": [
                    {
                        "@type": "Person",
                        "familyName": "van der Berg",
                        "givenName": "Jan",
                        "honorificSuffix": "Jr.",
                    }
                ],
            },
        ),
        ({"author": "no list"}, {"@type": "ScholarlyArticle"}),
    ],
)
def test_a_work_is_what_its_kind_is_called(csl, said):
    work = Work(csl=csl)
    work.derive()
    assert structured_data.cited(work) == said


def test_nothing_in_a_page_breaks_out_of_its_script(client):
    author = builders.make_author(name=NASTY, job_title=NASTY)
    topic = builders.make_topic(name=NASTY[:80])
    body = builders.citing(builders.make_work(title=NASTY, author=[{"literal": NASTY}]))
    article = builders.make_article(
        title=NASTY, summary=NASTY, authors=[author], topics=[topic], body=body
    )
    found = head(client, article)
    assert set(found.scripts) == {"application/ld+json"}
    data = {thing["@type"]: thing for thing in found.data}["Article"]
    assert data["headline"] == data["description"] == data["author"][0]["name"] == NASTY
    assert data["citation"][0]["name"] == NASTY
    assert found.meta["og:title"] == [NASTY]


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


def test_a_large_site_s_sitemap_has_parts(client, article, monkeypatch):
    builders.make_private(builders.make_page(slug="private"))
    last = builders.make_page(slug="last")
    whole = locations(client, "/sitemap.xml")
    monkeypatch.setattr(PublicSitemap, "limit", 3)
    caches["answers"].clear()
    answer = client.get("/sitemap.xml").content.decode()
    parts = re.findall("<loc>(.*?)</loc>", answer)
    assert parts == ["http://localhost/sitemap-pages.xml", "http://localhost/sitemap-pages.xml?p=2"]
    assert f"<lastmod>{article.last_published_at:%Y-%m-%d}" in answer
    found = [locations(client, part.removeprefix("http://localhost")) for part in parts]
    assert [len(part) for part in found] == [3, len(whole) - 3]
    assert [address for part in found for address in part] == whole
    assert last.full_url in whole


@pytest.mark.parametrize("address", ["-other.xml", "-pages.xml?p=2", "-pages.xml?p=x", ".xml?p=0"])
def test_a_part_that_a_sitemap_has_not_is_not_found(client, article, address):
    assert client.get(f"/sitemap{address}").status_code == 404


def locations(client, address):
    return re.findall("<loc>(.*?)</loc>", client.get(address).content.decode())


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


@pytest.mark.parametrize("make", ["article", "index", "home", "plain"])
def test_answer_holds_exactly_the_objects_that_the_html_prints(client, article, make):
    page = {
        "article": article,
        "index": article.get_parent(),
        "home": builders.home_page(),
        "plain": builders.make_page(parent=builders.make_page()),
    }[make]
    answer = client.get(f"/api/v2/pages/{page.pk}/").json()
    assert answer["json_ld"] == head(client, page).data
    assert answer["json_ld"][-1]["@type"] == "BreadcrumbList"


def test_a_private_logo_is_not_named(client, article):
    logo = builders.make_image(collection=builders.private_collection())
    SiteSettings.objects.create(site=Site.objects.get(), publisher_logo=logo)
    assert "logo" not in things(client, article)["Article"]["publisher"]
    answer = client.get(f"/api/v2/pages/{article.pk}/").json()
    assert "logo" not in answer["json_ld"][0]["publisher"]
