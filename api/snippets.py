"""What authors, topics and all else that is neither page nor file share as endpoints."""

from typing import Annotated

from django.db.models import JSONField, QuerySet
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.api.utils import get_base_url
from wagtail.api.v2.filters import SearchFilter
from wagtail.models import Site

from api.endpoints import PublicEndpoint
from api.filters import DeclaredFilter, PublicFieldsFilter
from api.ordering import PublicOrderingFilter
from api.serializers import PublicSerializer
from api.values import model_field

SEARCH = frozenset(["highlights", "search", "search_operator"])


class PartField(Field):
    """One key of the `answer` of a `PublicSnippets` endpoint."""

    def __init__(self, answer):
        super().__init__(read_only=True)
        self.answer = answer

    def get_attribute(self, thing):
        return self.context["view"].parts(thing)[self.field_name]

    def to_representation(self, part):
        return part


def _is_plain_column(field):
    return bool(getattr(field, "column", None)) and not isinstance(field, JSONField)


class PublicSnippets(PublicEndpoint):
    """Things whose JSON is an `answer`, the same here as where a page shows them.

    Lists and details hold all its keys. Those that are columns of the model are filters and orders.
    """

    answer = None
    """The type of one thing's JSON; it has an `id`."""
    base_serializer_class = PublicSerializer
    filter_backends = [DeclaredFilter, PublicFieldsFilter, PublicOrderingFilter]
    known_query_parameters = PublicEndpoint.known_query_parameters - SEARCH

    def public(self, thing):
        """The `answer` of one thing."""
        raise NotImplementedError(f"{type(self).__name__} has no public form.")

    def prefetch(self, things):
        """Loads what the answers show of many things, in a constant number of queries."""

    @property
    def base_url(self):
        """Scheme and host in front of every site-relative URL of an answer."""
        return get_base_url(self.request) or ""

    def get_queryset(self):
        return self.visibility.of(self.model).order_by("id")

    def paginate_queryset(self, queryset):
        if isinstance(queryset, QuerySet):
            queryset = self.with_documents(queryset, Site.find_for_request(self.request))
        things = super().paginate_queryset(queryset)
        self.prefetch([thing for thing in things if getattr(thing, "document", None) is None])
        return things

    def get_object(self):
        thing = super().get_object()
        self.prefetch([thing])
        return thing

    def parts(self, thing):
        """The keys and values of one thing, derived once for all its fields."""
        if not hasattr(thing, "public_parts"):
            thing.public_parts = self.public(thing).model_dump(mode="json")
        return thing.public_parts

    def find_object(self, queryset, request):
        if "slug" in self.find_query_parameters and "slug" in request.GET:
            return queryset.get(slug=request.GET["slug"])
        return super().find_object(queryset, request)

    @classmethod
    def get_body_fields(cls, model):
        return [
            APIField(name, serializer=PartField(Annotated[field.annotation, field]))
            for name, field in cls.answer.model_fields.items()
        ]

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):
        names = super().get_available_fields(model, db_fields_only)
        if db_fields_only:
            names = [name for name in names if _is_plain_column(model_field(model, name))]
        return names

    @classmethod
    def get_listing_default_fields(cls, model):
        return cls.get_available_fields(model)


class SearchedSnippets(PublicSnippets):
    """Snippets of which the search index holds nothing that is not public."""

    filter_backends = [*PublicSnippets.filter_backends, SearchFilter]
    known_query_parameters = PublicSnippets.known_query_parameters | SEARCH

    def searched_texts(self, thing):
        return [getattr(thing, field.field_name) for field in thing.get_searchable_search_fields()]
