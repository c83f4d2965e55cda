import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from wagtail.models import Site

from home.models import SiteSettings
from home.templatetags.site_tags import page_numbers
from tests.builders import article_index, home_page, make_image, make_page, make_private

SHOW = Template("{% load site_tags %}{% site_chrome as chrome %}{{ chrome.name }}")


@pytest.fixture
def chrome_at(rf, db):
    """The chrome of the site at a path."""

    def chrome_at(path="/", **extra):
        context = Context({"request": rf.get(path, **extra)})
        SHOW.render(context)
        return context["chrome"]

    return chrome_at


def navigate(*pages, **fields):
    """Puts links to pages into the main navigation and the footer."""
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    links = [{"label": "", "page": page, "url": ""} for page in pages]
    settings.navigation = [("item", {**link, "children": links}) for link in links]
    settings.footer_links = [("item", link) for link in links]
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.save()


def test_an_address_without_a_site_has_plain_chrome(rf, db):
    Site.objects.all().delete()
    context = Context({"request": rf.get("/")})
    assert SHOW.render(context) == "Citewell"
    assert context["chrome"].navigation == []


def test_no_request_has_plain_chrome(db):
    assert SHOW.render(Context()) == "Citewell"


def test_links_to_private_pages_are_left_out(chrome_at):
    shown, hidden = make_page(), make_page()
    make_private(hidden)
    navigate(shown, hidden)
    assert [link["href"] for link in chrome_at().navigation] == [shown.url]
    assert [link["href"] for link in chrome_at().navigation[0]["children"]] == [shown.url]
    assert [link["href"] for link in chrome_at().footer_links] == [shown.url]


def test_the_page_itself_and_what_stands_above_it_are_marked(chrome_at):
    here, elsewhere = make_page(), make_page()
    navigate(home_page(), here, elsewhere)
    assert [link["current"] for link in chrome_at(here.url).navigation] == ["", "page", ""]
    below = chrome_at(here.url + "below/").navigation
    assert [link["current"] for link in below] == ["", "true", ""]
    assert [link["current"] for link in chrome_at("/").navigation] == ["page", "", ""]


def test_a_private_index_announces_no_feed(chrome_at):
    index = article_index()
    assert chrome_at().index == index
    make_private(index)
    assert chrome_at().index is None


def test_chrome_costs_the_same_for_one_link_as_for_ten(chrome_at, django_assert_num_queries):
    def cost(pages):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        navigate(*pages, footer_text=links_to(pages), publisher_logo=logo)
        chrome_at()
        with CaptureQueriesContext(connection) as queries:
            chrome_at()
        return len(queries)

    logo = make_image()
    pages = [make_page() for _ in range(10)]
    assert cost(pages[:1]) == cost(pages)


def links_to(pages):
    return "".join(f'<p><a linktype="page" id="{page.pk}">there</a></p>' for page in pages)


def test_page_numbers_have_gaps_in_long_lists():
    paginator = Paginator(range(200), 10)
    gap = paginator.ELLIPSIS
    assert page_numbers(paginator.page(10)) == [1, gap, 9, 10, 11, gap, 20]
    assert page_numbers(paginator.page(1)) == [1, 2, gap, 20]
