from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.blocks import StructBlockValidationError
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from articles.rich_text import expand_all, validate_links
from articles.seo import Publication
from articles.web_address import validate_web_address
from delivery.answers import absolute_url
from delivery.reads import all_of
from delivery.visibility import Visibility
from evidence.styles import APA, STYLES
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
        label = "Link"
        label_format = "{label} {page}"


class NavigationBlock(LinkBlock):
    """A link of the main navigation, with the links below it."""

    children = blocks.ListBlock(LinkBlock(), default=[], label="Below it")

    class Meta:
        icon = "bars"
        label = "Link"


class SocialLinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=60, help_text="Such as “LinkedIn”.")
    url = blocks.URLBlock(label="Address", validators=[validate_web_address])

    class Meta:
        icon = "site"
        label = "Profile"
        label_format = "{label}"


def _stored(links):
    """The values of a stream of links as they are stored, where a page is an id."""
    return [raw["value"] for raw in links.raw_data]


def _children(item):
    return [raw["value"] for raw in item.get("children", [])]


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
    citation_style = models.CharField(
        max_length=40,
        choices=list(STYLES.items()),
        default=APA,
        help_text="In which articles show the references of the works that they cite.",
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
                    FieldPanel("citation_style"),
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
        """The settings by the sites' ids, in a constant number of queries.

        A site whose settings nobody has saved has the defaults. Reading stores nothing.
        """
        all_of(cls)
        stored = cls.objects.filter(site__in=sites).select_related("publisher_logo")
        stored = {settings.site_id: settings for settings in stored}
        found = {site.pk: stored.get(site.pk) or cls(site=site) for site in sites}
        for site in sites:
            found[site.pk].site = site
            found[site.pk].visibility = visibility
        prefetch_renditions([settings.publisher_logo for settings in found.values()])
        return found

    @classmethod
    def for_request(cls, request):
        """As Wagtail's, but a reader's request makes no settings for a site that has none."""
        known = cls.get_cache_attr_name()
        if not hasattr(request, known):
            site = Site.find_for_request(request)
            if site is None:
                raise cls.DoesNotExist("There is no site at this address.")
            setattr(request, known, cls.of_sites([site], Visibility())[site.pk])
        return getattr(request, known)

    @classmethod
    def prefetch_links(cls, found, visibility):
        """Loads what navigations and footers of many settings link to, with the same queries."""
        wanted = {page for settings in found for page in settings._linked_page_ids}
        pages = Page.objects.in_bulk(wanted) if wanted else {}
        public = {pk: page for pk, page in pages.items() if visibility.has_address(page)}
        footers = expand_all([settings.footer_text for settings in found])
        for settings, footer in zip(found, footers, strict=True):
            settings._public_pages = public
            settings.footer_html = footer

    @cached_property
    def visibility(self):
        return Visibility()

    @cached_property
    def _public_pages(self):
        """The public ones of the pages linked to, by id."""
        self.prefetch_links([self], self.visibility)
        return vars(self)["_public_pages"]

    @cached_property
    def footer_html(self):
        self.prefetch_links([self], self.visibility)
        return vars(self)["footer_html"]

    @property
    def _linked_page_ids(self):
        """The pages that navigation and footer link to, hidden ones included."""
        items = [*_stored(self.navigation), *_stored(self.footer_links)]
        items += [child for item in items for child in _children(item)]
        return {item["page"] for item in items if item["page"]}

    def _links(self, items):
        """Links as dicts: label, href, page id or None, children. Links to hidden pages go."""
        links = []
        for item in items:
            page = self._public_pages.get(item["page"])
            href = page.url if page else item["url"]
            if href and (page or not item["page"]):
                links.append(
                    {
                        "label": item["label"] or page.title,
                        "href": href,
                        "page_id": page.pk if page else None,
                        "children": self._links(_children(item)),
                    }
                )
        return links

    @cached_property
    def navigation_links(self):
        """The main navigation as a tree."""
        return self._links(_stored(self.navigation))

    @cached_property
    def footer_link_list(self):
        return self._links(_stored(self.footer_links))

    @cached_property
    def social_link_list(self):
        """Label and href of the publication's profiles elsewhere."""
        return [
            {"label": block.value["label"], "href": block.value["url"]}
            for block in self.social_links
        ]

    @property
    def public_logo(self):
        """The publisher's logo, or None when the public may not see it."""
        logo = self.publisher_logo
        return logo if logo and self.visibility.shows_file(logo) else None

    @cached_property
    def publisher(self):
        """The publisher as schema.org's Organization."""
        organisation = {
            "@type": "Organization",
            "name": self.publisher_name or self.name,
            "url": self.site.root_url,
        }
        logo = share_rendition(self.public_logo)
        if logo:
            organisation["logo"] = {
                "@type": "ImageObject",
                "url": absolute_url(logo.url, self.site.root_url),
            }
        if self.social_link_list:
            organisation["sameAs"] = [link["href"] for link in self.social_link_list]
        return organisation

    @property
    def publication(self):
        return Publication(
            name=self.name, publisher=self.publisher, citation_style=self.citation_style
        )
