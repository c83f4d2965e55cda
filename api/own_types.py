"""Lists in which each page answers as its own type, with the fields of that type."""

from django.utils.functional import cached_property
from wagtail.api.v2.utils import (
    BadRequestError,
    page_models_from_string,
    parse_fields_parameter,
)
from wagtail.models import Page, get_page_models

from api import parameters
from api.serializers import PublicPageSerializer


def specific(pages):
    """The pages as instances of their own types: one query, and one for each type."""
    found = Page.objects.filter(pk__in=[page.pk for page in pages]).specific().in_bulk()
    return [found.get(page.pk, page) for page in pages]


class OwnTypeSerializer(PublicPageSerializer):
    """Gives each page to the serializer of its type, which the view makes."""

    def to_representation(self, page):
        model = page.specific_class or type(page)
        return self.context["view"].serializer_of(model).to_representation(page)


class OwnTypes:
    """What the endpoint of pages does when `fields` names more than what all pages have."""

    @cached_property
    def fields_asked_for(self):
        """The parameter `fields`, as Wagtail parses it."""
        try:
            return parse_fields_parameter(self.request.GET.get("fields", ""))
        except ValueError as error:
            raise BadRequestError(f"fields error: {error}") from error

    @cached_property
    def as_own_types(self):
        """Whether this is a list of several types whose own fields are asked for."""
        if self.action != "listing_view" or self.get_queryset().model is not Page:
            return False
        shared = self.get_available_fields(Page)
        asked = [name for name, negated, _ in self.fields_asked_for if not negated and name != "_"]
        return not set(asked) <= set(shared)

    def get_serializer_class(self):
        if not self.as_own_types:
            return super().get_serializer_class()
        self.check_fields_of_types()
        return OwnTypeSerializer

    def check_fields_of_types(self):
        """Refuses fields that no type in this list has."""
        wanted = self.request.GET.get("type")
        roots = page_models_from_string(wanted) if wanted else (Page,)
        models = [model for model in get_page_models() if issubclass(model, roots)]
        listed = {name for model in models for name in self.get_available_fields(model)}
        parameters.refuse_unknown_fields(
            self.fields_asked_for, listed - set(self.detail_only_fields)
        )
        if any(inner for _, _, inner in self.fields_asked_for):
            # Whether nested fields make sense depends on the type, not on who is in the list.
            for model in models:
                self.serializer_of(model)

    def serializer_of(self, model):
        """The serializer of a type's pages in a list of several types."""
        if model not in self._serializers:
            known = {"*", "_", *self.get_available_fields(model)}
            fields = [field for field in self.fields_asked_for if field[0] in known]
            made = self._get_serializer_class(self.request.wagtailapi_router, model, fields)
            self._serializers[model] = made(context=self.get_serializer_context())
        return self._serializers[model]

    @cached_property
    def _serializers(self):
        return {}
