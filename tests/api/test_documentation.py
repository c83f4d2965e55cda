"""docs/api.md, held to the code."""

import json
import re
from pathlib import Path

from django.conf import settings

from api.endpoints import PublicDocuments, PublicImages, PublicPages
from cms.api import router

GUIDE = (settings.BASE_DIR / "docs/api.md").read_text()
GOLDEN = Path(__file__).parent / "golden"


def section(heading):
    """The text under a heading, up to the next of the same level."""
    level = heading.split(" ")[0]
    return re.split(rf"^{level} ", GUIDE.partition(f"{heading}\n")[2], maxsplit=1, flags=re.M)[0]


def documented(text):
    """What stands as code in the first column of a section's table."""
    rows = re.findall(r"^\| (.+?) \|", text, flags=re.M)
    return {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}


def test_every_endpoint_has_its_heading_and_every_heading_its_endpoint():
    headings = re.findall(r"^### (\w+)$", section("## Endpoints"), flags=re.M)
    assert headings == list(router._endpoints)


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
        taken |= endpoint.known_query_parameters
    # For old versions of jQuery, which make an address new with it.
    taken.remove("_")
    assert documented(section("## Lists")) == taken | {"tags"}


def test_caps_are_named_as_they_are():
    from api import parameters

    for cap in (parameters.LENGTH_MAX, parameters.OFFSET_MAX, parameters.SEARCH_LENGTH_MAX):
        assert str(cap) in GUIDE
    assert f"at most {settings.WAGTAILAPI_LIMIT_MAX}" in GUIDE
