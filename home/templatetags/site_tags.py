"""What stands around every public page, and small helpers of the templates' own."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.models import Site

from articles.models import ArticleIndexPage
from delivery.reads import all_of
from home.models import SiteSettings

register = template.Library()

# Inside a script element these would end it or begin another (HTML Standard, 4.12.1.3).
_SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass
class Chrome:
    """Masthead, footer and feeds of one answer. The defaults serve an address without a site."""

    name: str = "Citewell"
    publisher: dict = field(default_factory=dict)
    home_url: str = "/"
    search_url: str = ""
    index: ArticleIndexPage | None = None
    """The first public article index, whose feeds every page announces."""
    navigation: list = field(default_factory=list)
    footer_links: list = field(default_factory=list)
    footer_html: str = ""
    social_links: list = field(default_factory=list)


@register.simple_tag(takes_context=True)
def site_chrome(context):
    """The `Chrome` of the site at the request's address, in a constant number of queries."""
    request = context.get("request")
    chrome = Chrome(search_url=reverse("search"))
    site = Site.find_for_request(request)
    if site is None:
        return chrome
    settings = SiteSettings.for_request(request)
    all_of(ArticleIndexPage)
    below = ArticleIndexPage.objects.descendant_of(site.root_page)
    page = context.get("page")
    if getattr(page, "site", None) == site:  # Spares the page from asking for the settings again.
        page.publication = settings.publication
    chrome.name = settings.name
    chrome.publisher = settings.publisher
    chrome.home_url = site.root_page.url
    chrome.index = settings.visibility.pages(below).order_by("path").first()
    chrome.navigation = marked(settings.navigation_links, request.path, chrome.home_url)
    chrome.footer_links = marked(settings.footer_link_list, request.path, chrome.home_url)
    chrome.footer_html = mark_safe(settings.footer_html)  # noqa: S308 - Wagtail admits known tags
    chrome.social_links = settings.social_link_list
    return chrome


def marked(links, path, home_url):
    """The links with their `aria-current`: "page" here, "true" above here, else nothing."""
    for link in links:
        here = urlsplit(link["href"]).path if link["page_id"] else None
        below = here and path.startswith(here) and link["href"] != home_url
        link["current"] = "page" if here == path else "true" if below else ""
        marked(link["children"], path, home_url)
    return links


@register.simple_tag
def structured_data(page):
    """A page's JSON-LD as script elements, which hold data and run nothing."""
    things = getattr(page, "json_ld", [])
    texts = (json.dumps(data, ensure_ascii=False).translate(_SCRIPT_ESCAPES) for data in things)
    scripts = (
        format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308
        for text in texts
    )
    return mark_safe("\n    ".join(scripts))  # noqa: S308 - escaped above


@register.simple_tag
def page_numbers(paged):
    """The page numbers to show around one page of a list, with gaps as ellipses."""
    return list(paged.paginator.get_elided_page_range(paged.number, on_each_side=1, on_ends=1))
