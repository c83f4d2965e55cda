import json

import pytest
from pydantic import TypeAdapter
from wagtail.models import get_page_models

from delivery.answers import AnswerField
from tests import builders, samples

pytestmark = pytest.mark.django_db


def pages():
    """A full and an empty page of each type."""
    article = samples.full_article()
    index, home = builders.article_index(), builders.home_page()
    return [article, builders.make_article(), index, home, builders.make_page()]


def answer_fields(model):
    return {
        field.name: field.serializer
        for field in model.api_fields
        if isinstance(field.serializer, AnswerField)
    }


def test_every_answer_is_of_its_declared_type(client):
    for page in pages():
        answer = client.get(f"/api/v2/pages/{page.pk}/").json()
        fields = answer_fields(type(page))
        assert {"seo", "json_ld"} <= set(fields)
        for name, field in fields.items():
            adapter = TypeAdapter(field.answer_of(type(page)))
            adapter.validate_json(json.dumps(answer[name]), strict=True)


def test_every_page_type_of_the_project_is_asked():
    types = {model for model in get_page_models() if model._meta.app_label != "wagtailcore"}
    assert {type(page) for page in pages()} == types


@pytest.mark.parametrize("name", ["html", "db_html", "markdown", "db_markdown"])
def test_rich_text_comes_in_one_format_wherever_it_stands(client, name):
    target = builders.make_page(slug="there")
    link = f'<p><a linktype="page" id="{target.pk}">there</a></p>'
    author = builders.make_author(bio=link)
    article = builders.make_article(
        authors=[author],
        body=[("text", {"content": link}), ("author_bio", {"author": author})],
    )
    index = builders.article_index()
    index.introduction = link
    index.save()
    answers = [
        client.get(f"/api/v2/pages/{page.pk}/?rich_text_format={name}").json()
        for page in (article, index)
    ]
    expected = {
        "html": '<p><a href="http://localhost/there/">there</a></p>',
        "db_html": link,
        "markdown": "[there](http://localhost/there/)\n\n",
        "db_markdown": f"[there](wagtail://page?id={target.pk})\n\n",
    }[name]
    assert [
        answers[0]["body"][0]["value"]["content"],
        answers[0]["body"][1]["value"]["author"]["bio"],
        answers[0]["authors"][0]["bio"],
        answers[1]["introduction"],
    ] == [expected] * 4
