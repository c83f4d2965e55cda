"""What an answer costs in queries must not grow with what it shows. The number itself may change.

`docs/operations.md` states the numbers; `CITEWELL_PRINT_QUERIES=1` with `-s` prints them.
"""

import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import ArticlePage, AuthorLink
from tests import builders, samples

pytestmark = [pytest.mark.alike, pytest.mark.django_db, pytest.mark.usefixtures("anew")]


def cost(client, door):
    """The number of queries of a request, once what is made on first sight has been made."""
    client.get(door)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(door)
        b"".join(answer)
    assert answer.status_code == 200, door
    if os.environ.get("CITEWELL_PRINT_QUERIES"):
        print(f"{len(queries):4} {door}")
    return len(queries)


def costs(client, doors):
    """The numbers of queries by address."""
    return {door: cost(client, door) for door in doors}


def small_image(**fields):
    return builders.make_image(file=builders.image_file(8, 5), **fields)


def everything(times):
    """A body with every kind of block, so many times, each with things of its own."""
    found = []
    for _ in range(times):
        page = builders.make_page()
        found += samples.body(
            page=page,
            document=builders.make_document(),
            author=builders.make_author(
                photo=small_image(), bio=f'<p><a linktype="page" id="{page.pk}">x</a></p>'
            ),
            cta=builders.make_cta(page=page),
            image=small_image(),
        )
    return found


def article_doors(times):
    article = builders.make_article(
        body=everything(times),
        authors=[builders.make_author(photo=small_image()) for _ in range(times)],
        topics=[builders.make_topic() for _ in range(times)],
        lead_image=small_image(),
    )
    for slot in ("top", "sidebar", "bottom"):
        ctas = [builders.make_cta(page=builders.make_page()) for _ in range(times)]
        builders.place(article, slot, *ctas)
    return [article.url, f"/api/v2/pages/{article.pk}/"]


def test_an_article_costs_the_same_with_one_of_each_thing_as_with_ten(client):
    one = [cost(client, door) for door in article_doors(1)]
    ten = [cost(client, door) for door in article_doors(10)]
    assert one == ten


def add_articles(number, author, topic):
    """Articles, each with an author, a topic, a picture, every kind of block and an alias."""
    index = builders.article_index()
    for _ in range(number):
        article = builders.make_article(
            authors=[author, builders.make_author(photo=small_image())],
            topics=[topic, builders.make_topic()],
            lead_image=small_image(),
            body=everything(1),
        )
        article.create_alias(parent=index, update_slug=f"alias-{article.pk}")


def test_lists_cost_the_same_for_ten_articles_as_for_fifty(client):
    index, author, topic = builders.article_index(), builders.make_author(), builders.make_topic()
    of_type = "type=articles.ArticlePage"
    fields = "summary,publication_date,authors,topics,lead_image,alias_of,locale"
    builders.place(index, "top", builders.make_cta(page=builders.make_page()))
    doors = [
        *("/", index.url, index.topic_url(topic), index.author_url(author)),
        *(f"{index.url}feed/atom/", f"{index.url}feed/json/", "/sitemap.xml"),
        *(
            "/search/?query=article",
            "/api/v2/pages/?limit=100",
            f"/api/v2/pages/?{of_type}&limit=100",
        ),
        *(
            "/api/v2/pages/?limit=100&fields=*",
            f"/api/v2/pages/?{of_type}&limit=100&fields={fields}",
        ),
        f"/api/v2/pages/?{of_type}&limit=100&search=article&fields=authors",
        f"/api/v2/pages/?{of_type}&limit=100&fields=*",
        f"/api/v2/pages/?{of_type}&limit=100&fields=seo",
        f"/api/v2/pages/?{of_type}&limit=100&fields=json_ld",
        f"/api/v2/pages/?{of_type}&limit=100&fields=cite",
        f"/api/v2/pages/?{of_type}&limit=100&fields=plain_text",
        f"/api/v2/pages/?{of_type}&limit=100&fields=table_of_contents",
        f"/api/v2/pages/?{of_type}&limit=100&fields=reading_minutes",
        "/api/v2/pages/?type=home.StandardPage&limit=100&fields=*",
    ]
    add_articles(5, author, topic)
    ten = costs(client, doors)
    add_articles(20, author, topic)
    assert ArticlePage.objects.count() == 50
    assert costs(client, doors) == ten


def test_lists_of_files_cost_the_same_for_two_as_for_twenty(client):
    doors = [f"/api/v2/{name}/?limit=100&fields=*" for name in ("images", "documents")]

    def add(number):
        for _ in range(number):
            small_image().tags.add(*"abc")
            builders.make_document().tags.add(*"abc")

    add(2)
    two = costs(client, doors)
    add(18)
    assert costs(client, doors) == two


def test_private_sections_cost_one_query_however_many(client):
    index = builders.article_index()
    builders.make_article()
    doors = ["/", index.url, "/api/v2/pages/", "/sitemap.xml"]
    builders.make_private(builders.make_page())
    one = costs(client, doors)
    for _ in range(9):
        builders.make_private(builders.make_page())
    assert costs(client, doors) == one


def test_lists_of_snippets_cost_the_same_for_two_as_for_twenty(client):
    doors = [f"/api/v2/{name}/?limit=100" for name in ("authors", "topics", "ctas")]
    doors += ["/api/v2/authors/?search=author", "/api/v2/authors/?limit=100&fields=_,slug"]

    def add(number):
        for _ in range(number):
            page, document = builders.make_page(), builders.make_document()
            bio = f'<p><a linktype="page" id="{page.pk}">x</a></p>'
            bio += f'<p><a linktype="document" id="{document.pk}">x</a></p>'
            author = builders.make_author(photo=small_image(), bio=bio)
            author.links.add(AuthorLink(url="https://www.example.org/"))
            author.save()
            builders.make_topic()
            builders.make_cta(page=page)

    add(2)
    two = costs(client, doors)
    add(18)
    assert costs(client, doors) == two
