from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.blocks import StructBlockValidationError
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from articles.rich_text import expand, validate_links
from articles.seo import Publication
from articles.web_address import validate_web_address
from delivery.answers import absolute_url
from delivery.visibility import Visibility
from library.pictures import prefetch_renditions, share_rendition


class LinkBlock(blocks.StructBlock):
    """A label that leads to a page of this site or to an address."""

    label = blocks.CharBlock(required=False, max_length=60, help_text="Empty: the page's title.")
    page = blocks.PageChooserBlock(required=False)
    url = blocks.URLBlock(required=False, label="Address", validators=[validate_web_address])

    def clean(self, value):
        value = super().clean(value)
        errors = {}
        if value["page"] and value["url"]:
            message = "Give either a page or an address, not both."
            errors = {"page": ValidationError(message), "url": ValidationError(message)}
        elif not value["page"] and not value["url"]:
            errors = {"page": ValidationError("Choose a page, or give an address.")}
        elif value["url"] and not value["label"]:
            errors = {"label": ValidationError("Say what the link is called.")}
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value

    class Meta:
        icon = "link"
        label_format = "{label} {page}"


class NavigationBlock(LinkBlock):
    """A link of the main navigation, with the links below it."""

    children = blocks.ListBlock(LinkBlock(), default=[], label="Below it")

    class Meta:
        icon = "bars"


class SocialLinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=60, help_text="Such as “LinkedIn”.")
    url = blocks.URLBlock(label="Address", validators=[validate_web_address])

    class Meta:
        icon = "site"


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """What stands around every page of a site."""

    name = models.CharField(
        max_length=80, default="Citewell", help_text="The publication's name, as readers see it."
    )
    publisher_name = models.CharField(
        max_length=120, blank=True, help_text="Who answers for it. Empty: the publication's name."
    )
    publisher_logo = models.ForeignKey(
        "library.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    navigation = StreamField([("item", NavigationBlock())], blank=True)
    footer_text = RichTextField(
        blank=True, features=["bold", "italic", "link"], validators=[validate_links]
    )
    footer_links = StreamField([("item", LinkBlock())], blank=True)
    social_links = StreamField([("item", SocialLinkBlock())], blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    MultiFieldPanel(["publisher_name", "publisher_logo"], heading="Publisher"),
                ],
                heading="Publication",
            ),
            ObjectList([FieldPanel("navigation")], heading="Navigation"),
            ObjectList(
                [FieldPanel("footer_text"), FieldPanel("footer_links"), FieldPanel("social_links")],
                heading="Footer",
            ),
        ]
    )

    class Meta:
        verbose_name = "site settings"

    @classmethod
    def of_sites(cls, sites, visibility):
        """The settings of many sites, in their order and in a constant number of queries.

        A site whose settings nobody has saved has the defaults. Reading stores nothing.
        """
        stored = cls.objects.filter(site__in=sites).select_related("publisher_logo")
        by_site = {settings.site_id: settings for settings in stored}
        found = [by_site.get(site.pk) or cls(site=site) for site in sites]
        for settings, site in zip(found, sites, strict=True):
            settings.site = site
            settings.visibility = visibility
        prefetch_renditions([settings.publisher_logo for settings in found])
        return found

    @classmethod
    def for_request(cls, request):
        """As Wagtail's, but a reader's request makes no settings for a site that has none."""
        known = cls.get_cache_attr_name()
        if not hasattr(request, known):
            site = Site.find_for_request(request)
            if site is None:
                raise cls.DoesNotExist("There is no site at this address.")
            [settings] = cls.of_sites([site], Visibility())
            setattr(request, known, settings)
        return getattr(request, known)

    @cached_property
    def visibility(self):
        return Visibility()

    @cached_property
    def _public_pages(self):
        """The public ones of all pages that navigation and footer link to, by id; one query."""
        items = [block.value for block in (*self.navigation, *self.footer_links)]
        items += [child for item in items for child in item.get("children", [])]
        wanted = {item["page"].pk for item in items if item["page"]}
        return self.visibility.pages(Page.objects.filter(pk__in=wanted)).in_bulk() if wanted else {}

    def _links(self, items):
        """Links as dicts: label, href, page id or None, children. Links to hidden pages go."""
        links = []
        for item in items:
            page = item["page"] and self._public_pages.get(item["page"].pk)
            href = page.url if page else item["url"]
            if href and (page or not item["page"]):
                links.append(
                    {
                        "label": item["label"] or page.title,
                        "href": href,
                        "page_id": page.pk if page else None,
                        "children": self._links(item.get("children", [])),
                    }
                )
        return links

    @cached_property
    def navigation_links(self):
        """The main navigation as a tree."""
        return self._links(block.value for block in self.navigation)

    @cached_property
    def footer_link_list(self):
        return self._links(block.value for block in self.footer_links)

    @cached_property
    def social_link_list(self):
        """Label and href of the publication's profiles elsewhere."""
        return [
            {"label": block.value["label"], "href": block.value["url"]}
            for block in self.social_links
        ]

    @cached_property
    def footer_html(self):
        return expand(self.footer_text)

    @cached_property
    def publisher(self):
        """The publisher as schema.org's Organization."""
        organisation = {
            "@type": "Organization",
            "name": self.publisher_name or self.name,
            "url": self.site.root_url,
        }
        logo = self.publisher_logo
        if logo and self.visibility.shows_file(logo):
            rendition = share_rendition(logo)
            if rendition:
                organisation["logo"] = {
                    "@type": "ImageObject",
                    "url": absolute_url(rendition.url, self.site.root_url),
                }
        if self.social_link_list:
            organisation["sameAs"] = [link["href"] for link in self.social_link_list]
        return organisation

    @property
    def publication(self):
        return Publication(name=self.name, publisher=self.publisher)
