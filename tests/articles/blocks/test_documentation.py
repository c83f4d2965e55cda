"""docs/blocks.md, held to the kinds."""

import json
import os
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.articles.blocks.asking import BODY

DOCS = Path(settings.BASE_DIR) / "docs/blocks.md"
COMMAND = 'UPDATE_GOLDEN=1 make test ARGS="tests/articles/blocks/test_documentation.py"'
EXAMPLE = r"(?ms)(^## {}\n.*?^```json\n)(.*?)(^```$)"


@pytest.mark.parametrize("name", BODY.child_blocks)
def test_example_of_a_kind_is_that_of_the_api_s_description(name):
    chapter = re.search(EXAMPLE.format(name), DOCS.read_text())
    assert chapter, f"docs/blocks.md has no example of {name}."
    example = BODY.child_blocks[name].example()
    expected = json.dumps(example, indent=2, ensure_ascii=False) + "\n"
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
