"""A body costs the same number of queries whether it has one block of a kind or ten."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import ArticlePage, AuthorLink
from tests.builders import (
    image_file,
    make_article,
    make_author,
    make_cta,
    make_document,
    make_image,
    make_page,
    make_work,
)

pytestmark = [pytest.mark.alike, pytest.mark.django_db, pytest.mark.usefixtures("anew")]


def link(target, kind):
    return f'<p><a linktype="{kind}" id="{target.pk}">there</a></p>'


def small_image():
    return make_image(file=image_file(40, 30))


def author_bio():
    author = make_author(photo=small_image(), bio=link(make_page(), "page"))
    AuthorLink.objects.create(author=author, url="https://www.linkedin.com/in/ada")
    return {"author": author}


def citation():
    return {"work": make_work()}


def cta():
    return {"cta": make_cta(page=make_page())}


def image():
    return {"image": small_image()}


def text():
    return {"content": link(make_page(), "page") + link(make_document(), "document")}


KINDS = [author_bio, citation, cta, image, text]


def body(count):
    return [(kind.__name__, kind()) for kind in KINDS for _ in range(count)]


def shown(page):
    """Everything that HTML and JSON take from the body of an article as it is stored."""
    page = ArticlePage.objects.get(pk=page.pk)
    content = page.content
    html = "".join(block.render({"page": page}) for block in content)
    return html, content.stream_block.get_api_representation(content, {"base_url": ""})


def start_cold():
    cache.clear()
    ContentType.objects.clear_cache()


def queries(page, *, cold):
    if cold:
        start_cold()
    with CaptureQueriesContext(connection) as captured:
        shown(page)
    return len(captured)


@pytest.mark.parametrize("cold", [False, True], ids=["warm", "cold"])
def test_ten_blocks_of_every_kind_cost_the_queries_of_one(cold):
    one, ten = (make_article(body=body(count)) for count in (1, 10))
    for page in (one, ten):
        shown(page)  # The renditions are made once, and stored.
    assert queries(ten, cold=cold) == queries(one, cold=cold)


def test_everything_counted_is_really_shown():
    page = make_article(body=body(2))
    html, data = shown(page)
    assert len(data) == 2 * len(KINDS)
    assert html.count("<picture") == 4
    assert html.count(">there</a>") == 4
    assert "<a>there</a>" not in html
    for block in data:
        expanded = {
            "author_bio": "author",
            "citation": "work",
            "cta": "call_to_action",
            "image": "image",
        }
        key = expanded.get(block["type"])
        assert key is None or block["value"][key] is not None
