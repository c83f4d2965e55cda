"""Wagtail's filters, which here refuse every value that cannot be meant and see no hidden thing."""

from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.filters import FieldsFilter
from wagtail.api.v2.utils import BadRequestError

from api.operators import matching
from api.parameters import comma_separated
from api.values import is_tags, model_field, parse


class PublicFieldsFilter(FieldsFilter):
    """Filters by fields: by their whole value as stock does, and by operators."""

    def filter_queryset(self, request, queryset, view):
        names = view.get_available_fields(queryset.model, db_fields_only=True)
        related = []
        for parameter, text in request.GET.items():
            name, operator, _ = parameter.partition("__")
            if name not in names or parameter == "locale":
                continue
            field = model_field(queryset.model, name)
            if operator:
                queryset = queryset.filter(
                    pk__in=matching(queryset.model, parameter, text, view.visibility).values("pk")
                )
            elif is_tags(field):
                comma_separated(name, text)
            else:
                value = parse(name, field, text)
                related += [(field.related_model, value)] if field.is_relation else []
        queryset = super().filter_queryset(request, queryset, view)
        for model, pk in related:
            # Otherwise the number of results would tell which pages hold a hidden thing.
            if not view.visibility.of(model).filter(pk=pk).exists():
                return queryset.none()
        return queryset


class DeclaredFilter(BaseFilterBackend):
    """Filters by what page types and endpoints declare; see `api.list_parameter`."""

    def filter_queryset(self, request, queryset, view):
        for name, parameter in view.declared_parameters().items():
            if name in request.GET:
                texts = comma_separated(name, request.GET[name], parameter.separator)
                queryset = parameter.apply(queryset, [value_of(parameter, text) for text in texts])
        return queryset


def value_of(parameter, text):
    try:
        return parameter.parse(text)
    except ValueError as error:
        raise BadRequestError(
            f"'{text}' is not a valid value for {parameter.name}. {error}"
        ) from error
