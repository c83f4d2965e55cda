"""What is true of the markup of every page, whatever a browser makes of it."""

import json
import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.builders import article_index, make_article, make_image, make_page, make_private
from tests.templates.publication import PAGES, PUBLIC, STATUS, make_publication

pytestmark = pytest.mark.django_db

EVENT_HANDLER = re.compile(r"^on")
SCRIPT_OF_DATA = "application/ld+json"


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """Kind of page to its parsed HTML; made once, read by many tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_publication()
        responses = {kind: Client().get(path) for kind, path in PAGES.items()}
        transaction.set_rollback(True)
    assert {kind: r.status_code for kind, r in responses.items()} == dict.fromkeys(
        PAGES, 200
    ) | STATUS
    return {kind: BeautifulSoup(r.content, "html.parser") for kind, r in responses.items()}


def failing(pages, holds, kinds=PAGES):
    return [kind for kind in kinds if not holds(pages[kind])]


def test_every_page_has_one_h1_with_words(pages):
    assert not failing(pages, lambda soup: [bool(h.text.strip()) for h in soup("h1")] == [True])


def test_no_page_skips_a_heading_level(pages):
    def holds(soup):
        levels = [int(h.name[1]) for h in soup(re.compile(r"^h[1-6]$"))]
        steps = pairwise(levels)
        return levels[0] == 1 and all(below <= above + 1 for above, below in steps)

    assert not failing(pages, holds)


def test_every_page_has_language_title_and_viewport(pages):
    def holds(soup):
        viewport = soup.find("meta", attrs={"name": "viewport"})
        return soup.html["lang"] and soup.title.text.strip() and "width=device" in str(viewport)

    assert not failing(pages, holds)


def test_titles_tell_pages_apart(pages):
    titles = [pages[kind].title.text for kind in PAGES]
    assert len(set(titles)) == len(titles)


def test_skip_link_leads_to_the_main_landmark(pages):
    def holds(soup):
        first = soup.body.find("a")
        return soup.find("main", id=first["href"].removeprefix("#")) is not None

    assert not failing(pages, holds, set(PAGES) - {"bad request"})


def test_every_page_of_the_site_has_its_landmarks(pages):
    def holds(soup):
        counts = [len(soup(name)) for name in ("main", "footer")]
        return counts == [1, 1] and soup.body.find("header", recursive=False) and soup.nav

    assert not failing(pages, holds, set(PAGES) - {"bad request"})


def test_ids_are_unique(pages):
    def holds(soup):
        ids = [tag["id"] for tag in soup(id=True)]
        return len(ids) == len(set(ids))

    assert not failing(pages, holds)


def test_content_security_policy_needs_no_exception(pages):
    def holds(soup):
        scripts = [
            tag
            for tag in soup("script")
            if tag.get("type") != SCRIPT_OF_DATA and not tag.get("src", "").startswith("/static/")
        ]
        styled = soup("style") + soup(style=True)
        handlers = [tag for tag in soup(True) if any(EVENT_HANDLER.match(a) for a in tag.attrs)]
        return not scripts and not styled and not handlers

    assert not failing(pages, holds)


def test_every_image_has_size_and_alternative_text(pages):
    assert pages["article"]("img")
    assert not failing(
        pages,
        lambda soup: all(
            {"width", "height", "alt", "src"} <= set(img.attrs) for img in soup("img")
        ),
    )


def test_pictures_come_in_three_formats_and_in_the_width_that_is_shown(pages):
    def holds(soup):
        for picture in soup("picture"):
            types = [source["type"] for source in picture("source")]
            if types != ["image/avif", "image/webp"] or not picture.img["src"].endswith(".jpg"):
                return False
            if not all(source.get("sizes") and source["srcset"] for source in picture("source")):
                return False
        return True

    assert pages["article"]("picture")
    assert not failing(pages, holds)


def test_the_lead_image_is_not_loaded_lazily(pages):
    image = pages["article"].find(class_="opening").find(class_="opening__picture").img
    assert image.get("loading") is None
    assert image["fetchpriority"] == "high"


def test_public_pages_name_themselves_and_one_another(pages):
    def holds(soup):
        canonical = soup.find("link", rel="canonical")["href"]
        return canonical == soup.find("meta", property="og:url")["content"] and all(
            soup.find("meta", property=f"og:{name}")["content"]
            for name in ("title", "type", "site_name")
        )

    assert not failing(pages, holds, PUBLIC)
    for kind, path in PUBLIC.items():
        assert pages[kind].find("link", rel="canonical")["href"] == "http://localhost" + path


def test_unlisted_pages_are_not_for_search_engines(pages):
    assert not failing(
        pages,
        lambda soup: soup.find("meta", attrs={"name": "robots"})["content"] == "noindex",
        set(PAGES) - set(PUBLIC),
    )


def test_every_page_of_the_site_announces_the_feeds(pages):
    types = {"application/atom+xml", "application/feed+json"}
    assert not failing(
        pages,
        lambda soup: {link["type"] for link in soup("link", rel="alternate")} == types,
        set(PAGES) - {"bad request"},
    )


def test_structured_data_is_json_that_cannot_end_its_element(client):
    make_article(title="</script><b>& more", slug="hostile")
    html = client.get("/articles/hostile/").content.decode()
    blocks = BeautifulSoup(html, "html.parser")("script", type=SCRIPT_OF_DATA)
    data = [json.loads(block.string) for block in blocks]
    assert [block["@type"] for block in data] == ["Article", "BreadcrumbList"]
    assert data[0]["headline"] == "</script><b>& more"


def test_a_private_page_tells_nothing_before_the_password(pages):
    text = str(pages["password"])
    assert "For members" not in text
    assert SCRIPT_OF_DATA not in text


def test_breadcrumbs_lead_from_the_front_to_the_index(pages):
    crumbs = pages["article"].find("nav", attrs={"aria-label": "Breadcrumbs"})
    assert [link["href"] for link in crumbs("a")] == [
        "http://localhost/",
        "http://localhost/articles/",
    ]


def test_dates_are_given_to_machines_and_people(pages):
    time = pages["article"].find(class_="facts").time
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*\+00:00", time["datetime"])
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}", time.text)


def test_byline_and_topics_lead_to_their_lists(pages):
    hrefs = [link["href"] for link in pages["article"]("a", href=True)]
    assert "/articles/author/ada-long/" in hrefs
    assert "/articles/topic/reading/" in hrefs


def test_a_call_to_action_shows_in_each_slot(pages):
    for slot in ("top", "sidebar", "bottom"):
        buttons = pages["article"].find("aside", class_=f"slot--{slot}")("a", class_="button")
        assert buttons[0]["href"] == "/about/"


def test_an_empty_slot_leaves_no_landmark(pages):
    assert not pages["bare article"]("aside")


def test_each_author_is_presented_once(pages):
    soup = pages["article"]
    names = [name.text for name in soup.find(class_="body")(class_="author__name")]
    assert names == ["Ada Long", "Ben Short"]


def test_pages_of_a_list_link_to_the_ones_before_and_after(pages):
    assert pages["index"].find("a", rel="next")["href"] == "?page=2"
    assert pages["second page"].find("a", rel="prev")["href"] == "?page=1"
    assert pages["index"].find("link", rel="next")["href"] == "?page=2"


def test_pages_of_search_results_keep_the_query(client):
    for _ in range(11):
        make_article(title="Tea & cake")
    soup = BeautifulSoup(client.get("/search/", {"query": "tea & cake"}).content, "html.parser")
    assert soup.find("a", rel="next")["href"] == "?query=tea%20%26%20cake&page=2"


def test_a_query_is_shown_as_text(client):
    html = client.get("/search/", {"query": '"><script>x</script>'}).content.decode()
    assert "<script>x" not in html


def test_a_search_that_finds_nothing_says_so_and_offers_a_way_on(pages):
    empty = pages["no results"].find(class_="empty")
    assert "Nothing was found for" in empty.text
    assert empty.a["href"] == "/articles/"


def test_an_index_without_articles_says_so(client):
    article_index()
    assert b"Nothing has been published here yet." in client.get("/articles/").content


def test_a_page_without_any_settings_is_complete(client):
    assert client.get("/").status_code == 200


def test_a_lost_image_file_leaves_the_page_whole(client):
    image = make_image()
    make_article(slug="lost", lead_image=image, body=[("image", {"image": image})])
    image.file.storage.delete(image.file.name)
    for path in ("/articles/lost/", "/articles/"):
        main = BeautifulSoup(client.get(path).content, "html.parser").main
        assert "Article" in main.h1.text
        assert not main("picture") + main("figure") + main(class_=re.compile("pictured"))


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_error_pages_need_neither_context_nor_database(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        soup = BeautifulSoup(render_to_string(name), "html.parser")
    assert len(soup("h1")) == len(soup("main")) == 1


def test_the_forbidden_page_keeps_the_site_around_it(rf):
    soup = BeautifulSoup(render_to_string("403.html", request=rf.get("/")), "html.parser")
    assert soup.h1
    assert soup.find("nav", attrs={"aria-label": "Main"})


def test_a_private_page_opens_with_its_password_and_says_when_it_is_wrong(client):
    page = make_page(title="For members", slug="locked")
    make_private(page, PageViewRestriction.PASSWORD, password="key")
    form = BeautifulSoup(client.get(page.url).content, "html.parser").main.form

    def send(password):
        fields = {field["name"]: field.get("value", "") for field in form("input")}
        return client.post(form["action"], fields | {"password": password}, follow=True)

    wrong = BeautifulSoup(send("guess").content, "html.parser")
    assert "not correct" in wrong.find(id=wrong.find(id="password")["aria-describedby"]).text
    assert "<h1>For members</h1>" in send("key").content.decode()
