"""Wagtail's API v2 for the public: the stock endpoints, minus what an anonymous reader may not see.

No endpoint names a page type. A page type may offer `prefetch_public(pages)`, which loads what its
fields show of many pages in a constant number of queries.
"""

from contextlib import contextmanager

from django.core.exceptions import FieldError, ValidationError
from django.db import DataError
from django.db.models import prefetch_related_objects
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.serializers import PageAliasOfField, PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from delivery.visibility import Visibility
from search.query import searchable

OFFSET_MAX = 1_000_000


class BoundedPagination(WagtailPagination):
    def paginate_queryset(self, queryset, request, view=None):
        offset = request.GET.get("offset", "0")
        if offset.isdecimal() and (len(offset) > 9 or int(offset) > OFFSET_MAX):
            raise BadRequestError(f"offset cannot be higher than {OFFSET_MAX}")
        return super().paginate_queryset(queryset, request, view)


class PublicSearchFilter(SearchFilter):
    """Stock search over what the other filters left, whatever they filtered by."""

    def filter_queryset(self, request, queryset, view):
        if "search" in request.GET and not getattr(queryset, "_filtered_by_tag", False):
            queryset = searchable(queryset)
        return super().filter_queryset(request, queryset, view)


class PublicEndpoint(BaseAPIViewSet):
    """What all endpoints share: JSON only, and a 400 for every value that cannot be meant."""

    renderer_classes = [JSONRenderer]
    pagination_class = BoundedPagination

    @contextmanager
    def refusing_bad_values(self):
        """Turns what the database or a field says of a wrong value into an answer of 400."""
        try:
            yield
        except (ValueError, TypeError, OverflowError, ValidationError, FieldError, DataError) as e:
            names = ", ".join(sorted(self.request.GET))
            raise BadRequestError(
                f"wrong kind of value, or out of range, in one of: {names}"
            ) from e

    def filter_queryset(self, queryset):
        with self.refusing_bad_values():
            return super().filter_queryset(queryset)

    def paginate_queryset(self, queryset):
        with self.refusing_bad_values():
            return list(super().paginate_queryset(queryset))

    def find_object(self, queryset, request):
        with self.refusing_bad_values():
            return super().find_object(queryset, request)


class PublicAliasOfField(PageAliasOfField):
    """The page that an alias mirrors, or null when the public may not see that page."""

    def get_attribute(self, page):
        source = super().get_attribute(page)
        return source if source and Visibility().shows_page(source) else None


class PublicPageSerializer(PageSerializer):
    alias_of = PublicAliasOfField(read_only=True)


class PublicPages(PublicEndpoint, PagesAPIViewSet):
    """Pages that anonymous readers may see, whoever asks."""

    base_serializer_class = PublicPageSerializer
    filter_backends = [*PagesAPIViewSet.filter_backends[:-1], PublicSearchFilter]

    def get_base_queryset(self):
        return Visibility().pages(super().get_base_queryset())

    def paginate_queryset(self, queryset):
        pages = super().paginate_queryset(queryset)
        prefetch_related_objects(pages, "locale", "alias_of")
        return prefetched(pages)

    def get_object(self):
        return prefetched([super().get_object()])[0]


class PublicImages(PublicEndpoint, ImagesAPIViewSet):
    """Images outside private collections."""


class PublicDocuments(PublicEndpoint, DocumentsAPIViewSet):
    """Documents outside private collections."""


def prefetched(pages):
    """The pages of one type, with what their type declares to show loaded."""
    if pages and hasattr(pages[0], "prefetch_public"):
        type(pages[0]).prefetch_public(pages)
    return pages
