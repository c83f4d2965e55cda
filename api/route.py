"""The look-up of any public path in one request."""

from django.http import Http404
from django.urls import path
from django.utils.functional import cached_property
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Page, Site, get_page_models
from wagtail.models.sites import get_site_for_hostname

from api import openapi
from api.addresses import read_address
from api.described import described
from api.endpoints import PublicPages
from api.redirects import location
from delivery import editions
from delivery.answers import Answer
from delivery.preparing import is_of_a_page
from delivery.redirects import find_redirect


class Moved(Answer):
    to: str
    """An absolute address."""
    permanent: bool


class MovedAnswer(Answer):
    """The answer for a path that leads elsewhere."""

    redirect: Moved


class PublicRoute(PublicPages):
    """What is at a path: a page, answered as its detail is, or where the path leads.

    A page type with routes of its own says by `has_route(view, args, kwargs)` which of them are
    there; without it, only the page's own path is.
    """

    name = "route"
    is_resource = False
    known_query_parameters = frozenset(
        ["path", "site", "fields", "rich_text_format", "format", "_"]
    )
    find_query_parameters = frozenset()

    @classmethod
    def answers(cls, router):
        return [MovedAnswer]

    @classmethod
    def paths(cls, path, name, titles):
        wanted = described(["path"])
        wanted[0]["required"] = True
        others = described(sorted(cls.known_query_parameters - {"path"}))
        pages = [model.__name__ for model in get_page_models() if model is not Page]
        titles = [*pages, *(f"{page}Selection" for page in pages), *titles]
        found = openapi.get(
            "route", "What is at a path.", [*wanted, *others], openapi.any_of(titles)
        )
        found["get"]["tags"] = [name]
        return {path: found}

    @classmethod
    def operations(cls):
        return cls.known_query_parameters

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):
        # The path names the page: no field is a filter.
        return [] if db_fields_only else super().get_available_fields(model)

    @classmethod
    def get_urlpatterns(cls):
        return [path("", cls.as_view({"get": "route_view"}), name="listing")]

    @cached_property
    def address(self):
        if "path" not in self.request.GET:
            raise BadRequestError("path is missing: give the path to look up, such as /articles/")
        return read_address("path", self.request.GET["path"])

    @cached_property
    def site(self):
        """As for any endpoint, but that the host of the path stands in for a missing `?site=`."""
        if self.address.host is None or "site" in self.request.GET:
            return super().site
        try:
            return get_site_for_hostname(self.address.host, self.address.port)
        except Site.DoesNotExist:
            return None

    def kept_by_number(self, state, request, answer):
        """The edition of the page whose own address the path is, where that is fresh."""
        path, site = request.GET.get("path", ""), Site.find_for_request(request)
        if site is not None and request.GET.keys() == {"path"} and is_of_a_page(path):
            page = editions.page_at(site, path, editions.Edition.Form.JSON)
            found = page and editions.find(page)
            if found:
                return editions.response_of(found)
        return super().kept_by_number(state, request, answer)

    def route_view(self, request):
        self.check_query_parameters(self.get_queryset())
        # A redirect shows no rich text, and would not refuse it.
        self.resolve_rich_text_format()
        page = self.public_page()
        if page is not None:
            self._cached_object = page
            return self.detail_view(request, page.pk)
        redirect = find_redirect(self.address.full_path, self.site, self.visibility)
        if redirect is None:
            raise Http404("not found")
        moved = Moved(to=location(redirect, self.site), permanent=redirect.is_permanent)
        return Response(MovedAnswer(redirect=moved).model_dump(mode="json"))

    def public_page(self):
        """The public page that the website shows at the path, or None."""
        home = self.get_root_page().localized.specific
        try:
            if not is_of_a_page(f"{self.address.path.removesuffix('/')}/"):
                return None
            parts = [part for part in self.address.path.split("/") if part]
            page, args, _ = home.route(self.request, parts)
        except Http404:
            return None
        if not self.visibility.shows_page(page):
            return None
        is_own_path = page.url_path == "/".join([home.url_path.rstrip("/"), *parts, ""])
        has_route = getattr(page, "has_route", lambda *route: False)
        return page if is_own_path or has_route(*args) else None
