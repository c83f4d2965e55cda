"""What each query parameter means and takes, for the description of the API."""

from typing import Annotated, Literal

from django.conf import settings
from django.db import models
from pydantic import AwareDatetime, Field, TypeAdapter
from wagtail.api.rich_text import RichTextOutputFormat
from wagtail.models import Locale

from api.ordering import orderable
from api.parameters import LENGTH_MAX, OFFSET_MAX, ORDER_MAX, SITE, TAGS_MAX, VALUES_MAX
from api.values import is_tags, model_field
from search.query import MAX_LENGTH as SEARCH_LENGTH_MAX

Text = Annotated[str, Field(max_length=LENGTH_MAX)]
Value = Annotated[str, Field(max_length=LENGTH_MAX, pattern="^[^,]+$")]
"""One of several texts with commas between them."""
Id = Annotated[int, Field(ge=0)]
IdOrRoot = Id | Literal["root"]


def formatted(name):
    """Text in a form that has a name here, but that no JSON schema can say."""
    return Annotated[Text, Field(json_schema_extra={"format": name})]


PARAMETERS = {
    "_": (Text, "Ignored. Takes the value by which old browser libraries go round caches."),
    "ancestor_of": (Id, "Pages above this one."),
    "child_of": (IdOrRoot, "Pages directly below this one; `root` is the site's home page."),
    "cursor": (
        formatted("cursor"),
        "Walks a list of any length page by page: empty to begin, then `next_cursor`. Neither "
        "skips nor repeats while the content changes, and costs the same at any depth.",
    ),
    "descendant_of": (IdOrRoot, "Pages below this one; `root` is the site's home page."),
    "doi": (formatted("doi"), "The work's DOI, in any spelling."),
    "fields": (
        formatted("fields"),
        "Which keys are answered: `a,b` adds, `-a` takes away, `_,a` begins with none, `*` is "
        "all; `a(b)` goes into an object.",
    ),
    "format": (Literal["json"], "There is only JSON."),
    "highlights": (bool, "With `search`: where the words stand, in `meta.highlights`."),
    "html_path": (formatted("address"), "The path of the page on the website."),
    "id": (Id, "The object's id."),
    "limit": (int, "Objects in one answer."),
    "locale": (Text, "A language code."),
    "offset": (
        Annotated[int, Field(ge=0, le=OFFSET_MAX)],
        "Objects to skip. What comes late in a long list costs less with `cursor`.",
    ),
    "order": (
        Text,
        f"At most {ORDER_MAX} fields, `-` in front of one for descending; `random` by itself.",
    ),
    "path": (formatted("address"), "A path of the website, or a whole address."),
    "rich_text_format": (RichTextOutputFormat, "How rich text is answered."),
    "search": (Annotated[str, Field(max_length=SEARCH_LENGTH_MAX)], "Words to find."),
    "search_operator": (Literal["and", "or"], "Whether all words must be found, or one."),
    "site": (
        Annotated[Text, Field(pattern=f"^{SITE}$")],
        "Another site than the one at this address: `host` or `host:port`.",
    ),
    "slug": (Text, "The object's slug."),
    "total_count": (bool, "Whether to count the whole list. By default yes, but with `cursor`."),
    "translation_of": (IdOrRoot, "Translations of this page."),
    "type": (Text, "Page types, separated by commas. One alone opens its own fields."),
}
"""Type and meaning of every parameter that is no filter by a field."""

CHOOSING = ["fields", "format", "rich_text_format"]
"""The parameters of an answer with one object."""

OPERATORS = {
    "gt": "after, or more than",
    "gte": "from, or at least",
    "lt": "before, or less than",
    "lte": "until, or at most",
    "in": f"one of at most {VALUES_MAX} values",
    "contains": "holding these characters, in either case",
}


def described(names, endpoint=None, models_=()):
    """OpenAPI's parameter objects for these names."""
    return [_described(name, endpoint, models_) for name in names]


def _described(name, endpoint, models_):
    declared = endpoint.declared_parameters() if endpoint else {}
    if name in declared:
        answer = declared[name].answer
        return several(name, schema_of(answer), declared[name].description)
    type_, meaning = PARAMETERS[name]
    schema = schema_of(type_)
    if name == "limit":
        schema |= {"minimum": 0, "maximum": settings.WAGTAILAPI_LIMIT_MAX, "default": 20}
    if name == "type":
        return several(name, {"enum": [model._meta.label for model in models_]}, meaning)
    if name == "order":
        names = ["random", *orders(endpoint, models_)]
        return several(name, {"enum": names}, meaning, ORDER_MAX)
    return parameter(name, schema, meaning)


def orders(endpoint, models_):
    """The names of fields by which lists can be ordered, each also with `-` in front."""
    names = {
        name
        for model in models_
        for name in endpoint.field_parameters(model)
        if orderable(model_field(model, name))
    }
    return [sign + name for name in sorted(names) for sign in ("", "-")]


def filters_by_field(endpoint, models_):
    """The parameters that filter by fields of an endpoint's types."""
    found = {}
    for model in models_:
        for name, spellings in endpoint.field_parameters(model).items():
            field = model_field(model, name)
            for spelling in spellings:
                found.setdefault(spelling, []).append((model, name, field))
    known = endpoint.operations()
    return [
        by_field(spelling, owners, models_)
        for spelling, owners in sorted(found.items())
        if spelling not in known
    ]


def by_field(spelling, owners, types):
    """The parameter of one filter; `owners` are those of the types that have the field."""
    _, name, field = owners[0]
    operator = spelling.partition("__")[2]
    meaning = f"{name}: {OPERATORS[operator]}." if operator else f"{name}: exactly this."
    if is_tags(field):
        meaning = f"{name}: all of at most {TAGS_MAX}." if not operator else meaning
    if len(owners) < len(types):
        needed = " or ".join(f"`type={owner._meta.label}`" for owner, _, _ in owners)
        meaning += f" Needs {needed}."
    type_ = type_of_value(field)
    if operator == "in" or is_tags(field):
        schema = schema_of(Value if type_ is Text else type_)
        return several(spelling, schema, meaning, VALUES_MAX if operator else TAGS_MAX)
    schema = schema_of(type_)
    if operator == "contains":
        schema["minLength"] = 1
    return parameter(spelling, schema, meaning)


def type_of_value(field):
    """The type of a value that a filter by a model field takes."""
    while field.is_relation and not is_tags(field) and field.related_model is not Locale:
        field = field.related_model._meta.pk
    if field.related_model is Locale:
        return Text
    if isinstance(field, models.BooleanField):
        return bool
    if isinstance(field, models.IntegerField):
        return Annotated[int, Field(ge=-(2**63) + 1, le=2**63 - 1)]
    if isinstance(field, models.DateTimeField):
        return AwareDatetime
    return Text


def schema_of(type_):
    return TypeAdapter(type_).json_schema()


def parameter(name, schema, meaning):
    return {"name": name, "in": "query", "description": meaning, "schema": schema}


def several(name, schema, meaning, most=VALUES_MAX):
    """A parameter of values separated by commas."""
    values = {"type": "array", "items": schema, "minItems": 1, "maxItems": most}
    return parameter(name, values, meaning) | {"style": "form", "explode": False}
