"""How a page appears elsewhere: in search results, link previews and as structured data."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Literal
from urllib.parse import urljoin

from django.db import models
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Page, Site

from articles import api_fields as api
from articles import structured_data
from articles.tree import paths_above
from delivery.answers import Answer, DerivedField
from delivery.visibility import Visibility
from evidence.styles import APA
from library.pictures import share_rendition


@dataclass(frozen=True)
class Publication:
    """What the pages of a site say of the publication that they are part of.

    Told by the hook `publications_of_sites`: a function of sites and a `Visibility` that returns
    publications by the sites' ids, in a number of queries that does not grow with the sites.
    """

    name: str = ""
    publisher: dict = field(default_factory=dict)
    """schema.org's Organization."""
    citation_style: str = APA
    """In which works are cited."""


class ShareImage(Answer):
    """The picture of link previews."""

    url: str
    width: int
    height: int
    alt: str


class OpenGraph(Answer):
    """Properties of the Open Graph protocol. `og:url` and `og:description` are those of `Seo`."""

    type: Literal["article", "website"]
    title: str
    site_name: str
    image: ShareImage | None
    published_time: datetime | None
    modified_time: datetime | None
    tags: list[str]


class Seo(Answer):
    """What a page's `<head>` says to search engines and for link previews."""

    title: str
    """Of the whole document, with the publication's name."""
    description: str
    canonical: str | None
    """The page's own address."""
    robots: str
    authors: list[str]
    twitter_card: Literal["summary", "summary_large_image"]
    open_graph: OpenGraph


class Appearance(models.Model):
    """What the `<head>` of a page says, derived once for HTML and JSON. Mix into page types."""

    names_publication = frozenset({"seo", "json_ld"})
    """The fields of its answers that need the publication loaded."""

    api_meta_fields = [APIField("translations", serializer=api.TranslationsField())]

    promote_panels = [
        MultiFieldPanel(["slug", "seo_title", "search_description"], heading="For search engines"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "show_in_menus",
                    help_text="Told to apps that ask for it. The menu of this website is kept "
                    "under Settings, Site settings.",
                )
            ],
            heading="For the menus of apps",
        ),
    ]
    api_fields = [
        APIField("seo", serializer=DerivedField(Seo)),
        APIField("json_ld", serializer=DerivedField(list[structured_data.LinkedData])),
    ]

    class Meta:
        abstract = True

    @cached_property
    def visibility(self):
        """What the public may see while this page is rendered."""
        return Visibility()

    @classmethod
    def prefetch_public(cls, pages, visibility, fields=()):
        """Loads what the public sees of many pages of this type.

        The number of queries does not grow with theirs. `fields` names what is shown besides what
        lists show: `body`, `ctas`, `seo`.
        """
        for page in pages:
            page.visibility = visibility
        if cls.names_publication & set(fields):
            load_sites(pages)
            load_publications(pages, visibility)
        if "json_ld" in fields:
            load_breadcrumbs(pages, visibility)

    @cached_property
    def site(self):
        """The site that the page's address belongs to, or None."""
        load_sites([self])
        return vars(self)["site"]

    @cached_property
    def publication(self):
        load_publications([self], self.visibility)
        return vars(self)["publication"]

    @property
    def meta_title(self):
        return self.seo_title or self.title

    @property
    def meta_description(self):
        return self.search_description or self.default_description

    @property
    def default_description(self):
        """The description when the editor gave none."""
        return ""

    @property
    def canonical_url(self):
        return self.full_url

    @property
    def share_image(self):
        """The image of link previews, or None."""
        return None

    @cached_property
    def og_image(self):
        """The `ShareImage`, or None when there is none that the public may see."""
        image = self.share_image
        shown = image if image and self.visibility.shows_file(image) else None
        rendition = share_rendition(shown)
        return rendition and ShareImage(
            url=urljoin(self.full_url, rendition.url),
            width=rendition.width,
            height=rendition.height,
            alt=rendition.alt,
        )

    @property
    def open_graph(self):
        return OpenGraph(
            type="website",
            title=self.title,
            site_name=self.publication.name,
            image=self.og_image,
            published_time=None,
            modified_time=None,
            tags=[],
        )

    @property
    def named_authors(self):
        """The names of those who answer for the page's words."""
        return []

    @cached_property
    def seo(self):
        """What the page's head says, as `Seo`."""
        return Seo(
            title=self.document_title(self.meta_title),
            description=self.meta_description,
            canonical=self.canonical_url,
            robots="index, follow",
            authors=self.named_authors,
            twitter_card="summary_large_image" if self.og_image else "summary",
            open_graph=self.open_graph,
        )

    def document_title(self, title):
        """The title of the whole document, where `title` is not the publication's name itself."""
        name = self.publication.name
        return title if title == name else " – ".join(filter(None, [title, name]))

    @cached_property
    def breadcrumbs(self):
        """Title and URL of each public page from the site's root down to this page."""
        load_breadcrumbs([self], self.visibility)
        return vars(self)["breadcrumbs"]

    @property
    def json_ld(self):
        """The page's JSON-LD, as a list of dicts."""
        return [structured_data.breadcrumb_list(self.breadcrumbs)]


def load_sites(pages):
    """Gives each page its `site`, with one query."""
    parts = [page.get_url_parts() for page in pages]
    ids = [found and found[0] for found in parts]
    sites = Site.objects.select_related("root_page").in_bulk(set(filter(None, ids)))
    for page, pk in zip(pages, ids, strict=True):
        page.site = sites.get(pk)


def load_publications(pages, visibility):
    """Gives each page the `publication` of its site."""
    sites = list({page.site.pk: page.site for page in pages if page.site}.values())
    found = {}
    for publications_of in hooks.get_hooks("publications_of_sites"):
        found |= publications_of(sites, visibility)
    for page in pages:
        page.publication = found.get(page.site and page.site.pk, Publication())


def load_breadcrumbs(pages, visibility):
    """Gives each page its `breadcrumbs`, with one query for what stands above all of them."""
    above = [paths_above(page) if page.site else [] for page in pages]
    found = visibility.pages(Page.objects.filter(path__in=set(chain(*above))))
    public = {page.path: page for page in found}
    for page, paths in zip(pages, above, strict=True):
        steps = [public[path] for path in paths if path in public]
        steps = [step for step in steps if step.depth >= page.site.root_page.depth]
        shown = [*steps, page] if page.site else []
        page.breadcrumbs = [(step.title, step.full_url) for step in shown]
