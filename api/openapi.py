"""The description of the API in OpenAPI 3.1, made of the declarations that make the answers.

https://spec.openapis.org/oas/v3.1.0
"""

from copy import deepcopy
from functools import cache

from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from wagtail.models import Page, get_page_models

from api.described import CHOOSING, described, filters_by_field
from api.shapes import shape
from delivery.answers import Answer

REF = "#/components/schemas/{model}"


class Error(Answer):
    message: str
    """What is wrong and how to mend it; names the parameter that it is about."""


class ListMeta(Answer):
    total_count: int
    """Objects in the whole list. Absent with `total_count=false`, and with `cursor`."""
    next_cursor: str | None
    """With `cursor` only: where the list goes on; null at its end."""


ERRORS = {
    "400": "A parameter is unknown, or its value cannot be meant.",
    "404": "There is nothing public at this address.",
    "410": "The log does not go on from here: start again from the export.",
    "429": "Too many requests from this address; `Retry-After` says how many seconds to wait.",
}
NOT_MODIFIED = {"304": {"description": "The answer is still the one that `If-None-Match` names."}}


HIGHLIGHTS = {
    "type": "array",
    "items": {"type": "string"},
    "description": "With `highlights=true`: extracts in HTML, what was found in `<mark>`.",
}


class Schemas(GenerateJsonSchema):
    """In the order of the declarations, without the titles that pydantic makes of field names."""

    def field_title_should_be_set(self, schema):
        return False

    def sort(self, value, parent_key=None):
        return value


@cache
def document(router, root, strict=False):
    """The OpenAPI document of a router's endpoints, as a dict that is made once for all.

    `root` is the path of the API. Answers may gain keys at any time, so that consumers ignore
    what they do not know; `strict` forbids what is not described, as tests want it.
    """
    types = {name: endpoint.answers(router) for name, endpoint in router.endpoints.items()}
    every = [model for models in types.values() for model in models]
    asked = [(model, "validation") for model in (*every, Error, ListMeta)]
    _, found = models_json_schema(asked, ref_template=REF, schema_generator=Schemas)
    schemas = found["$defs"]
    schemas["ListMeta"]["required"] = []
    if not strict:
        for schema in schemas.values():
            schema.pop("additionalProperties", None)
    for name, endpoint in router.endpoints.items():
        for model in types[name] if endpoint.is_resource else []:
            schemas |= selection(schemas, model.__name__) if "meta" in model.model_fields else {}
    paths = {}
    for name, endpoint in router.endpoints.items():
        paths |= endpoint.paths(f"{root}{name}/", name, [model.__name__ for model in types[name]])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Citewell",
            "version": "2",
            "description": "Wagtail's API v2, every block typed. Read-only and public.",
        },
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


@cache
def types_of(endpoint, router):
    """The pydantic models of the objects of an endpoint, one for each of its types."""
    models = get_page_models() if endpoint.model is Page else [endpoint.model]
    return [shape(endpoint, router, model) for model in models if model is not Page]


def selection(schemas, name):
    """The schemas of an object of which `fields` chooses: the same keys, none of them certain."""
    chosen = deepcopy(schemas[name])
    chosen["required"] = []
    chosen["description"] = f"Of {name}, what `fields` asks for."
    meta = deepcopy(schemas[f"{name}Meta"])
    meta["required"] = []
    meta["properties"]["highlights"] = HIGHLIGHTS
    chosen["properties"]["meta"] = ref(f"{name}MetaSelection")
    return {f"{name}Selection": chosen, f"{name}MetaSelection": meta}


def ref(name):
    return {"$ref": REF.format(model=name)}


def any_of(names):
    return ref(names[0]) if len(names) == 1 else {"anyOf": [ref(name) for name in names]}


def paths_of(endpoint, path, name, titles):
    """The three addresses of an endpoint: its list, an object, and the look-up of one."""
    selections = [f"{title}Selection" for title in titles]
    listed = {
        "type": "object",
        "properties": {
            "meta": ref("ListMeta"),
            "items": {"type": "array", "items": any_of(selections)},
        },
        "required": ["meta", "items"],
    }
    models = get_page_models() if endpoint.model is Page else [endpoint.model]
    by_field = filters_by_field(endpoint, models)
    key = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    }
    looked_up = endpoint.find_query_parameters - endpoint.known_query_parameters
    choosing, find, general = (
        described(names, endpoint, models)
        for names in (CHOOSING, sorted(looked_up), sorted(endpoint.operations()))
    )
    described_paths = {
        path: get(f"list_{name}", f"A list of {name}.", [*general, *by_field], listed),
        f"{path}{{id}}/": get(
            f"get_{name}", f"One of the {name}.", [key, *choosing], any_of([*titles, *selections])
        ),
        f"{path}find/": found(f"find_{name}", name, [*find, *choosing]),
    }
    for operations in described_paths.values():
        operations["get"]["tags"] = [name]
    return described_paths


def get(operation, summary, parameters, schema):
    """An address that answers GET and HEAD."""
    answer = {"description": summary, "content": {"application/json": {"schema": schema}}}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": parameters,
            "responses": {"200": answer, **NOT_MODIFIED, **errors("400", "404", "429")},
        }
    }


def found(operation, name, parameters):
    """An address that leads to the detail of what it finds."""
    location = {"schema": {"type": "string", "format": "uri-reference"}}
    redirect = {"description": "The detail's address.", "headers": {"Location": location}}
    return {
        "get": {
            "operationId": operation,
            "summary": f"Looks one of the {name} up and redirects to its detail.",
            "parameters": parameters,
            "responses": {"302": redirect, **errors("400", "404", "429")},
        }
    }


def errors(*statuses):
    body = {"application/json": {"schema": ref("Error")}}
    return {status: {"description": ERRORS[status], "content": body} for status in statuses}
