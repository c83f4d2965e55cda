"""The API's description: complete, true, and changed on purpose only."""

import json
from copy import deepcopy
from functools import cache

import jsonschema_rs
import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from api.openapi import document
from articles.blocks import ArticleBody
from cms.api import router
from tests import builders, samples
from tests.api import contract
from tests.api.compatibility import changes

ROOT = "/api/v2/"


def described(strict=False):
    return document(router, ROOT, strict=strict)


def test_description_is_the_one_that_consumers_know():
    if contract.written(contract.now()) != contract.SNAPSHOT.read_text():
        told = map(str, changes(contract.known(), contract.now()))
        lines = ["The API's description has changed.", *told, "If this is meant: make contract"]
        pytest.fail("\n".join(lines), pytrace=False)


def test_change_that_breaks_consumers_is_accepted_only_when_announced(tmp_path, monkeypatch):
    snapshot, changelog = tmp_path / "openapi.json", tmp_path / "CHANGELOG.md"
    monkeypatch.setattr(contract, "ROOT", tmp_path)
    monkeypatch.setattr(contract, "SNAPSHOT", snapshot)
    monkeypatch.setattr(contract, "CHANGELOG", changelog)
    before = deepcopy(described())
    before["components"]["schemas"]["ArticlePage"]["properties"]["subtitle"] = {"type": "string"}
    snapshot.write_text(contract.written(before))
    changelog.write_text("## Unreleased\n")
    message, done = contract.accept()
    assert not done
    assert "`ArticlePage.subtitle` is gone" in message
    assert json.loads(snapshot.read_text()) == before
    changelog.write_text("### Breaking for API consumers\n\n- `ArticlePage.subtitle` is gone.\n")
    assert contract.accept()[1]
    assert json.loads(snapshot.read_text()) == described()


def test_body_is_told_apart_by_the_type_of_its_blocks():
    schemas = described()["components"]["schemas"]
    body = schemas["ArticlePage"]["properties"]["body"]["items"]
    assert body["discriminator"]["propertyName"] == "type"
    assert list(body["discriminator"]["mapping"]) == list(ArticleBody.base_blocks)
    for block in body["oneOf"]:
        name = block["$ref"].rpartition("/")[2]
        [example] = schemas[name]["examples"]
        assert faults(example, name) == []


@cache
def validator(name):
    """Checks answers against a schema of the description, in which nothing else is allowed."""
    components = described(strict=True)["components"]
    schema = {"$ref": f"#/components/schemas/{name}", "components": components}
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def faults(answer, name):
    found = validator(name).iter_errors(answer)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:200]}" for error in found]


@pytest.mark.django_db
def test_answers_are_as_described(client):
    """Every type of every endpoint, with and without its optional parts."""
    samples.full_article()
    builders.make_article()
    builders.make_image().tags.add("a")
    builders.make_document()
    builders.make_topic()
    Redirect.add_redirect("/old", "/")
    for name in router.endpoints.keys() - {"route"}:
        listed = client.get(f"{ROOT}{name}/?limit=100&fields=*").json()["items"]
        assert listed
        for item in listed:
            title = item["meta"]["type"].rpartition(".")[2]
            detail = client.get(item["meta"]["detail_url"]).json()
            assert faults(detail, title) == []
            assert faults(item, f"{title}Selection") == []


@pytest.mark.django_db
def test_every_operation_has_an_address_that_answers(client):
    for path in described()["paths"]:
        assert client.get(path.replace("{id}", "0")).status_code in (200, 302, 400, 404), path


def test_every_parameter_of_the_endpoints_is_described():
    for name, endpoint in router.endpoints.items():
        get = described()["paths"][f"{ROOT}{name}/"]["get"]
        told = {parameter["name"] for parameter in get["parameters"]}
        assert endpoint.operations() <= told


@pytest.mark.django_db
def test_description_is_answered_by_the_api_itself(client):
    answer = client.get(reverse("wagtailapi:openapi"))
    assert answer.json() == described()
