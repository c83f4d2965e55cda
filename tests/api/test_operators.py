"""Filters with an operator behind the field's name."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from api.endpoints import PublicImages, PublicPages
from api.operators import operators_of
from api.parameters import VALUES_MAX
from articles.models import ArticlePage
from library.models import Image
from tests import builders
from tests.api.asking import answer, ids, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anew")]

ARTICLES = {"type": "articles.ArticlePage"}


@pytest.fixture
def articles():
    """Three articles of three years, ids in their order."""
    return [
        builders.make_article(
            title=f"Reading {year}",
            summary=f"It was {year}.",
            publication_date=datetime(year, 5, 31, 12, tzinfo=UTC),
        )
        for year in (2022, 2023, 2024)
    ]


@pytest.mark.parametrize(
    ("operator", "wanted"), [("gt", [2]), ("gte", [1, 2]), ("lt", [0]), ("lte", [0, 1])]
)
def test_dates_and_numbers_are_compared(client, articles, operator, wanted):
    wanted = [articles[number].pk for number in wanted]
    date = {f"publication_date__{operator}": "2023-05-31T12:00:00Z"}
    assert ids(client, **ARTICLES, **date) == wanted
    assert ids(client, **ARTICLES, **{f"id__{operator}": articles[1].pk}) == wanted


def test_a_date_alone_is_its_first_moment(client, articles):
    later = [article.pk for article in articles[1:]]
    assert ids(client, **ARTICLES, publication_date__gte="2023-05-31") == later
    assert ids(client, **ARTICLES, publication_date__gte="2023-06-01") == later[1:]


def test_several_filters_must_all_hold(client, articles):
    between = {"publication_date__gte": "2023-01-01", "publication_date__lt": "2024-01-01"}
    assert ids(client, **ARTICLES, **between) == [articles[1].pk]


def test_one_of_several_values_is_enough(client, articles):
    first, second, _ = articles
    slugs = f"{first.slug},{second.slug},no-such"
    assert ids(client, slug__in=slugs) == [first.pk, second.pk]
    assert ids(client, id__in=f"{second.pk},{first.pk},{second.pk}") == [first.pk, second.pk]
    assert ids(client, show_in_menus__in="true,false", slug__in=first.slug) == [first.pk]
    assert ids(client, **ARTICLES, publication_date__in="2023-05-31T12:00:00Z") == [second.pk]


def test_text_is_found_within_text_in_any_case(client, articles):
    assert ids(client, title__contains="reading 2023") == [articles[1].pk]
    assert ids(client, **ARTICLES, summary__contains="2022") == [articles[0].pk]
    assert ids(client, title__contains="%") == []
    assert ids(client, title__contains="a,b") == []


def test_one_of_several_tags_is_enough_and_counts_once(client):
    images = [builders.make_image() for _ in range(3)]
    images[0].tags.add("jam", "bread")
    images[1].tags.add("bread")
    got = answer(client, "images/", tags__in="jam,bread")
    assert [item["id"] for item in got["items"]] == [images[0].pk, images[1].pk]
    assert got["meta"]["total_count"] == 2


def test_languages_go_by_their_codes(client, articles):
    Locale.objects.create(language_code="fr")
    assert ids(client, **ARTICLES, locale__in="en-gb,fr") == [page.pk for page in articles]
    assert ids(client, **ARTICLES, locale__in="fr,xx") == []


def test_what_is_hidden_is_not_found_by_pointing_to_it(client):
    shown = builders.make_image()
    hidden = builders.make_image(collection=builders.private_collection())
    one, _ = (builders.make_article(lead_image=image) for image in (shown, hidden))
    assert ids(client, **ARTICLES, lead_image__in=f"{shown.pk},{hidden.pk}") == [one.pk]
    assert ids(client, **ARTICLES, lead_image__in=hidden.pk) == []


def test_operators_go_with_a_search(client, articles):
    found = ids(client, **ARTICLES, search="reading", summary__contains="2023")
    assert found == [articles[1].pk]


def test_joins_do_not_grow_with_the_values(client):
    tags = ",".join(f"tag-{number}" for number in range(VALUES_MAX))
    with CaptureQueriesContext(connection) as queries:
        answer(client, "images/", tags__in=tags)
    assert max(query["sql"].count(" JOIN ") for query in queries) <= 2


def test_operators_depend_on_the_kind_of_field():
    def of(model, name):
        return operators_of(model._meta.get_field(name))

    compared = ["gt", "gte", "lt", "lte", "in"]
    assert of(ArticlePage, "publication_date") == compared
    assert of(Image, "width") == compared
    assert of(ArticlePage, "title") == of(ArticlePage, "summary") == ["in", "contains"]
    assert of(ArticlePage, "show_in_menus") == ["in"]
    assert of(ArticlePage, "lead_image") == of(Image, "tags") == ["in"]
    assert of(ArticlePage, "body") == []


def test_only_what_an_endpoint_shows_is_filtered_by():
    assert "alt_text__contains" in PublicImages.field_parameters(Image)["alt_text"]
    for model in (ArticlePage, Image):
        endpoint = PublicPages if model is ArticlePage else PublicImages
        shown = endpoint.get_available_fields(model)
        assert endpoint.field_parameters(model).keys() <= set(shown)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"title__gt": "x"}, "field: title__gt. Allowed: title, title__contains, title__in"),
        ({"title__regex": "x"}, "field: title__regex. Allowed: title, title__contains"),
        ({"id__in__gt": "1"}, "field: id__in__gt. Allowed: id, id__gt, id__gte, id__in"),
        ({"owner__password": "x"}, "owner__password. Allowed: alias_of, ancestor_of"),
        ({"live_revision__content__contains": "x"}, "content__contains. Allowed: alias_of"),
        ({"alias_of__title": "x"}, "alias_of__title. Allowed: alias_of, alias_of__in"),
        ({"locale__language_code": "x"}, "locale__language_code. Allowed: locale, locale__in"),
        (
            {"publication_date__gt": "2024-01-01"},
            "publication_date__gt. publication_date needs type=articles.ArticlePage. Allowed: ",
        ),
        (
            {"body": "x"},
            "body. body needs type=articles.ArticlePage or type=home.StandardPage. Allowed: alias",
        ),
        ({"slug__in": ""}, "slug__in must be values separated by commas, none of them empty"),
        ({"slug__in": "a,,b"}, "slug__in must be values separated by commas"),
        ({"slug__in": "a,"}, "slug__in must be values separated by commas"),
        ({"id__in": "1,x"}, "'x' is not a valid value for id__in"),
        ({"id__in": ",".join("1" * (VALUES_MAX + 1))}, "id__in cannot have more than 50 values"),
        ({"id__gt": str(2**63)}, "for id__gt (expected a whole number from -9223372036854775807"),
        ({"id__gt": "1.5"}, "'1.5' is not a valid value for id__gt"),
        ({"id__gt": ""}, "id__gt must have a value"),
        ({"title__contains": ""}, "title__contains must have a value"),
        ({"show_in_menus__in": "true,yes"}, "'yes' is not a valid value for show_in_menus__in"),
        ({"first_published_at__lt": "9999-12-31T23:59:59-14:00"}, "for first_published_at__lt ("),
        ({"first_published_at__lt": "soon"}, "'soon' is not a valid value for first_published_at"),
        ({"alias_of__in": "x"}, "'x' is not a valid value for alias_of__in"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_can(client, query, message):
    assert message in refused(client, **query)
