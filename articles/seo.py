"""How a page appears elsewhere: in search results, link previews and as structured data."""

from urllib.parse import urljoin

from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField

from articles import api_fields, structured_data
from delivery.visibility import Visibility
from library.pictures import share_rendition


class Appearance(models.Model):
    """What the `<head>` of a page says, derived once for HTML and JSON. Mix into page types."""

    api_meta_fields = [APIField("translations", serializer=api_fields.TranslationsField())]

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
        lists show: `body`, `ctas`.
        """
        for page in pages:
            page.visibility = visibility

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
        """The rendition for link previews, or None."""
        image = self.share_image
        return share_rendition(image) if image and self.visibility.shows_file(image) else None

    @property
    def og_image_url(self):
        """The absolute address of `og_image`, or None."""
        return self.og_image and urljoin(self.full_url, self.og_image.url)

    @cached_property
    def breadcrumbs(self):
        """Title and URL of each public page from the site's root down to this page."""
        site = self.get_site()
        if site is None:
            return []
        above = self.get_ancestors().filter(depth__gte=site.root_page.depth)
        pages = self.visibility.pages(above).order_by("depth")
        return [(page.title, page.full_url) for page in pages] + [(self.title, self.full_url)]

    def structured_data(self, publisher):
        """The page's JSON-LD, as a list of dicts. `publisher` is a schema.org Organization."""
        return [structured_data.breadcrumb_list(self.breadcrumbs)]
