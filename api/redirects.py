"""Redirects, as Wagtail's endpoint has them, minus those that lead to something hidden."""

from urllib.parse import urljoin

from rest_framework.fields import Field
from wagtail.api.utils import get_base_url
from wagtail.contrib.redirects.api.v2 import RedirectsAPIViewSet, RedirectSerializer

from api.addresses import read_address
from api.endpoints import OnSite, public_filters
from api.serializers import PublicSerializer
from api.snippets import SEARCH
from delivery.redirects import find_redirect, public_redirects


def location(redirect, site):
    """The absolute address to which a redirect leads from a site, which may be None."""
    site = redirect.site or site
    return urljoin(get_base_url() or (site.root_url if site else ""), redirect.link)


class LocationField(Field):
    answer = str

    def get_attribute(self, redirect):
        return location(redirect, self.context["view"].site)

    def to_representation(self, url):
        return url


class PublicRedirectSerializer(RedirectSerializer, PublicSerializer):
    location = LocationField(read_only=True)


class PublicRedirects(OnSite, RedirectsAPIViewSet):
    """Redirects of all sites, or with `?site=` those that this site follows."""

    base_serializer_class = PublicRedirectSerializer
    filter_backends = public_filters(RedirectsAPIViewSet)[:2]
    known_query_parameters = OnSite.known_query_parameters - SEARCH | {"site"}
    find_query_parameters = RedirectsAPIViewSet.find_query_parameters | {"html_path"}
    body_fields = [*RedirectsAPIViewSet.body_fields, "is_permanent"]
    listing_default_fields = [*RedirectsAPIViewSet.listing_default_fields, "is_permanent"]

    def get_queryset(self):
        redirects = public_redirects(self.visibility)
        if "site" in self.request.GET:
            redirects &= self.model.get_for_site(self.site)
        return redirects.select_related("redirect_page", "site").order_by("id")

    def find_object(self, queryset, request):
        if "html_path" in request.GET:
            address = read_address("html_path", request.GET["html_path"])
            return find_redirect(address.full_path, self.site, self.visibility)
        return super().find_object(queryset, request)
