"""What may follow a field's name in a filter: `first_published_at__gte=2024-01-01`."""

from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Locale

from api.parameters import comma_separated
from api.values import ORDERED, TEXT, UNORDERED, is_tags, model_field, parse


def operators_of(field):
    """The operators that filters by a model field take."""
    if is_tags(field) or field.is_relation or isinstance(field, UNORDERED):
        return ["in"]
    if isinstance(field, ORDERED):
        return ["gt", "gte", "lt", "lte", "in"]
    return ["in", "contains"] if isinstance(field, TEXT) else []


def spellings(model, name):
    """All names of parameters that filter by a field."""
    operators = operators_of(model_field(model, name))
    return [name, *(f"{name}__{operator}" for operator in operators)]


def matching(model, parameter, text, visibility):
    """The objects of the model that a parameter such as `slug__in` asks for, as a queryset."""
    name, _, operator = parameter.partition("__")
    field = model_field(model, name)
    objects = model._default_manager.order_by()
    if field.related_model is Locale:
        name, field = f"{name}__language_code", model_field(Locale, "language_code")
    if operator == "in":
        values = [parse(parameter, field, value) for value in comma_separated(parameter, text)]
        if is_tags(field):
            name = f"{name}__name"
        elif field.is_relation:
            # Otherwise the number of results would tell which pages hold a hidden thing.
            values = visibility.of(field.related_model).filter(pk__in=values).values("pk")
        return objects.filter(**{f"{name}__in": values})
    if not text:
        raise BadRequestError(f"{parameter} must have a value")
    lookup = {"contains": "icontains"}.get(operator, operator)
    return objects.filter(**{f"{name}__{lookup}": parse(parameter, field, text)})
