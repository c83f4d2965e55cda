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
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from delivery.resources import resources
from evidence.notices import Notice
from home.models import SiteSettings
from tests import builders, samples

GOLDEN = Path(__file__).parent / "golden"
COMMAND = 'UPDATE_GOLDEN=1 make test ARGS="tests/api/test_golden.py"'
KINDS = [
    (r'"id": \d+', '"id": 0'),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "(uuid)"),
    (r'"first_published_at": "[^"]+"', '"first_published_at": "(date)"'),
    (r'"(modified_time|dateModified)": "[^"]+"', r'"\1": "(date)"'),
    (r"/(pages|images|documents|authors|topics|ctas|works|redirects|settings)/\d+/", r"/\1/0/"),
    (r'"page_id": \d+', '"page_id": 0'),
    (r"(?<=/original_images/)([a-z]+)\w*", r"\1"),
    (r"(?<=/images/)([a-z]+)\w*(\.format-\w+)[\w.-]*(\.width-\d+)\.[0-9a-f]{20}", r"\1\2\3"),
    (r"(?<=/images/)([a-z]+)\w*\.\w+(\.fill-\w+\.format-\w+)\.[0-9a-f]{20}", r"\1\2"),
    (r"(?<=/)document-\w+\.txt", "document.txt"),
    (r'"work": \d+', '"work": 0'),
    (r'"anchor": "work\.\d+"', '"anchor": "work.0"'),
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


def author():
    return samples.person()


def topic():
    return builders.make_topic(name="Pain", slug="pain", description="Living with pain.")


def call_to_action():
    target = builders.make_page(title="About us", slug="about-us")
    return builders.make_cta(heading="See it", text="We come.", button_label="Book", page=target)


def work():
    made = builders.make_work(
        title="Living with <i>chronic</i> pain",
        author=[{"family": "Poulin", "given": "Patricia A."}, {"literal": "Pain Group"}],
        issued={"date-parts": [[2022, 9]]},
        container_title="Canadian Journal of Pain",
        volume="6",
        page="211–224",
        DOI="10.5555/Pain",
        URL="https://www.example.org/pain",
    )
    made.notices = [
        Notice("correction", "10.5555/notice", "2023-01", "Erratum")._asdict(),
        Notice("retraction", "", "2024", "Retraction")._asdict(),
    ]
    made.save()
    return made


def redirect():
    return Redirect.add_redirect("/old/", builders.make_page(slug="new"))


def settings():
    page = builders.make_page(title="About us", slug="about-us")
    link = {"label": "", "page": page, "url": ""}
    elsewhere = {"label": "Elsewhere", "page": None, "url": "https://www.example.org/"}
    SiteSettings.objects.create(
        site=Site.objects.get(),
        name="The Reader",
        publisher_name="Reader Ltd",
        publisher_logo=samples.picture(),
        navigation=[("item", link | {"children": [elsewhere]})],
        footer_links=[("item", elsewhere)],
        footer_text=f'<p><a linktype="page" id="{page.pk}">Us</a></p>',
        social_links=[("item", {"label": "LinkedIn", "url": "https://www.linkedin.com/"})],
    )
    return Site.objects.get()


THINGS = {
    "pages": [home_page, article_index, standard_page, article],
    "images": [image],
    "documents": [document],
    "authors": [author],
    "topics": [topic],
    "ctas": [call_to_action],
    "works": [work],
    "redirects": [redirect],
    "settings": [settings],
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("endpoint", "make"),
    [(endpoint, make) for endpoint, makers in THINGS.items() for make in makers],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_detail_is_as_agreed(endpoint, make, client):
    thing = make()
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


def test_every_endpoint_of_things_has_a_golden_answer():
    # A look-up has no things of its own.
    assert set(THINGS) == set(resources())
