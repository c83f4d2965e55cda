import pytest
from bs4 import BeautifulSoup

from articles.models import ArticlePage
from tests import builders, samples

pytestmark = pytest.mark.django_db

BODY = [
    ("text", {"content": "<h2>Aim</h2><p>Much <b>to</b> do.</p>"}),
    ("quote", {"text": "It helped.", "attribution": ""}),
    ("text", {"content": "<h3>Aim</h3><ul><li>one</li><li>two</li></ul>"}),
]


def told(client, page):
    return client.get(f"/api/v2/pages/{page.pk}/").json()


def test_plain_text_is_the_words_of_all_blocks_with_blank_lines_between(client):
    article = builders.make_article(body=BODY)
    assert told(client, article)["plain_text"] == (
        "Aim\n\nMuch to do.\n\nIt helped.\n\nAim\n\none\ntwo"
    )


def test_blocks_without_words_leave_no_gap(client):
    body = [BODY[0], ("cta", {"cta": builders.make_cta()}), BODY[1]]
    plain_text = told(client, builders.make_article(body=body))["plain_text"]
    assert plain_text == "Aim\n\nMuch to do.\n\nIt helped."


def test_empty_body_has_no_words(client):
    answer = told(client, builders.make_page())
    assert answer["plain_text"] == ""
    assert answer["word_count"] == 0
    assert answer["table_of_contents"] == []


def test_plain_text_tells_no_address_of_what_is_linked(client):
    page = samples.full_article()
    assert "about-us" not in told(client, page)["plain_text"]


def test_table_of_contents_has_the_anchors_of_the_html(client):
    article = builders.make_article(body=BODY)
    contents = told(client, article)["table_of_contents"]
    assert contents == [
        {"level": 2, "text": "Aim", "anchor": "aim"},
        {"level": 3, "text": "Aim", "anchor": "aim-2"},
    ]
    page = BeautifulSoup(client.get(article.url).content, "html.parser")
    for entry in contents:
        assert page.find(id=entry["anchor"]).name == f"h{entry['level']}"


def test_words_are_counted_in_the_text_blocks_only(client):
    assert told(client, builders.make_article(body=BODY))["word_count"] == 7


def test_words_are_counted_without_loading_the_body(django_assert_num_queries):
    article = ArticlePage.objects.get(pk=builders.make_article(body=BODY).pk)
    with django_assert_num_queries(0):
        assert article.word_count == 7


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (231, 2), (1000, 5)])
def test_reading_time_is_the_same_for_apps_and_readers(client, words, minutes):
    body = [("text", {"content": "<p>" + "word " * words + "</p>"})]
    article = builders.make_article(body=body)
    assert told(client, article)["reading_minutes"] == minutes
    page = BeautifulSoup(client.get(article.url).content, "html.parser")
    shown = page.find("dt", string="Reading time").find_next("dd").text
    assert shown == f"{minutes} minute{'s' if minutes > 1 else ''}"
