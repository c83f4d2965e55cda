"""Holds answers of the API against its description."""

from functools import cache

import jsonschema_rs

from api.openapi import document
from cms.api import router

ROOT = "/api/v2/"


def described(strict=False):
    """The API's description; `strict` allows nothing in answers that it does not name."""
    return document(router, ROOT, strict=strict)


@cache
def validator(name):
    components = described(strict=True)["components"]
    schema = {"$ref": f"#/components/schemas/{name}", "components": components}
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def faults(answer, name):
    """Where an answer differs from a schema of the description, which forbids anything else."""
    found = validator(name).iter_errors(answer)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:200]}" for error in found]


def faults_of_endpoint(client, name):
    """The same for every object of an endpoint, in its detail and in the list."""
    listed = client.get(f"{ROOT}{name}/?limit=100&fields=*").json()["items"]
    assert listed, name
    found = []
    for item in listed:
        title = item["meta"]["type"].rpartition(".")[2]
        detail = client.get(item["meta"]["detail_url"]).json()
        found += faults(detail, title) + faults(item, f"{title}Selection")
    return found
