"""What stands in the demo site: counts, citations, links, states."""

import re
from itertools import pairwise
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image as Pillow
from PIL import ImageChops, ImageStat
from wagtail.models import Page, ReferenceIndex, Site

from articles.blocks import ArticleBody
from articles.marks import links_in
from articles.models import ArticlePage, Author, CallToAction, Topic
from delivery.visibility import Visibility
from evidence.doi import normalise_doi
from evidence.models import Work
from home.demo import content, make_images
from home.models import HomePage, SiteSettings, StandardPage
from library.models import Image
from tests import builders, databases
from tests.api.description import faults_of_endpoint
from tests.home.test_load_demo import load

pytestmark = pytest.mark.django_db
PAGE_LINK = re.compile(r'linktype="page" id="(\d+)"')


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo site, loaded once into a site whose address is set; what the command said."""
    with django_db_blocker.unblock():
        Site.objects.update(hostname="demo.example.org", port=8123)
        said = load()
    yield said
    with django_db_blocker.unblock():
        databases.restore()


def public_articles():
    return Visibility().pages(ArticlePage.objects.all()).order_by("publication_date")


def citations(article):
    return [block.value for block in article.body if block.block_type == "citation"]


def test_it_loads_what_the_files_hold_and_says_so(demo):
    assert public_articles().count() == 30
    assert ArticlePage.objects.count() == 32 == len(content.articles())
    assert (Author.objects.count(), Topic.objects.count()) == (3, 5)
    assert CallToAction.objects.filter(live=True).count() == 2
    assert StandardPage.objects.live().count() == 5
    assert Image.objects.count() == len(content.images()) == len(list(content.IMAGES.iterdir()))
    assert "32 of 32 articles" in demo


def test_a_path_that_has_moved_leads_to_an_article(demo, client):
    answer = client.get("/spacing/")
    assert answer.status_code == 301
    assert answer["Location"].endswith("/articles/leave-a-gap/")


@pytest.fixture
def one_dot_for_all(monkeypatch):
    """A single pixel in place of every size of a picture, which takes no time to make."""

    def dot(image, filter, source=None):
        return builders.image_file(1, 1, name=f"{filter.spec.replace('|', '.')}.png")

    monkeypatch.setattr(Image, "generate_rendition_file", dot)


@pytest.mark.parametrize("name", ["pages", "images", "authors", "topics", "ctas", "settings"])
def test_everything_answers_as_the_api_describes_it(demo, one_dot_for_all, client, name):
    assert faults_of_endpoint(client, name) == []


def test_every_topic_and_author_has_several_articles(demo):
    for topic in Topic.objects.all():
        assert public_articles().filter(article_topics__topic=topic).count() >= 5
    for author in Author.objects.all():
        assert public_articles().filter(article_authors__author=author).count() >= 5
    assert any(len(article.authors) == 2 for article in public_articles())


def test_every_public_article_cites_a_work_with_all_its_facts(demo):
    for article in public_articles():
        assert article.cited_works, article.slug
        for work in article.cited_works:
            assert normalise_doi(work.doi) == work.doi
            assert work.csl["author"]
            assert work.csl["container-title"]
            assert 1900 < work.year <= 2026


def test_no_work_is_described_in_two_ways(demo):
    facts = {}
    for article in content.articles():
        for block in article["body"]:
            if block["type"] == "citation":
                csl = block["value"]["work"]
                assert facts.setdefault(csl["DOI"], csl) == csl
    assert Work.objects.count() == len(facts)


def test_every_picture_has_words_and_an_owner(demo):
    for image in Image.objects.all():
        assert len(image.alt_text) > 20, image.title
        assert image.credit == "Citewell demo"
        assert image.file_hash
    leads = [article.lead_image_id for article in ArticlePage.objects.all()]
    assert None not in leads
    assert len(set(leads)) == 32
    assert all(author.photo for author in Author.objects.all())


def test_every_kind_and_every_usage_is_shown(demo):
    articles = list(public_articles())
    kinds = {block.block_type for article in articles for block in article.body}
    assert kinds == set(ArticleBody().child_blocks)
    usages = {work["usage"] for article in articles for work in citations(article)}
    assert usages == {"reference", "quotation", "summary"}


def test_every_link_to_a_page_leads_to_a_public_page(demo):
    public = set(Visibility().pages(Page.objects.all()).values_list("pk", flat=True))
    pages = [*ArticlePage.objects.all(), *StandardPage.objects.all()]
    texts = [
        block["value"]["content"]
        for page in pages
        for block in page.body.raw_data
        if block["type"] == "text"
    ]
    linked = [int(pk) for text in texts for pk in PAGE_LINK.findall(text)]
    assert len(linked) > 30
    assert set(linked) <= public
    assert not [text for text in texts if "page:" in text or "href='" in text]
    works = [pk for text in texts for pk in links_in(text)]
    assert len(works) == 3
    assert set(works) <= set(Work.objects.values_list("pk", flat=True))


def test_the_site_around_the_pages_is_complete(demo):
    site = Site.objects.get()
    settings = SiteSettings.for_site(site)
    assert (site.hostname, site.port) == ("demo.example.org", 8123)
    assert site.root_page.specific == HomePage.objects.get()
    assert site.site_name == settings.name == "Footbridge"
    assert settings.publisher_logo
    assert [link["label"] for link in settings.navigation_links] == [
        "Articles",
        "About",
        "Reading circles",
        "Contact",
    ]
    below = [link["label"] for link in settings.navigation_links[1]["children"]]
    assert below == ["How we choose research", "Write for us"]
    assert len(settings.footer_link_list) == 3


def test_published_pages_are_as_an_editor_leaves_them(demo):
    for page in Page.objects.filter(depth__gt=1, live=True):
        assert page.live_revision_id == page.latest_revision_id is not None
        assert not page.has_unpublished_changes
        assert page.revisions.count() == 1
        assert page.specific.get_latest_revision_as_object().title == page.title == page.draft_title
        assert page.first_published_at == page.last_published_at == page.latest_revision.created_at
        page.specific.full_clean()


def test_publication_dates_are_spread_over_a_year_and_a_half(demo):
    dates = [article.publication_date for article in public_articles()]
    assert all(earlier < later for earlier, later in pairwise(dates))
    assert (dates[-1] - dates[0]).days > 500
    for article in public_articles():
        assert article.publication_date == article.first_published_at


def test_an_editor_meets_a_draft_and_a_scheduled_article(demo):
    states = {page.status_string: page for page in ArticlePage.objects.filter(live=False)}
    assert set(states) == {"draft", "scheduled"}
    assert states["scheduled"].go_live_at > timezone.now()
    assert not public_articles().filter(live=False)


def test_each_call_to_action_shows_in_each_slot_unless_the_article_says_otherwise(demo):
    ordinary = ArticlePage.objects.get(slug="two-in-every-class").ctas
    for slot in (ordinary.top, ordinary.sidebar, ordinary.bottom):
        assert len(slot) == 2
    special = ArticlePage.objects.get(slug="when-pain-comes-to-school").ctas
    assert [len(slot) for slot in (special.top, special.sidebar, special.bottom)] == [0, 2, 1]


def test_the_tree_keeps_its_rules(demo):
    assert not any(Page.find_problems())
    for page in Page.objects.filter(depth__gt=1):
        assert page.specific_class.can_exist_under(page.get_parent())


def test_the_reference_index_and_the_search_know_the_content(demo):
    def references():
        return set(ReferenceIndex.objects.values_list("object_id", "to_object_id", "content_path"))

    found = references()
    call_command("rebuild_references_index", verbosity=0)
    assert found == references()
    results = [page.slug for page in Page.objects.live().search("handwriting")]
    assert "to-write-better-write" in results


def test_loading_again_is_refused(demo):
    before = Page.objects.count()
    with pytest.raises(CommandError, match=r"already holds content \(38 pages, .*40 images"):
        load()
    assert Page.objects.count() == before


def test_the_same_files_give_the_same_site(demo):
    for entry in content.articles():
        page = ArticlePage.objects.get(slug=entry["slug"])
        ids = [str(uuid5(NAMESPACE_URL, f"{page.slug}/{n}")) for n in range(len(entry["body"]))]
        assert [block.id for block in page.body] == ids
        if "published" in entry:
            assert page.publication_date.date().isoformat() == entry["published"]
    for stream in (SiteSettings.objects.get().navigation, SiteSettings.objects.get().footer_links):
        assert all(block.id and UUID(block.id).version == 5 for block in stream)


@pytest.mark.parametrize(
    "name", ["three-tiers", "two-questions-about-a-struggling-reader", "maren-tidewell"]
)
def test_the_kept_pictures_are_those_that_the_program_draws(name):
    drawn = make_images.drawings()[name]().image
    with Pillow.open(content.IMAGES / f"{name}.jpg") as kept:
        difference = ImageChops.difference(drawn, kept.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 3


def test_no_picture_is_large():
    sizes = [path.stat().st_size for path in content.IMAGES.iterdir()]
    assert max(sizes) < 120_000
    assert sum(sizes) < 4_000_000
