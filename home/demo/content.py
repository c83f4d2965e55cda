"""Reads the demo site's files: `site.json`, `images.json` and a file an article.

Texts are lists of HTML elements in the editor's subset, attributes in single quotes; a link to a
page of the site is written `<a href='page:its-slug'>`, a reference to a work with its DOI and a
place in it, `<a href='work:10.1000/182#p. 4'>`. Blocks name pictures by file, authors by slug and
calls to action by key.
"""

import json
from datetime import UTC, datetime, time
from pathlib import Path

HERE = Path(__file__).parent
IMAGES = HERE / "images"
AT = time(7, 30, tzinfo=UTC)
"""Articles appear at breakfast."""


def site():
    """Everything but the articles."""
    return json.loads((HERE / "site.json").read_text(encoding="utf-8"))


def images():
    """What stands in the image library: file, title and alt_text of each picture."""
    return json.loads((HERE / "images.json").read_text(encoding="utf-8"))


def articles():
    """The articles, oldest first, those without a date last; the file's name is the slug."""
    found = [
        {"slug": path.stem, **json.loads(path.read_text(encoding="utf-8"))}
        for path in (HERE / "articles").glob("*.json")
    ]
    return sorted(found, key=lambda article: (article.get("published", "undated"), article["slug"]))


def moment(day):
    """The time of publication on a day such as `2026-11-17`."""
    return datetime.combine(datetime.fromisoformat(day), AT)
