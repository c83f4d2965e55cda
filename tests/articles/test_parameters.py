"""What articles and plain pages add to lists of pages."""

import pytest

from api.parameters import VALUES_MAX
from evidence.models import Work
from tests import builders
from tests.api.asking import answer, ids, refused

pytestmark = pytest.mark.django_db

DOI = "10.1080/24740527.2022.2126754"


def citing(doi, **fields):
    work = Work.objects.filter(doi=doi.lower()).first() or builders.make_work(DOI=doi)
    return builders.make_article(body=builders.citing(work), **fields)


@pytest.mark.parametrize("parameter", ["author", "topic"])
def test_articles_are_found_by_slug_or_id_of_one_of_several(client, parameter):
    make = builders.make_author if parameter == "author" else builders.make_topic
    one, other, third = (make() for _ in range(3))
    articles = [
        builders.make_article(**{f"{parameter}s": things})
        for things in ([one], [one, other], [third], [])
    ]
    first, second, *_ = (article.pk for article in articles)
    assert ids(client, **{parameter: one.slug}) == [first, second]
    assert ids(client, **{parameter: one.pk}) == [first, second]
    assert ids(client, **{parameter: other.slug}) == [second]
    got = answer(client, **{parameter: f"{one.slug},{other.pk},no-such"})
    assert [item["id"] for item in got["items"]] == [first, second]
    assert got["meta"]["total_count"] == 2


def test_a_slug_that_looks_like_an_id_is_found_too(client):
    author = builders.make_author(slug="2024")
    article = builders.make_article(authors=[author])
    assert ids(client, author="2024") == [article.pk]


def test_different_parameters_must_all_hold(client):
    author, topic = builders.make_author(), builders.make_topic()
    both = citing(DOI, authors=[author], topics=[topic])
    builders.make_article(authors=[author])
    builders.make_article(topics=[topic])
    query = {"author": author.slug, "topic": topic.slug, "cites": DOI, "has_block": "citation"}
    assert ids(client, **query) == [both.pk]
    assert ids(client, **query, title__contains="no such") == []


@pytest.mark.parametrize("query", [{}, {"type": "articles.ArticlePage"}])
def test_articles_are_found_by_a_cited_work_in_any_spelling(client, query):
    one, other = citing(DOI.upper()), citing("10.1000/182")
    builders.make_article()
    for spelling in (DOI, f"https://doi.org/{DOI}", f"doi:{DOI.upper()}", f" {DOI}."):
        assert ids(client, cites=spelling, **query) == [one.pk]
    both = ids(client, cites=f"{DOI},https://doi.org/10.1000/182", **query)
    assert both == [one.pk, other.pk]
    assert ids(client, cites="10.1000/none", **query) == []


def test_articles_are_found_by_the_id_of_a_cited_work(client):
    one, other = (builders.make_work(DOI="") for _ in range(2))
    pages = [builders.make_article(body=builders.citing(work)).pk for work in (one, other)]
    assert ids(client, cites_work=one.pk) == pages[:1]
    assert ids(client, cites_work=f"{one.pk},{other.pk}") == pages
    assert ids(client, cites_work=999999) == ids(client, cites_work="9" * 30) == []
    assert "Allowed are ids, separated by commas." in refused(client, cites_work="x")


def test_a_doi_with_a_comma_is_one_value(client):
    article = citing("10.1000/a,b")
    assert ids(client, cites="10.1000/a,b") == [article.pk]
    assert ids(client, cites="10.1000/x,10.1000/a,b") == [article.pk]


def test_pages_of_every_type_are_found_by_the_kinds_of_their_blocks(client):
    page = builders.make_page(body=[("quote", {"text": "x"})])
    article = builders.make_article(body=[("quote", {"text": "x"}), *builders.citing(None)])
    builders.make_article(body=[("text", {"content": "<p>x</p>"})])
    assert ids(client, has_block="quote") == [page.pk, article.pk]
    assert ids(client, has_block="citation,quote", type="home.StandardPage") == [page.pk]
    assert ids(client, has_block="citation") == [article.pk]
    assert ids(client, has_block="table") == []


def test_pages_of_every_type_are_found_by_whether_they_rest_on_a_retracted_work(client):
    retracted = builders.noted(builders.make_work(DOI=DOI))
    mark = f'<a linktype="work" id="{retracted.pk}">x</a>'
    page = builders.make_page(body=[("text", {"content": f"<p>{mark}</p>"})])
    article, other = citing(DOI), citing("10.1000/182")
    assert ids(client, cites_retracted="true") == [page.pk, article.pk]
    assert ids(client, cites_retracted="false", type="articles.ArticlePage") == [other.pk]
    assert len(ids(client, cites_retracted="true,false")) == len(ids(client))
    builders.noted(retracted, "reinstatement", date="2020")
    assert ids(client, cites_retracted="true") == []


def test_what_is_hidden_answers_like_what_is_not_there(client):
    author, topic = builders.make_author(), builders.make_topic()
    everything = {"authors": [author], "topics": [topic]}
    draft = citing(DOI, published=False, **everything)
    gone = citing(DOI, **everything)
    gone.unpublish()
    builders.make_private(citing(DOI, **everything))
    for query in (
        {"author": author.slug},
        {"topic": topic.pk},
        {"cites": DOI},
        {"has_block": "citation"},
    ):
        got = answer(client, **query)
        assert got == {"meta": {"total_count": 0}, "items": []}
    assert answer(client, author="no-such")["meta"] == {"total_count": 0}
    draft.save_revision().publish()
    assert ids(client, cites=DOI) == [draft.pk]


def test_they_go_with_a_search_and_with_a_cursor(client):
    article = citing(DOI, title="Marmalade", authors=[builders.make_author(slug="ada")])
    citing(DOI)
    found = {"author": "ada", "cites": DOI}
    assert ids(client, search="marmalade", **found) == [article.pk]
    assert ids(client, cursor="", **found) == [article.pk]


def test_they_say_whether_a_single_page_answers(client):
    article = citing(DOI)
    assert answer(client, f"pages/{article.pk}/", cites=DOI)["id"] == article.pk
    assert client.get(f"/api/v2/pages/{article.pk}/", {"author": "ada"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"author": "a b"}, "'a b' is not a valid value for author. Allowed are slugs and ids"),
        ({"topic": "٣"}, "'٣' is not a valid value for topic. Allowed are slugs and ids"),
        ({"author": ""}, "author must be values separated by commas, none of them empty"),
        ({"topic": "a,"}, "topic must be values separated by commas, none of them empty"),
        ({"has_block": "heading"}, "for has_block. Allowed are author_bio, citation, cta, embed"),
        ({"cites": "x"}, "'x' is not a valid value for cites. This is not a DOI. A DOI looks like"),
        ({"cites_retracted": "yes"}, "not a valid value for cites_retracted. Allowed are true, f"),
        ({"cites": "10.1000/1,doi:x"}, "'doi:x' is not a valid value for cites."),
        (
            {"author": ",".join("a" * (VALUES_MAX + 1))},
            "author cannot have more than 50 values",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_can(client, query, message):
    assert message in refused(client, **query)


@pytest.mark.parametrize("name", ["author", "topic", "cites", "cites_retracted", "has_block"])
@pytest.mark.parametrize(
    "value", ["9" * 40, "-1", "' OR 1=1 --", "%2525252525", "10.1/" + "%25" * 600, "_", "🙂"]
)
def test_no_value_is_an_error_of_the_server(client, name, value):
    assert client.get("/api/v2/pages/", {name: value}).status_code in (200, 400)


def test_files_take_none_of_them(client):
    assert "recognised field: author" in refused(client, "images/", author="x")
