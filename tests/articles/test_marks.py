"""References to works in texts: stored as links, shown as marks of the page's style."""

import pytest

from articles.marks import Marks, linking_instead, links_in
from articles.merging import merge
from articles.models import ArticlePage, CitedWork
from articles.references import References
from home.models import SiteSettings
from tests import builders
from tests.articles.blocks.asking import parsed

pytestmark = pytest.mark.django_db


def link(work, locator="", words="(as it was)"):
    locator = locator and f' locator="{locator}"'
    return f'<a linktype="work" id="{getattr(work, "pk", work)}"{locator}>{words}</a>'


def text(*links):
    return ("text", {"content": f"<p>It helped {' '.join(links)}.</p>"})


@pytest.fixture
def works():
    """Two works of the same authors and year, and a third."""
    alike = {
        "author": [{"family": "Quill", "given": "Ada"}, {"family": "Ink", "given": "Bo"}],
        "issued": {"date-parts": [[2020]]},
    }
    return [
        builders.make_work(title="Zebras", **alike),
        builders.make_work(title="Ants", **alike),
        builders.make_work(
            title="Bees",
            author=[{"literal": "WHO & Sons"}],
            issued={"date-parts": [[2019]]},
        ),
    ]


# The tags


@pytest.mark.parametrize(
    ("html", "ids"),
    [
        ("", []),
        ("<p>No <a href='/'>link</a></p>", []),
        (link(5) + link(7, "p. 4") + link(5), [5, 7, 5]),
        ('<a id="5" linktype="page">x</a>', []),
        (link("abc") + link("") + link("-1") + link("9" * 30) + link("٣"), []),
        ('<a linktype="work">x</a>', []),
        (f"{link(5)[:-4]}", []),
    ],
)
def test_works_are_found_by_the_ids_of_their_links(html, ids):
    assert links_in(html) == ids


def test_links_change_their_work_and_nothing_else():
    html = f"<p>{link(5, 'l&#x27;annexe')} <b>{link(6)}</b></p>"
    changed = linking_instead(html, 5, 7)
    assert changed == f"<p>{link(7, 'l&#x27;annexe')} <b>{link(6)}</b></p>"
    assert linking_instead(html, 8, 7) == html


# The marks


def shown(page, client):
    return parsed(client.get(page.url).content.decode())


def marks_of(soup):
    return [mark.get_text() for mark in soup.find_all(role="doc-biblioref")]


def test_readers_see_marks_of_the_whole_set_with_their_places(works, client):
    one, other, third = works
    page = builders.make_article(
        body=[text(link(one, "pp. 4-5"), link(third)), *builders.citing(other)]
    )
    assert marks_of(shown(page, client)) == [
        "(Quill & Ink, 2020b, pp. 4–5)",
        "(WHO & Sons, 2019)",
    ]


def test_marks_lead_to_the_list_and_back(works, client):
    one, other, third = works
    page = builders.make_article(
        body=[text(link(third), link(one)), text(link(third)), *builders.citing(other)]
    )
    soup = shown(page, client)
    [listed] = soup.find_all(role="doc-bibliography")
    assert [entry.find(class_="references__work").get_text()[:24] for entry in listed("li")] == [
        "Quill, A., & Ink, B. (20",
        "Quill, A., & Ink, B. (20",
        "WHO & Sons. (2019). Bees",
    ]
    marks = soup.find_all(role="doc-biblioref")
    assert [mark["href"] for mark in marks] == [
        f"#work.{third.pk}",
        f"#work.{one.pk}",
        f"#work.{third.pk}",
    ]
    backs = [back["href"] for back in listed.find_all(role="doc-backlink")]
    assert sorted(backs) == sorted(f"#{mark['id']}" for mark in marks)
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for href in {*backs, *(mark["href"] for mark in marks)}:
        assert href.removeprefix("#") in ids


def test_a_page_without_marks_has_no_list(works, client):
    page = builders.make_article(body=builders.citing(*works))
    assert shown(page, client).find(role="doc-bibliography") is None


def test_plain_pages_have_marks_and_a_list_too(works, client):
    page = builders.make_page(body=[text(link(works[2]))])
    soup = shown(page, client)
    assert marks_of(soup) == ["(WHO & Sons, 2019)"]
    assert soup.find(role="doc-bibliography")
    assert list(CitedWork.objects.values_list("work", flat=True)) == [works[2].pk]


def test_styles_that_number_count_in_the_order_of_the_text(works, client):
    one, _, third = works
    page = builders.make_article(body=[text(link(third), link(one)), text(link(third))])
    style = "american-medical-association"
    SiteSettings.objects.update_or_create(site=page.get_site(), citation_style=style)
    soup = shown(page, client)
    assert marks_of(soup) == ["1", "2", "1"]
    assert soup.find(role="doc-biblioref").sup
    labels = [label.get_text() for label in soup.find_all(class_="references__label")]
    assert labels == ["1.", "2."]


def test_a_work_that_is_gone_leaves_the_words_and_no_link(works, client):
    one, _, third = works
    page = builders.make_article(body=[text(link(one), link(third), link(third.pk + 1))])
    ArticlePage.objects.filter(pk=page.pk).update(
        body=[{"type": "text", "value": {"content": f"<p>{link(0)} {link(third)}</p>"}, "id": "x"}]
    )
    soup = shown(page, client)
    assert "(as it was)" in soup.get_text()
    assert marks_of(soup) == ["(WHO & Sons, 2019)"]


def test_a_work_that_is_made_later_is_shown_at_once(client, works):
    third = works[2]
    page = builders.make_article(body=[text(link(third.pk + 1)), *builders.citing(third)])
    assert marks_of(shown(page, client)) == []
    new = builders.make_work(author=[{"literal": "WHO"}], issued={"date-parts": [[2021]]})
    assert new.pk == third.pk + 1
    assert marks_of(shown(page, client)) == ["(WHO, 2021)"]


def test_markup_in_works_and_places_is_text(client):
    nasty = "<script>alert(1)</script>"
    work = builders.make_work(title=nasty, author=[], issued={})
    locator = "&lt;script&gt;alert(2)&lt;/script&gt;"
    page = builders.make_article(body=[text(link(work, locator))])
    soup = shown(page, client)
    assert [one for one in soup("script", type=False) if not one.has_attr("src")] == []
    assert nasty in marks_of(soup)[0]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            "html",
            '<a id="mark.1" href="#work.{pk}" role="doc-biblioref">(WHO &amp; Sons, 2019, p. 4)',
        ),
        ("db_html", '<a linktype="work" id="{pk}" locator="p. 4">(WHO &amp; Sons, 2019, p. 4)</a>'),
        ("markdown", "[(WHO & Sons, 2019, p. 4)](#work.{pk})"),
        ("db_markdown", "[(WHO & Sons, 2019, p. 4)](wagtail://work?id={pk}&locator=p.%204)"),
    ],
)
def test_every_format_of_the_api_has_the_marks(works, client, form, expected):
    work = works[2]
    page = builders.make_article(body=[text(link(work, "p. 4"))])
    answer = client.get(f"/api/v2/pages/{page.pk}/", {"rich_text_format": form}).json()
    assert expected.format(pk=work.pk) in answer["body"][0]["value"]["content"]
    assert "(as it was)" not in answer["plain_text"]
    assert answer["references"] == [
        {
            "work": work.pk,
            "anchor": f"work.{work.pk}",
            "label": "",
            "text": work.formatted["apa"]["text"],
            "html": work.formatted["apa"]["html"],
            "notices": [],
            "is_retracted": False,
        }
    ]


def test_a_work_s_change_reaches_the_marks(works, client):
    work = works[2]
    page = builders.make_article(body=[text(link(work))])
    assert marks_of(shown(page, client)) == ["(WHO & Sons, 2019)"]
    work.csl["issued"] = {"date-parts": [[2021]]}
    work.save()
    assert marks_of(shown(page, client)) == ["(WHO & Sons, 2021)"]


def test_merged_works_have_one_mark(works, client):
    one, _, third = works
    page = builders.make_article(body=[text(link(one, "p. 4"), link(third))])
    merge(one, third)
    assert marks_of(shown(page, client)) == ["(WHO & Sons, 2019, p. 4)", "(WHO & Sons, 2019)"]


def test_json_ld_cites_what_the_text_refers_to(works, client):
    page = builders.make_article(body=[text(link(works[2]))])
    answer = client.get(f"/api/v2/pages/{page.pk}/").json()
    [article] = [one for one in answer["json_ld"] if one["@type"] == "Article"]
    assert [cited["name"] for cited in article["citation"]] == ["Bees"]


def test_marks_count_anew_for_each_rendering(works):
    references = References(works)
    for _ in range(2):
        html = Marks(references).shown(link(works[0]) + link(works[0]))
        assert references.mentions[works[0].pk] == ["mark.1", "mark.2"]
        assert html.count("(Quill") == 2
