"""The API's description: complete, true, and changed on purpose only."""

import json
from copy import deepcopy

import pytest
from django.urls import reverse
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.blocks.field_block import ChooserBlock
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.table_block.blocks import TableBlock

from articles.blocks import ArticleBody
from articles.models import ArticlePage
from cms.api import router
from delivery.resources import resources
from evidence.models import Work
from tests import builders, samples
from tests.api import contract
from tests.api.compatibility import changes
from tests.api.description import ROOT, described, faults, faults_of_endpoint
from tests.chance import examples


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


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(resources()))
def test_answers_are_as_described(name, client):
    """With and without optional parts."""
    samples.full_article()
    builders.make_article()
    builders.make_work()
    Work.objects.create(csl={"title": "Little is known"})
    Redirect.add_redirect("/old", "/")
    assert faults_of_endpoint(client, name) == []


@pytest.mark.django_db
def test_route_answers_as_described(client):
    article = builders.make_article()
    Redirect.add_redirect("/old", "/")
    page = client.get(f"{ROOT}route/", {"path": article.url}).json()
    moved = client.get(f"{ROOT}route/", {"path": "/old"}).json()
    assert faults(page, "ArticlePage") == faults(moved, "MovedAnswer") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"), [("pages/?x=1", 400), ("pages/0/", 404), ("x/", 404)]
)
def test_errors_are_as_described(address, status, client):
    answer = client.get(f"{ROOT}{address}")
    assert answer.status_code == status
    assert faults(answer.json(), "Error") == []


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
RICH_TEXTS = TEXTS.map(lambda text: f"<h2>{escape(text)}</h2><p>{escape(text)}</p>")
CELLS = st.none() | TEXTS
TABLES = st.fixed_dictionaries(
    {"data": st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=3)},
    optional={
        "first_row_is_table_header": st.booleans(),
        "first_col_is_header": st.booleans(),
        "table_caption": CELLS,
    },
)
FIELDS = {
    blocks.BooleanBlock: st.booleans(),
    blocks.CharBlock: st.none() | TEXTS,
    blocks.ChoiceBlock: st.sampled_from(["reference", "quotation", "summary"]),
    blocks.IntegerBlock: st.none() | st.integers(1000, 2100),
    blocks.RichTextBlock: RICH_TEXTS,
    blocks.TextBlock: st.none() | TEXTS,
    blocks.URLBlock: st.sampled_from([None, "", "https://www.example.org/a?b=c"]),
    ChooserBlock: st.none() | st.integers(0, 10),
    TableBlock: TABLES,
}


def field_strategy(block):
    """Values that the field of a block may hold in the database."""
    return next(found for kind, found in FIELDS.items() if isinstance(block, kind))


def stored_block(name, kind):
    values = {field: field_strategy(block) for field, block in kind.child_blocks.items()}
    value = st.fixed_dictionaries({}, optional=values)
    return st.fixed_dictionaries({"type": st.just(name), "value": value, "id": st.uuids().map(str)})


BODIES = st.lists(
    st.one_of([stored_block(name, kind) for name, kind in ArticleBody.base_blocks.items()]),
    max_size=6,
)


@pytest.mark.django_db
@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=BODIES, title=TEXTS.filter(str.strip), summary=TEXTS)
def test_any_article_answers_as_described(client, body, title, summary):
    if not ArticlePage.objects.exists():
        samples.full_article()
    article = ArticlePage.objects.first()
    article.body = json.dumps(body)
    article.title, article.summary, article.search_description = title, summary, summary
    article.save(clean=False)
    assert faults(client.get(f"{ROOT}pages/{article.pk}/").json(), "ArticlePage") == []


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
