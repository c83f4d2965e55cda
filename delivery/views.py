from functools import partial, wraps

from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.views import authenticate_with_password

from delivery import derived, editions, reads
from delivery.visibility import Visibility


def public_list(view):
    """A view of what is put together of many pages, answered from what is kept by the number."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        return _answered(request, partial(view, request, *args, **kwargs), derived.answered)

    return wrapped


def public_page(view):
    """Wagtail's view of pages, which answers with the edition of a page at its own address.

    Put around all of Wagtail's views; the others are left as they are.
    """

    def edition_or_list(state, request, answer):
        wanted, site = None, Site.find_for_request(request)
        if site is not None and editions.is_plain(request):
            wanted = editions.page_at(site, request.path, editions.Edition.Form.HTML)
        if wanted is None:
            return derived.answered(state, request, answer)
        page = reads.shared(wanted.object_id)
        if page is not None:
            # Where Wagtail looks for it first.
            request._wagtail_route_for_request = page.route(request, [])
        return editions.answered(state, wanted, request, answer)

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.resolver_match.url_name != "wagtail_serve":
            return view(request, *args, **kwargs)

        def answer():
            # What the way to a page is read of decides its address alone.
            with reads.unnoted():
                Page.route_for_request(request, *args, **kwargs)
            return view(request, *args, **kwargs)

        return _answered(request, answer, edition_or_list)

    return wrapped


def _answered(request, answer, kept):
    # Asked for everyone: what time has told to the public holds for the ordinary views, too.
    state = editions.content_state(request)
    if state is None or not editions.is_for_all(request):
        return answer()
    response = kept(state, request, answer)
    response.is_public = response.status_code == 200
    return response


class PublicSitemap(Sitemap):
    """Wagtail's sitemap of the pages that anonymous readers may see."""

    limit = 1000

    def items(self):
        return Visibility().pages(super().items())

    def get_latest_lastmod(self):
        # Django's loads all pages for it.
        moment = Coalesce("last_published_at", "latest_revision_created_at")
        return self.items().aggregate(last=Max(moment))["last"]


@require_safe
def sitemap(request, section=None):
    """The pages of the site at this address, for search engines.

    Of a site with more than `PublicSitemap.limit` pages, the addresses of parts (`section`, `?p=`).
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("There is no site at this address.")
    if section is None and "p" not in request.GET:
        whole = PublicSitemap(request)
        if whole.paginator.num_pages > 1:
            return sitemap_of_parts(request, whole, site.root_url + reverse("sitemap"))
    return wagtail_sitemap(request, sitemaps={"pages": PublicSitemap}, section=section)


def sitemap_of_parts(request, whole, address):
    """As Django's index of sitemaps, whose addresses have the request's host, not the site's."""
    numbers = range(2, whole.paginator.num_pages + 1)
    addresses = [address, *(f"{address}?p={number}" for number in numbers)]
    last = whole.get_latest_lastmod()
    parts = [SitemapIndexItem(part, last) for part in addresses]
    headers = {"X-Robots-Tag": "noindex, noodp, noarchive"}
    return TemplateResponse(
        request,
        "sitemap_index.xml",
        {"sitemaps": parts},
        content_type="application/xml",
        headers=headers,
    )


@require_safe
def robots(request):
    """What search engines may read: everything but the admin."""
    site = Site.find_for_request(request)
    lines = ["User-agent: *", "Disallow: /admin/"]
    if site is not None:
        lines += ["", f"Sitemap: {site.root_url}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def password(request, page_view_restriction_id, page_id):
    """Wagtail's form for the password of a page, where a page asks for it and nowhere else.

    Wagtail's own view has one for every page there is, and so tells of drafts too.
    """
    page = get_object_or_404(Page, pk=page_id)
    if not asks_for(page, page_view_restriction_id):
        raise Http404("No page asks for a password here.")
    return authenticate_with_password(request, page_view_restriction_id, page_id)


def asks_for(page, restriction_id):
    """Whether readers of the page meet this restriction and it is a password."""
    asked = page.get_view_restrictions().filter(
        pk=restriction_id, restriction_type=PageViewRestriction.PASSWORD
    )
    return Visibility().is_live(page) and asked.exists()
