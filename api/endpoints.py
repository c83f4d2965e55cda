"""Wagtail's API v2 for the public: the stock endpoints, minus what an anonymous reader may not see.

No endpoint names a page type. A model may offer

- `prefetch_public(things, visibility, fields)`, which loads what those fields show of many of them
  in a constant number of queries,
- `search_text`, the text besides the title from which a search shows extracts,

and a page type `api_parameters`, what it adds to the parameters of lists of pages
(`api.list_parameter`).
"""

import re
from functools import partial, reduce
from operator import or_

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.api.v2.filters import FieldsFilter, OrderingFilter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.api.validators import SiteFilterValidator
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page, Site, get_page_models

from api import openapi, parameters
from api.filters import DeclaredFilter, PublicFieldsFilter
from api.highlights import highlights
from api.operators import spellings
from api.ordering import PublicOrderingFilter
from api.own_types import OwnTypes, specific
from api.pagination import PublicPagination
from api.serializers import PublicDocumentSerializer, PublicImageSerializer, PublicPageSerializer
from api.translations import Translations
from api.values import LARGEST
from api.views import PublicView
from delivery import derived, editions
from delivery.reads import share
from delivery.visibility import Visibility
from search.query import searchable

PUBLIC_FILTERS = {
    FieldsFilter: PublicFieldsFilter,
    OrderingFilter: PublicOrderingFilter,
}


NO_SUCH_PAGE = {
    "parent page doesn't exist": "child_of",
    "descendant page doesn't exist": "ancestor_of",
    "ancestor page doesn't exist": "descendant_of",
    "translation_of page doesn't exist": "translation_of",
}
"""What Wagtail's filters say of a page that the public may not see, and of which parameter."""


def public_filters(endpoint):
    """The filters of a stock endpoint, each replaced by its public form."""
    return [PUBLIC_FILTERS.get(stock, stock) for stock in endpoint.filter_backends]


class PublicEndpoint(PublicView, BaseAPIViewSet):
    """What all endpoints share: 400 for what cannot be meant, and one look at what is public."""

    pagination_class = PublicPagination
    known_query_parameters = BaseAPIViewSet.known_query_parameters | {
        *("cursor", "highlights", "total_count")
    }
    is_resource = True
    """Whether the endpoint answers for objects of its own, whose changes the log tells."""
    resource = None
    """The name by which the router knows the endpoint."""
    cursor_key = None
    """The field of the moment, set once, by which lists stand under `cursor`; without, ids do."""

    @cached_property
    def visibility(self):
        """What the public may see while this request is answered."""
        return Visibility()

    @classmethod
    def declared_parameters(cls):
        """What is added to the parameters of lists, by name: `ListParameter`s."""
        return {}

    @classmethod
    def operations(cls):
        """The parameters that are no filters by a field."""
        return cls.known_query_parameters | cls.declared_parameters().keys()

    @classmethod
    def field_parameters(cls, model):
        """The parameters that filter by a field, by the field's name."""
        names = cls.get_available_fields(model, db_fields_only=True)
        return {name: spellings(model, name) for name in names}

    @classmethod
    def needed_for(cls, name):
        """What a request needs besides, in words, to name this field; empty if nothing helps."""
        return ""

    @classmethod
    def answers(cls, router):
        """The pydantic models of what the endpoint answers, for the description of the API."""
        return openapi.types_of(cls, router)

    @classmethod
    def paths(cls, path, name, titles):
        """The endpoint's part of the description; `titles` are the names of its `answers`."""
        return openapi.paths_of(cls, path, name, titles)

    def check_query_parameters(self, queryset):
        """Also says what is allowed, of the field if the field is one."""
        operations = set(self.operations())
        if self.action == "find_view":
            operations |= self.find_query_parameters
        by_field = self.field_parameters(queryset.model)
        filters = {name for names in by_field.values() for name in names}
        unknown = sorted(self.request.GET.keys() - operations - filters)
        if unknown:
            allowed = (operations | by_field.keys()) - {"_"}
            fields = {name.partition("__")[0] for name in unknown}
            if len(unknown) == 1:
                allowed = by_field.get(*fields, allowed)
            needed = [self.needed_for(field) for field in sorted(fields - by_field.keys())]
            parts = [
                f"query parameter is not an operation or a recognised field: {', '.join(unknown)}",
                *filter(None, needed),
                f"Allowed: {', '.join(sorted(allowed))}",
            ]
            raise BadRequestError(". ".join(parts))
        if self.action != "listing_view":
            for name in parameters.FOR_LISTS:
                if name in self.request.GET:
                    raise BadRequestError(f"{name} is for lists")

    @classmethod
    def _get_serializer_class(cls, router, model, fields_config, show_details=False, nested=False):
        known = {*cls.get_available_fields(model)}
        if not show_details:
            known -= {*cls.detail_only_fields}
        parameters.refuse_unknown_fields(fields_config, known)
        return super()._get_serializer_class(router, model, fields_config, show_details, nested)

    def dispatch(self, request, *args, **kwargs):
        answer = partial(super().dispatch, request, *args, **kwargs)
        self.content_state = state = None
        if editions.is_for_all(request) and parameters.are_readable(request):
            self.content_state = state = editions.content_state(request)
        if state is None or "random" in request.GET.get("order", ""):
            return answer()
        edition = self.edition_of(request, **kwargs)
        if edition is None:
            return self.kept_by_number(state, request, answer)
        return editions.answered(state, edition, request, answer)

    def kept_by_number(self, state, request, answer):
        """What is answered where it is no edition."""
        return derived.answered(state, request, answer)

    def edition_of(self, request, pk=0, **kwargs):
        """The edition that a request asks for, or None."""
        is_detail = self.action_map.get(request.method.lower()) == "detail_view"
        site = is_detail and editions.is_plain(request) and Site.find_for_request(request)
        if not site or pk > LARGEST:
            return None
        return editions.Wanted(editions.Edition.Form.JSON, site.pk, self.resource, pk)

    def detail_view(self, request, pk):
        self.check_query_parameters(self.get_queryset())
        return super().detail_view(request, pk)

    def find_view(self, request):
        self.check_query_parameters(self.get_queryset())
        # Otherwise only the address that this one leads to would refuse it.
        self.resolve_rich_text_format()
        if not re.fullmatch("[0-9]+", request.GET.get("id", "0")):
            raise BadRequestError("id must be a whole number")
        return super().find_view(request)

    def with_documents(self, queryset, site):
        """The queryset whose objects have a `document`, the JSON of their edition at a site, where
        a list can take what it shows from there. None for one whose edition is not fresh."""
        if self.content_state is None or site is None or "rich_text_format" in self.request.GET:
            return queryset
        return queryset.annotate(document=editions.documents_at(site.pk, self.resource))

    def paginate_queryset(self, queryset):
        self.listed = list(super().paginate_queryset(queryset))
        return self.listed

    def get_paginated_response(self, data):
        if parameters.is_true(self.request.GET, "highlights"):
            query = self.request.GET["search"]
            for item, found in zip(data, self.searched(self.listed), strict=True):
                texts = self.searched_texts(found)
                item.setdefault("meta", {})["highlights"] = highlights(query, texts)
        return super().get_paginated_response(data)

    def searched(self, objects):
        """The objects, with what `searched_texts` needs loaded."""
        return objects

    def searched_texts(self, found):
        """The texts of an object that a search looks through."""
        return [getattr(found, name, "") for name in ("title", "search_text")]

    def fields_of(self, model):
        """The names of the fields that the answer shows of things of a type."""
        return self.get_serializer_class().Meta.fields

    def prefetch(self, things, fields_of=lambda model: ()):
        """Loads what the types of the things declare to show of them in these fields."""
        by_type = {}
        for thing in things:
            by_type.setdefault(type(thing), []).append(thing)
        for model, of_type in by_type.items():
            if hasattr(model, "prefetch_public"):
                model.prefetch_public(of_type, self.visibility, fields_of(model))


class OnSite(PublicEndpoint):
    """An endpoint whose answers depend on the site they are asked for."""

    @cached_property
    def site(self):
        """The site that `?site=` names, else the one at the request's address; None without."""
        name = self.request.GET.get("site")
        if name and not re.fullmatch(parameters.SITE, name):
            raise BadRequestError("site must be a host's name, with its port if need be: name:8000")
        try:
            return SiteFilterValidator(site=name, request=self.request).site_obj
        except ValueError as error:
            raise BadRequestError(str(error)) from error


class PublicPages(OwnTypes, Translations, OnSite, PagesAPIViewSet):
    """Pages that anonymous readers may see, whoever asks."""

    base_serializer_class = PublicPageSerializer
    filter_backends = [DeclaredFilter, *public_filters(PagesAPIViewSet)]
    known_query_parameters = (
        PagesAPIViewSet.known_query_parameters | PublicEndpoint.known_query_parameters
    )
    cursor_key = "first_published_at"

    @classmethod
    def declared_parameters(cls):
        """What page types add to the parameters of lists of pages, by name."""
        declared = (getattr(model, "api_parameters", []) for model in get_page_models())
        return {parameter.name: parameter for each in declared for parameter in each}

    @classmethod
    def needed_for(cls, name):
        types = [
            f"type={model._meta.label}"
            for model in get_page_models()
            if name in cls.get_available_fields(model, db_fields_only=True)
        ]
        return f"{name} needs {' or '.join(types)}" if types else ""

    def get_root_page(self):
        if self.site is None:
            raise Http404("There is no site at this address.")
        return self.site.root_page

    def public(self, pages):
        """The public ones of a queryset that belong to the site."""
        # Not Wagtail's `get_public_pages_queryset`, which asks the visitor's session.
        if self.site is None:
            return pages.none()
        roots = [self.site.root_page]
        if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            roots += roots[0].get_translations()
        below = (pages.descendant_of(root, inclusive=True) for root in roots)
        return self.visibility.pages(reduce(or_, below))

    def get_base_queryset(self):
        return self.public(Page.objects.all())

    def get_queryset(self):
        try:
            pages = super().get_queryset()
        except BadRequestError as error:
            if str(error) != "type doesn't exist":
                raise
            types = sorted(model._meta.label for model in get_page_models())
            raise BadRequestError(f"{error}. Allowed: {', '.join(types)}") from error
        if pages.model is not Page:
            # Wagtail's own lists the ids of all public pages first, for each part of a list.
            pages = self.public(pages.model.objects.all())
        if "search" in self.request.GET:
            pages = searchable(pages)
        return pages.order_by("path")

    def filter_queryset(self, queryset):
        try:
            return super().filter_queryset(queryset)
        except BadRequestError as error:
            name = NO_SUCH_PAGE.get(str(error))
            if name is None:
                raise
            root = "" if name == "ancestor_of" else ", or root"
            raise BadRequestError(f"{error}. {name} takes the id of a public page{root}") from error

    def paginate_queryset(self, queryset):
        if self.is_assembled and isinstance(queryset, QuerySet):
            queryset = self.with_documents(queryset.select_related("locale"), self.site)
        pages = super().paginate_queryset(queryset)
        rendered = [page for page in pages if getattr(page, "document", None) is None]
        if self.as_own_types and rendered:
            rendered = specific(rendered)
            anew = {page.pk: page for page in rendered}
            pages = self.listed = [anew.get(page.pk, page) for page in pages]
        if "fields" in self.request.GET:
            prefetch_related_objects(rendered, "locale", "alias_of")
            self.prefetch(rendered, self.fields_of)
        return pages

    @property
    def is_assembled(self):
        """Whether a list shows enough of each page to take it from the page's edition."""
        nested = any(nested for _, _, nested in self.fields_asked_for)
        return "fields" in self.request.GET and not nested

    def get_object(self):
        page = super().get_object()
        self.listed = [page]
        self.prefetch([page])
        share(page)
        return page

    def fields_of(self, model):
        if self.as_own_types:
            return self.serializer_of(model).Meta.fields
        return super().fields_of(model)

    def searched(self, pages):
        return specific(pages) if any(type(page) is Page for page in pages) else pages


class PublicFiles(PublicEndpoint):
    """What images and documents share."""

    cursor_key = "created_at"

    def get_queryset(self):
        return self.visibility.files(self.model.objects.order_by("id"))

    def paginate_queryset(self, queryset):
        files = super().paginate_queryset(queryset)
        prefetch_related_objects(files, "tags")
        self.prefetch(files, self.fields_of)
        return files


class PublicImages(PublicFiles, ImagesAPIViewSet):
    """Images outside private collections."""

    base_serializer_class = PublicImageSerializer
    filter_backends = public_filters(ImagesAPIViewSet)


class PublicDocuments(PublicFiles, DocumentsAPIViewSet):
    """Documents outside private collections."""

    base_serializer_class = PublicDocumentSerializer
    filter_backends = public_filters(DocumentsAPIViewSet)
