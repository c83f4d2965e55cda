"""The order of a list."""

from wagtail.api.v2.filters import OrderingFilter
from wagtail.api.v2.utils import BadRequestError

from api.values import model_field


def orderable(field):
    """Whether lists can be ordered by a model field: not by what points elsewhere."""
    return field is not None and field.concrete and not field.is_relation


class PublicOrderingFilter(OrderingFilter):
    """Wagtail's order, in which equals stand by id, so that parts of a list do not overlap."""

    def filter_queryset(self, request, queryset, view):
        order = request.GET.get("order", "").split(",")
        names = [name.removeprefix("-") for name in order]
        if "search" in request.GET and "random" in names:
            raise BadRequestError("random ordering with a search query is not supported")
        try:
            for name in names:
                field = model_field(queryset.model, name)
                if field is not None and not orderable(field):
                    # By what it points to, which may be hidden.
                    raise BadRequestError(f"cannot order by '{name}' (it points to something else)")
                if field is None and (needed := view.needed_for(name)):
                    raise BadRequestError(f"cannot order by '{name}' (unknown field). {needed}")
            queryset = super().filter_queryset(request, queryset, view)
        except BadRequestError as error:
            if "while searching" in str(error) or "random ordering" in str(error):
                raise
            known = view.get_available_fields(queryset.model, db_fields_only=True)
            allowed = [name for name in known if orderable(model_field(queryset.model, name))]
            raise BadRequestError(f"{error}. Allowed: {', '.join(sorted(allowed))}") from error
        if names in ([""], ["random"]):
            return queryset
        if "search" in request.GET and not searchable_by_id(queryset.model):
            return queryset
        return queryset.order_by(*queryset.query.order_by, "id")


def searchable_by_id(model):
    """Whether the search backends order the model's results by id; they refuse what they lack."""
    return any(field.field_name == "id" for field in model.get_filterable_search_fields())
