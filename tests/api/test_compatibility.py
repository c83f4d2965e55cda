"""Each kind of change is told for what it means to consumers."""

from copy import deepcopy

import pytest

from tests.api.compatibility import changes, unannounced

ARTICLE = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "kind": {"enum": ["long", "short"], "type": "string"},
        "image": {"anyOf": [{"$ref": "#/components/schemas/Image"}, {"type": "null"}]},
        "body": {
            "type": "array",
            "items": {"oneOf": [{"$ref": "#/components/schemas/Text"}]},
        },
        "meta": {"type": "object", "properties": {"slug": {"type": "string"}}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["title"],
}
BEFORE = {
    "components": {"schemas": {"Article": ARTICLE, "Image": {"type": "object"}}},
    "paths": {
        "/pages/": {
            "get": {
                "parameters": [
                    {"name": "limit", "schema": {"type": "integer", "maximum": 100}},
                    {"name": "format", "schema": {"const": "json", "type": "string"}},
                ],
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Article"}}
                        }
                    },
                    "400": {},
                },
            }
        }
    },
}


def after(change):
    new = deepcopy(BEFORE)
    get = new["paths"]["/pages/"]["get"]
    change(new, new["components"]["schemas"]["Article"]["properties"], get)
    return [str(found) for found in changes(BEFORE, new)]


def pop(key):
    return lambda new, properties, get: properties.pop(key)


def put(key, **schema):
    return lambda new, properties, get: properties.update({key: schema})


def only(change):
    return lambda new, properties, get: change(new)


def of_get(change):
    return lambda new, properties, get: change(get)


IMAGE = {"$ref": "#/components/schemas/Image"}
QUOTE = {"$ref": "#/components/schemas/Quote"}
TEXT = {"$ref": "#/components/schemas/Text"}

CASES = {
    "field removed": (pop("title"), ["breaks: `Article.title` is gone"]),
    "field added": (put("new", type="string"), ["adds: `Article.new` is new"]),
    "type changed": (
        put("title", type="integer"),
        [
            "breaks: `Article.title` is no longer string",
            "breaks: `Article.title` may be integer",
        ],
    ),
    "type narrowed to a format": (
        put("title", type="string", format="date"),
        [
            "breaks: `Article.title` is no longer string",
            "breaks: `Article.title` may be string (date)",
        ],
    ),
    "newly nullable": (
        put("title", anyOf=[{"type": "string"}, {"type": "null"}]),
        ["breaks: `Article.title` may be null"],
    ),
    "never null any more": (put("image", **IMAGE), []),
    "fixed value removed": (
        put("kind", enum=["long"], type="string"),
        ["breaks: `Article.kind` is never 'short' any more"],
    ),
    "fixed value added": (
        put("kind", enum=["long", "short", "medium"], type="string"),
        ["adds: `Article.kind` may be 'medium'"],
    ),
    "fixed values given up": (
        put("kind", type="string"),
        ["breaks: `Article.kind` is no longer of the same fixed values"],
    ),
    "kind of block removed": (
        put("body", type="array", items={"oneOf": []}),
        ["breaks: `Article.body[]` is no longer #Text"],
    ),
    "kind of block added": (
        put("body", type="array", items={"oneOf": [TEXT, QUOTE]}),
        ["adds: `Article.body[]` may be #Quote"],
    ),
    "null among blocks": (
        put("body", type="array", items={"oneOf": [TEXT, {"type": "null"}]}),
        ["breaks: `Article.body[]` may be null"],
    ),
    "nested field removed": (
        put("meta", type="object", properties={}),
        ["breaks: `Article.meta.slug` is gone"],
    ),
    "values of a map changed": (
        put("labels", type="object", additionalProperties={"type": "integer"}),
        [
            "breaks: `Article.labels[*]` is no longer string",
            "breaks: `Article.labels[*]` may be integer",
        ],
    ),
    "words changed": (put("title", type="string", description="Other words."), []),
    "may be absent": (
        only(lambda new: new["components"]["schemas"]["Article"].update(required=[])),
        ["breaks: `Article.title` may be absent"],
    ),
    "always there": (
        only(
            lambda new: new["components"]["schemas"]["Article"].update(required=["title", "body"])
        ),
        ["adds: `Article.body` is always there"],
    ),
    "schema removed": (
        only(lambda new: new["components"]["schemas"].pop("Image")),
        ["breaks: `Image` is gone"],
    ),
    "schema added": (
        only(lambda new: new["components"]["schemas"].update(Quote={})),
        ["adds: `Quote` is new"],
    ),
    "address removed": (
        only(lambda new: new["paths"].pop("/pages/")),
        ["breaks: `/pages/` is gone"],
    ),
    "address added": (
        only(lambda new: new["paths"].update({"/works/": {}})),
        ["adds: `/works/` is new"],
    ),
    "method removed": (
        only(lambda new: new["paths"]["/pages/"].pop("get")),
        ["breaks: `GET /pages/` is gone"],
    ),
    "parameter removed": (
        of_get(lambda get: get["parameters"].pop()),
        ["breaks: `GET /pages/ ?format` is gone"],
    ),
    "parameter added": (
        of_get(lambda get: get["parameters"].append({"name": "x", "schema": {}})),
        ["adds: `GET /pages/ ?x` is new"],
    ),
    "parameter that must be given": (
        of_get(lambda get: get["parameters"].append({"name": "x", "required": True, "schema": {}})),
        ["breaks: `GET /pages/ ?x` is new"],
    ),
    "parameter takes less": (
        of_get(lambda get: get["parameters"][0]["schema"].update(maximum=50)),
        ["breaks: `GET /pages/ ?limit` has maximum 50"],
    ),
    "parameter takes more": (
        of_get(lambda get: get["parameters"][0]["schema"].update(maximum=200)),
        ["adds: `GET /pages/ ?limit` has maximum 200"],
    ),
    "parameter takes fixed values only": (
        of_get(lambda get: get["parameters"][0]["schema"].update(enum=[1, 2])),
        ["breaks: `GET /pages/ ?limit` takes fixed values"],
    ),
    "parameter takes any value": (
        of_get(lambda get: get["parameters"][1]["schema"].pop("const")),
        ["adds: `GET /pages/ ?format` takes any values"],
    ),
    "choice of a parameter removed": (
        of_get(lambda get: get["parameters"][1]["schema"].update(const="xml")),
        [
            "breaks: `GET /pages/ ?format` does not take 'json' any more",
            "adds: `GET /pages/ ?format` takes 'xml'",
        ],
    ),
    "answer of another type": (
        of_get(
            lambda get: get["responses"]["200"]["content"]["application/json"].update(schema=IMAGE)
        ),
        [
            "breaks: `GET /pages/ 200` is no longer #Article",
            "breaks: `GET /pages/ 200` may be #Image",
        ],
    ),
    "status removed": (
        of_get(lambda get: get["responses"].pop("200")),
        ["breaks: `GET /pages/ 200` is gone"],
    ),
}


@pytest.mark.parametrize(("change", "told"), CASES.values(), ids=CASES)
def test_change_is_told_for_what_it_means(change, told):
    assert after(change) == told


def test_nothing_is_told_of_the_same_description():
    assert changes(BEFORE, deepcopy(BEFORE)) == []


def test_breaking_change_counts_as_announced_under_its_own_heading_only():
    new = deepcopy(BEFORE)
    del new["components"]["schemas"]["Article"]["properties"]["title"]
    found = changes(BEFORE, new)
    assert unannounced(found, "## Unreleased\n\n### Removed\n\n- `Article.title`\n") == found
    announced = "## Unreleased\n\n### Breaking for API consumers\n\n- `Article.title` is gone.\n"
    assert unannounced(found, announced) == []
