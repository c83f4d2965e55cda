from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.views import authenticate_with_password

from delivery.visibility import Visibility


class PublicSitemap(Sitemap):
    """Wagtail's sitemap of the pages that anonymous readers may see."""

    def items(self):
        return Visibility().pages(super().items())


@require_safe
def sitemap(request):
    """The pages of the site at this address, for search engines."""
    if Site.find_for_request(request) is None:
        raise Http404("There is no site at this address.")
    return wagtail_sitemap(request, sitemaps={"wagtail": PublicSitemap})


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
