"""Wagtail's API v2 for the public: the stock endpoints, minus what an anonymous reader may not see.

No endpoint names a page type. A model may offer `prefetch_public(things, visibility, fields)`,
which loads what those fields show of many of them in a constant number of queries.
"""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.functional import cached_property
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.filters import FieldsFilter, OrderingFilter, SearchFilter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.api.validators import SiteFilterValidator
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page

from api import parameters
from api.filters import PublicFieldsFilter, PublicOrderingFilter, PublicSearchFilter
from api.serializers import PublicDocumentSerializer, PublicImageSerializer, PublicPageSerializer
from delivery.visibility import Visibility
from search.query import searchable

PUBLIC_FILTERS = {
    FieldsFilter: PublicFieldsFilter,
    OrderingFilter: PublicOrderingFilter,
    SearchFilter: PublicSearchFilter,
}


def public_filters(endpoint):
    """The filters of a stock endpoint, each replaced by its public form."""
    return [PUBLIC_FILTERS.get(stock, stock) for stock in endpoint.filter_backends]


class OnlyJSON(BaseContentNegotiation):
    """Answers in JSON whatever the request's Accept header says (RFC 9110, 12.4.1)."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class PublicEndpoint(BaseAPIViewSet):
    """What all endpoints share: JSON only, the same for everyone, 400 for what cannot be meant."""

    renderer_classes = [JSONRenderer]
    content_negotiation_class = OnlyJSON

    @cached_property
    def visibility(self):
        """What the public may see while this request is answered."""
        return Visibility()

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        parameters.check(request.GET)

    def check_query_parameters(self, queryset):
        if self.action == "find_view":
            self.known_query_parameters |= self.find_query_parameters
        super().check_query_parameters(queryset)

    def detail_view(self, request, pk):
        self.check_query_parameters(self.get_queryset())
        return super().detail_view(request, pk)

    def find_view(self, request):
        self.check_query_parameters(self.get_queryset())
        return super().find_view(request)

    def find_object(self, queryset, request):
        try:
            int(request.GET.get("id", 0))
        except ValueError as error:
            raise BadRequestError("id must be a whole number") from error
        return super().find_object(queryset, request)

    def paginate_queryset(self, queryset):
        return list(super().paginate_queryset(queryset))

    def prefetch(self, things, fields=()):
        """Loads what the type of the things declares to show of them in these fields."""
        if things and hasattr(things[0], "prefetch_public"):
            type(things[0]).prefetch_public(things, self.visibility, fields)

    def handle_exception(self, exc):
        """Errors that are not Wagtail's own (405, for one) in the words of Wagtail's."""
        response = super().handle_exception(exc)
        if "detail" in response.data:
            response.data = {"message": str(response.data["detail"])}
        return response


class PublicPages(PublicEndpoint, PagesAPIViewSet):
    """Pages that anonymous readers may see, whoever asks."""

    base_serializer_class = PublicPageSerializer
    filter_backends = public_filters(PagesAPIViewSet)

    @cached_property
    def site(self):
        """The site that `?site=` names, else the one at the request's address; None without."""
        name = self.request.GET.get("site")
        port = name and name.partition(":")[2]
        if port and not port.isdecimal():
            raise BadRequestError("site must be a host's name, with its port if need be: name:8000")
        try:
            return SiteFilterValidator(site=name, request=self.request).site_obj
        except ValueError as error:
            raise BadRequestError(str(error)) from error

    def get_root_page(self):
        if self.site is None:
            raise Http404("There is no site at this address.")
        return self.site.root_page

    def get_base_queryset(self):
        # Not Wagtail's `get_public_pages_queryset`, which asks the visitor's session.
        if self.site is None:
            return Page.objects.none()
        roots = [self.site.root_page]
        if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            roots += roots[0].get_translations()
        below = (Page.objects.descendant_of(root, inclusive=True) for root in roots)
        return searchable(self.visibility.pages(reduce(or_, below)))

    def get_queryset(self):
        return super().get_queryset().order_by("id")

    def paginate_queryset(self, queryset):
        pages = super().paginate_queryset(queryset)
        if "fields" in self.request.GET:
            prefetch_related_objects(pages, "locale", "alias_of")
            self.prefetch(pages, self.get_serializer_class().Meta.fields)
        return pages

    def get_object(self):
        page = super().get_object()
        self.prefetch([page])
        return page


class PublicFiles(PublicEndpoint):
    """What images and documents share."""

    def get_queryset(self):
        return self.visibility.files(self.model.objects.order_by("id"))

    def paginate_queryset(self, queryset):
        files = super().paginate_queryset(queryset)
        prefetch_related_objects(files, "tags")
        self.prefetch(files, self.get_serializer_class().Meta.fields)
        return files


class PublicImages(PublicFiles, ImagesAPIViewSet):
    """Images outside private collections."""

    base_serializer_class = PublicImageSerializer
    filter_backends = public_filters(ImagesAPIViewSet)


class PublicDocuments(PublicFiles, DocumentsAPIViewSet):
    """Documents outside private collections."""

    base_serializer_class = PublicDocumentSerializer
    filter_backends = public_filters(DocumentsAPIViewSet)
