"""docs/api.md, held to the code."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from api import parameters
from api.endpoints import PublicDocuments, PublicImages, PublicPages
from api.operators import operators_of
from articles.models import ArticlePage
from cms.api import router
from library.models import Image

GUIDE = (settings.BASE_DIR / "docs/api.md").read_text()
GOLDEN = Path(__file__).parent / "golden"


def section(heading):
    """The text under a heading, up to the next of its level or a higher one."""
    level = len(heading.split(" ")[0])
    below = GUIDE.partition(f"{heading}\n")[2]
    return re.split(rf"^#{{1,{level}}} ", below, maxsplit=1, flags=re.M)[0]


def documented(text):
    """What stands as code in the first column of a section's table."""
    rows = re.findall(r"^\| (.+?) \|", text, flags=re.M)
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


def test_every_endpoint_has_its_heading_and_every_heading_its_endpoint():
    headings = re.findall(r"^### (\w+)$", section("## Endpoints"), flags=re.M)
    assert headings == list(router._endpoints)


@pytest.mark.parametrize("name", router._endpoints)
def test_every_look_up_and_parameter_of_its_own_is_named_by_an_endpoint(name):
    endpoint, text = router._endpoints[name], section(f"### {name}")
    own = endpoint.known_query_parameters - documented(section("## Lists")) - {"_"}
    missing = {key for key in endpoint.find_query_parameters | own if f"`{key}`" not in text}
    assert not missing


@pytest.mark.parametrize(
    ("name", "golden"),
    [
        ("authors", "author"),
        ("topics", "topic"),
        ("ctas", "call_to_action"),
        ("redirects", "redirect"),
    ],
)
def test_every_key_of_a_thing_is_named_by_its_endpoint(name, golden):
    keys = set(json.loads((GOLDEN / f"{golden}.json").read_text())) - {"meta"}
    assert not {key for key in keys if f"`{key}`" not in section(f"### {name}")}


def test_every_key_of_settings_is_documented_and_every_documented_key_is_there():
    settings_of_site = json.loads((GOLDEN / "settings.json").read_text())
    text = section("### settings")
    assert documented(text) == set(settings_of_site) - {"meta"}
    parts = [settings_of_site[key] for key in ("site", "publisher", "footer")]
    parts += [settings_of_site["navigation"][0], settings_of_site["social_links"][0]]
    assert not {key for part in parts for key in part if f"`{key}`" not in text}


def test_every_key_of_an_article_is_documented_and_every_documented_key_is_there():
    article = json.loads((GOLDEN / "article.json").read_text())
    table = section("## An article").partition("\n### ")[0]
    assert documented(table) == set(article)


def test_every_key_inside_an_article_is_named():
    article = json.loads((GOLDEN / "article.json").read_text())
    text = section("## An article")
    parts = [article["meta"], article["authors"][0], article["topics"][0], article["ctas"]]
    parts += [article["lead_image"], article["ctas"]["top"][0], article["table_of_contents"][0]]
    parts += [article["seo"], article["seo"]["open_graph"], article["seo"]["open_graph"]["image"]]
    missing = {key for part in parts for key in part if f"`{key}`" not in text}
    assert not {key for key in missing if f'"{key}"' not in text}


def test_every_key_of_the_head_is_documented_and_every_documented_key_is_there():
    article = json.loads((GOLDEN / "article.json").read_text())
    table = section("### Head").partition("\nAn object")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, flags=re.M)) == set(article["seo"])


def test_every_parameter_is_documented_and_every_documented_one_is_taken():
    taken = set()
    for endpoint in (PublicPages, PublicImages, PublicDocuments):
        taken |= endpoint.operations()
    # For old versions of jQuery, which make an address new with it.
    taken.remove("_")
    assert documented(section("## Lists")) == taken | {"tags"}


def test_every_operator_is_documented_and_every_documented_one_is_taken():
    fields = [*ArticlePage._meta.get_fields(), *Image._meta.get_fields()]
    taken = {f"__{operator}" for field in fields for operator in operators_of(field)}
    assert documented(section("## Filters")) == taken


def test_caps_are_named_as_they_are():
    for name, cap in vars(parameters).items():
        if name.endswith("_MAX"):
            assert re.search(rf"\b{cap}\b", GUIDE), name
    assert f"at most {settings.WAGTAILAPI_LIMIT_MAX}" in GUIDE


def test_every_refusal_is_documented_and_the_size_that_is_compressed():
    from api.representation import SMALLEST

    statuses = re.findall(r"^\| (\d+) \|", section("## Errors"), flags=re.M)
    assert statuses == ["400", "404", "405", "429"]
    assert f"below {SMALLEST} bytes" in GUIDE
