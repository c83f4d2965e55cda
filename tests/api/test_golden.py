"""The whole answer for one object of each type, through the real address.

`tests/api/golden/` holds what is expected. What differs from run to run (ids, dates, file names'
unguessable parts) is replaced by its kind.
"""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import builders, samples

GOLDEN = Path(__file__).parent / "golden"
COMMAND = 'UPDATE_GOLDEN=1 make test ARGS="tests/api/test_golden.py"'
KINDS = [
    (r'"id": \d+', '"id": 0'),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "(uuid)"),
    (r'"first_published_at": "[^"]+"', '"first_published_at": "(date)"'),
    (r'"(modified_time|dateModified)": "[^"]+"', r'"\1": "(date)"'),
    (r"/(pages|images|documents)/\d+/", r"/\1/0/"),
    (r"(?<=/original_images/)([a-z]+)\w*", r"\1"),
    (r"(?<=/images/)([a-z]+)\w*(\.format-\w+)[\w.-]*(\.width-\d+)\.[0-9a-f]{20}", r"\1\2\3"),
    (r"(?<=/images/)([a-z]+)\w*\.[0-9a-f]{8}(\.fill-\w+\.format-\w+)\.[0-9a-f]{20}", r"\1\2"),
    (r"(?<=/)document-\w+\.txt", "document.txt"),
]


def normalised(answer):
    text = json.dumps(answer, indent=2, ensure_ascii=False) + "\n"
    for pattern, kind in KINDS:
        text = re.sub(pattern, kind, text)
    return text


def home_page():
    page = builders.home_page()
    page.tagline = "What research says"
    page.introduction = "<p>For <b>schools</b>.</p>"
    page.save_revision().publish()
    return page


def article_index():
    return builders.article_index(introduction="<p>All <i>articles</i>.</p>")


def standard_page():
    target = builders.make_page(title="Contact", slug="contact")
    body = samples.body(
        page=target,
        document=builders.make_document(),
        cta=builders.make_cta(
            name="Visit", heading="See it", text="", button_label="Go", page=target
        ),
        image=samples.picture(),
    )
    body = [(kind, value) for kind, value in body if kind not in ("citation", "author_bio")]
    return builders.make_page(title="About", slug="about", introduction="Who we are.", body=body)


def article():
    return samples.full_article(publication_date=datetime(2024, 5, 31, 12, tzinfo=UTC))


def image():
    made = samples.picture()
    made.tags.add("school", "children")
    return made


def document():
    made = builders.make_document(title="Handout")
    made.tags.add("pdf")
    return made


THINGS = [home_page, article_index, standard_page, article, image, document]


@pytest.mark.django_db
@pytest.mark.parametrize("make", THINGS, ids=lambda make: make.__name__)
def test_detail_is_as_agreed(make, client):
    thing = make()
    endpoint = "pages" if hasattr(thing, "url_path") else f"{thing._meta.model_name}s"
    answer = client.get(f"/api/v2/{endpoint}/{thing.pk}/")
    assert answer.status_code == 200
    found = normalised(answer.json())
    golden = GOLDEN / f"{make.__name__}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found)
    assert found == golden.read_text(), f"If this is meant: {COMMAND}"


@pytest.mark.django_db
def test_every_page_type_has_a_golden_answer():
    from wagtail.models import get_page_models

    agreed = {json.loads(path.read_text())["meta"]["type"] for path in GOLDEN.glob("*.json")}
    types = {model._meta.label for model in get_page_models()} - {"wagtailcore.Page"}
    assert types <= agreed
