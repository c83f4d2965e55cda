"""The reference in docs/api.md, held to the code in both directions."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.models import Page, get_page_models

from api import parameters
from api.operators import operators_of
from api.values import model_field
from cms.api import router
from tests import guide
from tests.api import contract
from tests.guide import names, section, tables

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_OF = {
    "### images": "image",
    "### documents": "document",
    "### authors": "author",
    "### topics": "topic",
    "### ctas": "call_to_action",
    "### works": "work",
    "### redirects": "redirect",
    "### settings": "settings",
    "#### articles.ArticlePage": "article",
    "#### articles.ArticleIndexPage": "article_index",
    "#### home.HomePage": "home_page",
    "#### home.StandardPage": "standard_page",
}
FREE = {"body", "csl", "json_ld", "organisation"}
"""Keys whose values docs/blocks.md, CSL-JSON or schema.org tell."""
FOUND = {name for name, endpoint in router.endpoints.items() if endpoint.find_query_parameters}
"""The endpoints with a list, a detail and a look-up."""
ACTIONS = {
    "list": {name: f"/api/v2/{name}/" for name in router.endpoints},
    "detail": {name: f"/api/v2/{name}/{{id}}/" for name in FOUND},
    "find": {name: f"/api/v2/{name}/find/" for name in FOUND},
}


def golden(name):
    return json.loads((GOLDEN / f"{name}.json").read_text())


def keys_inside(value):
    """Every key of an answer, at any depth."""
    if isinstance(value, list):
        return {key for item in value for key in keys_inside(item)}
    if not isinstance(value, dict):
        return set()
    below = (keys_inside(part) for key, part in value.items() if key not in FREE)
    return set(value).union(*below)


def first_column(table):
    return [name for row in table for name in names(row[0])]


def test_every_endpoint_has_its_heading_and_every_heading_its_endpoint():
    headings = re.findall(r"^### (\w+)$", section("## Endpoints"), flags=re.M)
    assert headings == list(router.endpoints)


def test_every_page_type_has_its_heading_and_every_heading_its_page_type():
    headings = re.findall(r"^#### (\S+)$", section("### pages"), flags=re.M)
    assert set(headings) == {model._meta.label for model in get_page_models() if model is not Page}


def test_every_golden_answer_has_its_section():
    assert set(GOLDEN_OF.values()) == {path.stem for path in GOLDEN.glob("*.json")}


@pytest.mark.parametrize("heading", GOLDEN_OF)
def test_every_key_is_documented_and_every_documented_key_is_there(heading):
    answer = golden(GOLDEN_OF[heading])
    documented = first_column(tables(section(heading))[0])
    if heading.startswith("####"):
        every_page, meta = tables(section("### pages"))[:2]
        documented += first_column(every_page)
        assert set(first_column(meta)) == answer["meta"].keys() | {"locale"}
    assert sorted(documented) == sorted(answer)


@pytest.mark.parametrize("heading", GOLDEN_OF)
def test_every_key_at_any_depth_is_named_in_its_section_or_where_that_leads(heading):
    text = section(heading)
    if heading.startswith("####"):
        text += section("### pages").partition("\n#### ")[0]
    named = set(names(guide.with_linked(text)))
    assert not keys_inside(golden(GOLDEN_OF[heading])) - named


@pytest.mark.parametrize("name", ["pages", "images", "documents"])
def test_what_lists_hold_unasked_is_marked(name):
    endpoint = router.endpoints[name]
    unasked = set(endpoint.get_listing_default_fields(endpoint.model)) | {"meta"}
    found = tables(section(f"### {name}"))[: 2 if name == "pages" else 1]
    marked = {key for table in found for row in table if "•" in row[0] for key in names(row[0])}
    meta = {"type", "detail_url", "tags", "download_url"} if name != "pages" else set()
    assert marked | meta == unasked


def test_every_key_of_the_head_is_documented_and_every_documented_key_is_there():
    assert first_column(tables(section("### Head"))[0]) == list(golden("article")["seo"])


@pytest.mark.parametrize(
    ("heading", "number", "schema"),
    [
        ("### changes", 0, "Change"),
        ("### changes", 1, "ChangesMeta"),
        ("### export", 0, "ExportLine"),
    ],
)
def test_every_key_of_the_log_is_documented_and_every_documented_key_is_there(
    heading, number, schema
):
    described = contract.now()["components"]["schemas"][schema]["properties"]
    assert first_column(tables(section(heading))[number]) == list(described)


# Parameters


def taken_by(name, action):
    """The parameters that the description gives an endpoint's address."""
    operation = contract.now()["paths"][ACTIONS[action][name]]["get"]
    return {each["name"] for each in operation["parameters"] if each["in"] == "query"}


def documented_for(name, action):
    """The parameters that the guide's table gives an endpoint's address."""
    found = set()
    for names_, where, _ in tables(section("## Parameters"))[0]:
        where, _, but = where.partition(" but ")
        places = re.findall(r"\w+", where)
        by_list = name in places or ("lists" in places and name in FOUND)
        if ("everywhere" in places and name not in but) or (action == "list" and by_list):
            found |= set(names(names_))
    return found


def documented_filters():
    """By row of the guide's table: the parameters that filter by a field."""
    head, *_ = [row for row in section("### Filters").splitlines() if row.startswith("| list |")]
    operators = [re.findall(r"`(__\w+)`", cell) for cell in head.split("|")[2:-1]]
    found = {}
    for of, *cells in tables(section("### Filters"))[-1]:
        found[of] = {
            name + operator
            for cell, behind in zip(cells, operators, strict=True)
            for name in names(cell)
            for operator in ["", *behind]
        }
    return found


@pytest.mark.parametrize("name", router.endpoints)
def test_every_parameter_of_a_list_is_documented_and_every_documented_one_is_taken(name):
    by_row = documented_filters()
    filters = by_row.get(name, set())
    if name == "pages":
        filters = filters.union(*(by_row[model._meta.label] for model in page_types()))
    assert documented_for(name, "list") | filters == taken_by(name, "list")


@pytest.mark.parametrize("name", sorted(FOUND))
def test_every_parameter_of_a_detail_is_documented_and_every_documented_one_is_taken(name):
    assert documented_for(name, "detail") == taken_by(name, "detail")


@pytest.mark.parametrize("name", sorted(FOUND))
def test_every_look_up_is_documented_and_every_documented_one_is_taken(name):
    text = section(f"### {name}").replace("\n", " ")
    told = re.search(r"`find/` (?:takes|gives) .*?\.(?: |$)", text)[0].replace("`find/`", "")
    documented = {key for key in names(told) if key != "find"}
    assert documented | documented_for(name, "find") == taken_by(name, "find")


def page_types():
    return [model for model in get_page_models() if model is not Page]


@pytest.mark.parametrize("model", page_types(), ids=lambda model: model._meta.label)
def test_the_filters_of_a_page_type_are_its_own(model):
    endpoint = router.endpoints["pages"]
    own = endpoint.field_parameters(model).keys() - endpoint.field_parameters(Page).keys()
    taken = {spelling for name in own for spelling in endpoint.field_parameters(model)[name]}
    assert documented_filters()[model._meta.label] == taken


def test_every_operator_is_documented_and_every_documented_one_is_taken():
    fields = [
        model_field(endpoint.model, name)
        for endpoint in router.endpoints.values()
        for name in endpoint.field_parameters(endpoint.model)
    ]
    taken = {f"__{operator}" for field in fields for operator in operators_of(field)}
    assert set(first_column(tables(section("### Filters"))[0])) == taken


def test_caps_are_named_as_they_are():
    for name, cap in vars(parameters).items():
        if name.endswith("_MAX"):
            assert re.search(rf"\b{cap}\b", section("## Parameters")), name
    assert f"at most {settings.WAGTAILAPI_LIMIT_MAX}" in section("## Parameters")


# The rest


def test_every_refusal_is_documented_and_the_size_that_is_compressed():
    from delivery.representation import SMALLEST

    statuses = [row[0] for row in tables(section("## Errors"))[0]]
    assert statuses == ["400", "404", "405", "410", "429"]
    assert f"below {SMALLEST} bytes" in section("### Compression")


def test_every_link_within_the_guide_leads_somewhere():
    assert guide.with_linked(guide.TEXT)
