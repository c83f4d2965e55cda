"""The examples in docs/blocks.md are what the kinds' preview values give."""

import json
import os
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.articles.blocks.asking import BODY
from tests.builders import image_file, make_image

DOCS = Path(settings.BASE_DIR) / "docs/blocks.md"
COMMAND = 'UPDATE_GOLDEN=1 make test ARGS="tests/articles/blocks/test_documentation.py"'
RENDITION = r"/images/arm[\w.-]*?\.(width-\d+)\.[\w.-]*\.(\w+)"
EXAMPLE = r"(?ms)(^## {}\n.*?^```json\n)(.*?)(^```$)"


def example_of(name):
    """The public form of a kind's preview value, without what differs between machines."""
    kind = BODY.child_blocks[name]
    context = {"base_url": "https://www.example.org"}
    data = kind.get_api_representation(kind.get_preview_value(), context)
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    # The rest of a rendition's name is the library's affair, and depends on the picture's bytes.
    return re.sub(RENDITION, r"/images/armchairs.\1.1f0c0de1f0c0de1f0c0d.\2", text)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BODY.child_blocks)
def test_example_of_a_kind_is_its_preview_value(name):
    if name == "image":
        make_image(
            pk=1,
            title="Reading room",
            alt_text="Two armchairs at a window",
            credit="Citewell",
            file=image_file(600, 400, name="armchairs.png"),
        )
    chapter = re.search(EXAMPLE.format(name), DOCS.read_text())
    assert chapter, f"docs/blocks.md has no example of {name}."
    expected = example_of(name)
    if os.environ.get("UPDATE_GOLDEN"):
        written = chapter[1] + expected + chapter[3]
        DOCS.write_text(DOCS.read_text().replace(chapter[0], written))
    assert re.search(EXAMPLE.format(name), DOCS.read_text())[2] == expected, (
        f"If this is meant: {COMMAND}"
    )


def test_every_field_is_explained_by_its_label():
    text = DOCS.read_text()
    for name, kind in BODY.child_blocks.items():
        chapter = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for field in kind.child_blocks.values():
            assert f"**{field.label}**" in chapter, f"{name}: {field.label}"


def test_every_kind_says_what_of_it_is_plain_text():
    text = DOCS.read_text()
    for name in BODY.child_blocks:
        chapter = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert "*In plain text*: " in chapter, name
