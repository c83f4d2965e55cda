from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Site

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
