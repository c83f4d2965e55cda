"""The API's endpoint of what stands around every page of a site."""

from pydantic import JsonValue
from wagtail.models import Site

from api.endpoints import OnSite
from api.snippets import PublicSnippets
from articles.rich_text import absolute_links
from delivery.answers import Answer, absolute_url
from home.models import SiteSettings
from library.pictures import ImageData, image_data


class SiteAddress(Answer):
    hostname: str
    port: int
    root_url: str


class PublisherData(Answer):
    name: str
    logo: ImageData | None


class LinkData(Answer):
    label: str
    href: str
    page_id: int | None
    """The page that the link leads to; null for an address elsewhere."""


class NavigationData(LinkData):
    children: list[LinkData]


class FooterData(Answer):
    html: str
    links: list[LinkData]


class SocialLinkData(Answer):
    label: str
    href: str


class SettingsData(Answer):
    id: int
    """The site's own."""
    site: SiteAddress
    name: str
    """The publication's, as readers see it."""
    publisher: PublisherData
    navigation: list[NavigationData]
    footer: FooterData
    social_links: list[SocialLinkData]
    organisation: dict[str, JsonValue]
    """The publisher as schema.org's Organization, as the website's own pages print it."""


def settings_data(settings, base_url):
    """`SettingsData` of the settings of a site."""

    def absolute(url):
        return absolute_url(url, base_url)

    def link(item):
        return {
            "label": item["label"],
            "href": absolute(item["href"]),
            "page_id": item["page_id"],
        }

    site = settings.site
    return SettingsData(
        id=site.pk,
        site=SiteAddress(hostname=site.hostname, port=site.port, root_url=site.root_url),
        name=settings.name,
        publisher=PublisherData(
            name=settings.publisher["name"], logo=image_data(settings.public_logo, absolute)
        ),
        navigation=[
            NavigationData(**link(item), children=[link(child) for child in item["children"]])
            for item in settings.navigation_links
        ],
        footer=FooterData(
            html=absolute_links(settings.footer_html, base_url),
            links=[link(item) for item in settings.footer_link_list],
        ),
        social_links=settings.social_link_list,
        organisation=settings.publisher,
    )


class PublicSettings(OnSite, PublicSnippets):
    """The settings of each site, under the site's id. A site without any has the defaults."""

    name = "settings"
    model = Site
    answer = SettingsData
    find_query_parameters = PublicSnippets.find_query_parameters | {"site"}

    def prefetch(self, sites):
        self.by_site = SiteSettings.of_sites(sites, self.visibility)
        SiteSettings.prefetch_links(self.by_site.values(), self.visibility)

    def public(self, site):
        return settings_data(self.by_site[site.pk], self.base_url)

    def find_object(self, queryset, request):
        if "id" in request.GET:
            return super().find_object(queryset, request)
        return self.site
