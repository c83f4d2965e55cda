"""The contract of a kind of block: it is there as a whole, under one stem, or the tests are red."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from pydantic import BaseModel
from wagtail import blocks
from wagtail.admin.icons import get_icons

from articles.blocks import ArticleBody, PlainBody
from articles.blocks.kind import Kind
from tests.articles.blocks.asking import parsed
from tests.builders import make_image

ROOT = Path(settings.BASE_DIR)
KINDS = {**PlainBody.base_blocks, **ArticleBody.base_blocks}
DOCUMENTED = re.findall(r"^## ([a-z_]+)$", (ROOT / "docs/blocks.md").read_text(), re.MULTILINE)


def lacks(name, kind):
    """What a kind still needs before it may stand on a menu."""
    checks = {
        "module": type(kind).__module__ == f"articles.blocks.{name}",
        "template": has_template(name, kind),
        "tests": (ROOT / f"tests/articles/blocks/test_{name}.py").exists(),
        "heading in docs/blocks.md": name in DOCUMENTED,
        "icon": kind.meta.icon in icons() - {"placeholder"},
        "group": bool(kind.meta.group),
        "label": bool(kind.meta.label),
        "description": bool(kind.get_description()),
        "preview value": kind.is_previewable and has_own_preview_value(kind),
        "fields with help texts": bool(kind.child_blocks)
        and all(block.field.help_text for block in kind.child_blocks.values()),
        "fields that hide nothing of a dict": not set(kind.child_blocks) & set(dir(dict)),
        "public form of fixed keys": has_fixed_keys(kind),
        "example of its public form": has_example(kind),
        "plain text": has_plain_text(kind),
        "HTML of its preview value": bool(rendered(kind).strip()),
    }
    return {need for need, fulfilled in checks.items() if not fulfilled}


@cache
def icons():
    """The icons that Wagtail's admin has."""
    return set(re.findall(r'id="icon-([\w-]+)"', get_icons()))


def has_template(name, kind):
    path = f"articles/blocks/{name}.html"
    try:
        get_template(path)
    except TemplateDoesNotExist:
        return False
    return getattr(kind.meta, "template", None) == path


def has_own_preview_value(kind):
    overridden = type(kind).get_preview_value is not blocks.Block.get_preview_value
    return overridden or bool(getattr(kind.meta, "preview_value", None))


def rendered(kind):
    if not getattr(kind.meta, "template", None):
        return ""
    return kind.render(kind.get_preview_value())


def has_fixed_keys(kind):
    """Whether empty and full values have the keys of one pydantic model, which accepts both."""
    if type(kind).public is Kind.public:
        return False
    values = [kind.to_python({}), kind.get_preview_value()]
    [model] = {type(kind.public(value, "https://cms.example", None)) for value in values}
    if model is not kind.answer:
        return False
    answers = [kind.get_api_representation(value, {"base_url": ""}) for value in values]
    return issubclass(model, BaseModel) and all(
        model.model_validate(answer).model_dump(mode="json") == answer
        and answer.keys() == model.model_fields.keys()
        for answer in answers
    )


def has_example(kind):
    """Whether the example is of the kind's type and says something."""
    if type(kind).public is Kind.public:
        return False
    example = kind.example()
    return any(example.values()) and bool(kind.answer.model_validate(example))


def has_plain_text(kind):
    """Whether the kind says what its words are, and that an empty block has none."""
    if type(kind).plain_text is Kind.plain_text:
        return False
    return kind.plain_text(kind.to_python({})) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("name", KINDS)
def test_plain_text_of_a_kind_has_the_words_of_its_html(name):
    make_image()
    kind = KINDS[name]
    page = parsed(rendered(kind))
    for tag in page("i"):
        tag.unwrap()
    page.smooth()
    shown = page.get_text(" ").split()
    text = kind.plain_text(kind.get_preview_value())
    assert set(text.split()) - {"—"} <= set(shown)


@pytest.mark.django_db
@pytest.mark.parametrize("name", KINDS)
def test_kind_on_a_menu_is_there_as_a_whole(name):
    make_image()
    assert lacks(name, KINDS[name]) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ArticleBody.base_blocks)
def test_editors_block_picker_shows_a_sample_of_every_kind(name, admin_client):
    make_image(alt_text="Two armchairs")
    kind = ArticleBody.base_blocks[name]
    address = reverse("wagtailadmin_block_preview", query={"id": kind.definition_prefix})
    shown = admin_client.get(address).content.decode()
    assert rendered(kind).strip() in shown


@pytest.mark.django_db
def test_half_added_kind_is_told_everything_that_it_lacks():
    class HalfBlock(Kind):
        items = blocks.CharBlock()

    half = HalfBlock()
    half.set_name("half")
    assert lacks("half", half) == {
        "module",
        "template",
        "tests",
        "heading in docs/blocks.md",
        "icon",
        "group",
        "label",
        "description",
        "preview value",
        "fields with help texts",
        "fields that hide nothing of a dict",
        "public form of fixed keys",
        "example of its public form",
        "plain text",
        "HTML of its preview value",
    }


def test_nothing_is_left_of_a_kind_that_no_menu_has():
    def stems(folder, pattern, besides=()):
        found = {re.fullmatch(pattern, path.name) for path in (ROOT / folder).iterdir()}
        return {match[1] for match in found if match} - set(besides)

    assert stems("articles/blocks", r"([a-z]\w*)\.py", besides=["kind"]) == set(KINDS)
    assert stems("templates/articles/blocks", r"(\w+)\.html") == set(KINDS)
    assert sorted(DOCUMENTED) == sorted(KINDS)


def test_kind_on_both_menus_is_the_same():
    for name, kind in PlainBody.base_blocks.items():
        assert type(kind) is type(ArticleBody.base_blocks[name])


@pytest.mark.parametrize("name", KINDS)
def test_name_of_a_kind_is_a_short_noun(name):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)?", name)
    assert not name.endswith("_block")
