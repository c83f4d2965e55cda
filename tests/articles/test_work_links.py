import json

import pytest
from bs4 import BeautifulSoup
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.models import ReferenceIndex

from articles.rich_text import ARTICLE_FEATURES, PROSE_FEATURES, expand, in_format, validate_links
from articles.work_links import LOCATOR_LENGTH
from tests import builders

pytestmark = pytest.mark.django_db

NO_IDS = ["", "abc", "-1", "1.5", "٣", "9" * 30, '5" onclick="x']
TITLE = "Growth & <others>"
ADDRESS = "https://doi.org/10.1000/abc"


@pytest.fixture
def work():
    return builders.make_work(title=TITLE, DOI="10.1000/abc")


@pytest.fixture
def editor():
    return get_rich_text_editor_widget(features=ARTICLE_FEATURES)


def reference(pk, locator="", words="(Poulin, 2022)"):
    locator = locator and f' locator="{locator}"'
    return f'<a linktype="work" id="{pk}"{locator}>{words}</a>'


def contentstate(**data):
    """What the editor posts for one word that is a reference."""
    block = {
        "key": "a1b2c",
        "text": "word",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 4}],
    }
    entity = {"type": "WORK", "mutability": "IMMUTABLE", "data": data}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def stored(editor, **data):
    """What is stored of it, within its paragraph."""
    html = editor.value_from_datadict({"text": contentstate(**data)}, {}, "text")
    return html.removeprefix('<p data-block-key="a1b2c">').removesuffix("</p>")


def shown(editor, html):
    """The words of the one paragraph in the editor, and its entities."""
    state = json.loads(editor.format_value(html))
    return state["blocks"][0]["text"], list(state["entityMap"].values())


# From and to the editor


@pytest.mark.parametrize("pk", [5, "5"])
def test_reference_is_stored_as_a_link_with_id_and_locator(editor, pk):
    data = {"id": pk, "locator": "pp. 4–5", "title": "T", "url": ADDRESS, "parentId": None}
    html = '<a linktype="work" id="5" locator="pp. 4–5">word</a>'
    assert stored(editor, **data) == html
    assert stored(editor, id=pk) == '<a linktype="work" id="5">word</a>'


@pytest.mark.parametrize("pk", [*NO_IDS, None, 1.5, [5]])
def test_reference_without_an_id_is_stored_as_its_words(editor, pk):
    assert stored(editor, id=pk, locator="p. 4") == "word"
    assert stored(editor) == "word"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  p. 4 ", "p. 4"),
        ("p.\n4\t 5", "p. 4 5"),
        ("   ", None),
        (None, None),
        (4, "4"),
        ("x" * 200, "x" * LOCATOR_LENGTH),
        ("x" * (LOCATOR_LENGTH - 1) + " y", "x" * (LOCATOR_LENGTH - 1)),
        ('"><script>alert(1)</script>', '"><script>alert(1)</script>'),
    ],
)
def test_locator_is_trimmed_bounded_and_escaped(editor, typed, kept):
    html = stored(editor, id=5, locator=typed)
    soup = BeautifulSoup(html, "html.parser")
    assert soup.a.get("locator") == kept
    assert [tag.name for tag in soup.find_all()] == ["a"]


def test_editor_is_told_of_the_work(editor, work):
    words, entities = shown(editor, f"<p>See {reference(work.pk, 'pp. 4–5')}.</p>")
    assert words == "See (Poulin, 2022)."
    data = {"id": work.pk, "locator": "pp. 4–5", "title": TITLE, "url": ADDRESS, "parentId": None}
    assert entities == [{"type": "WORK", "mutability": "IMMUTABLE", "data": data}]


def test_reference_to_what_is_gone_stays_in_the_editor(editor):
    html = f"<p>{reference(4711, 'p. 4')}</p>"
    _, (entity,) = shown(editor, html)
    assert entity["data"]["title"] == ""
    posted = editor.value_from_datadict({"text": editor.format_value(html)}, {}, "text")
    assert BeautifulSoup(posted, "html.parser").a.attrs == {
        "linktype": "work",
        "id": "4711",
        "locator": "p. 4",
    }


@pytest.mark.parametrize(
    "attributes", ["", *(f"id='{pk}'" for pk in NO_IDS), f"locator='{'x' * 999}'"]
)
def test_reference_made_by_hand_opens_in_the_editor(editor, attributes):
    words, (entity,) = shown(editor, f"<p><a linktype='work' {attributes}>words</a></p>")
    assert words == "words"
    assert len(entity["data"]["locator"]) <= LOCATOR_LENGTH


@pytest.mark.parametrize("locator", ["l'annexe &amp; &lt;b&gt;", "&quot;B&quot;", "pp. 4–5"])
def test_reference_comes_back_as_it_was(editor, work, locator):
    html = f"<p>See {reference(work.pk, locator)}.</p>"
    once = editor.value_from_datadict({"text": editor.format_value(html)}, {}, "text")
    twice = editor.value_from_datadict({"text": editor.format_value(once)}, {}, "text")
    before, after = (BeautifulSoup(text, "html.parser").a for text in (html, twice))
    assert once == twice
    assert before == after


def test_short_texts_take_no_references(work):
    widget = get_rich_text_editor_widget(features=PROSE_FEATURES)
    assert shown(widget, f"<p>{reference(work.pk)}</p>") == ("(Poulin, 2022)", [])


# In public


def test_reference_leads_to_where_the_work_is_read(work):
    address = builders.make_work(DOI="", URL="https://www.example.org/?a=1&b=2").pk
    assert expand(reference(work.pk, "p. 4")) == f'<a href="{ADDRESS}">(Poulin, 2022)</a>'
    assert expand(reference(address)) == (
        '<a href="https://www.example.org/?a=1&amp;b=2">(Poulin, 2022)</a>'
    )


def test_reference_that_leads_nowhere_keeps_its_words():
    nowhere = builders.make_work(DOI="")
    for pk in [nowhere.pk, 4711, *NO_IDS[:-1]]:
        assert expand(reference(pk)) == "<a>(Poulin, 2022)</a>"
    assert expand('<a linktype="work">words</a>') == "<a>words</a>"


def test_ten_references_cost_one_query(django_assert_num_queries):
    works = [builders.make_work() for _ in range(10)]
    with django_assert_num_queries(1):
        expand("".join(reference(work.pk) for work in works))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("html", f'<p>See <a href="{ADDRESS}">(Poulin, 2022)</a>.</p>'),
        ("markdown", f"See [(Poulin, 2022)]({ADDRESS}).\n\n"),
        (
            "db_html",
            '<p>See <a linktype="work" id="{pk}" locator="pp. 4–5">(Poulin, 2022)</a>.</p>',
        ),
        (
            "db_markdown",
            "See [(Poulin, 2022)](wagtail://work?id={pk}&locator=pp.%204%E2%80%935).\n\n",
        ),
    ],
)
def test_reference_reads_in_every_format(work, name, text, django_assert_num_queries):
    source = f"<p>See {reference(work.pk, 'pp. 4–5')}.</p>"
    html = expand(source)
    with django_assert_num_queries(0):
        read = in_format(name, source, html, "https://cms.example", ARTICLE_FEATURES)
    assert read == text.replace("{pk}", str(work.pk))


def test_reference_is_no_unsafe_link():
    validate_links(reference(5, "javascript:alert(1)"))


# Usage


def uses(work):
    return [group[0].pk for group in ReferenceIndex.get_grouped_references_to(work)]


def test_usage_of_a_work_names_who_refers_to_it(work):
    text = "".join(f"<p>{reference(pk)}</p>" for pk in [work.pk, work.pk, *NO_IDS, 4711])
    text += '<p><a linktype="work">words</a></p>'
    article = builders.make_article(body=[{"type": "text", "value": {"content": text}}])
    assert uses(work) == [article.pk]
    assert uses(builders.make_work()) == []
    article.body = []
    article.save()
    assert uses(work) == []


def test_page_leads_to_where_the_work_is_read_by_now(client, work):
    text = [{"type": "text", "value": {"content": f"<p>{reference(work.pk)}</p>"}}]
    article = builders.make_article(body=text)
    assert f'href="{ADDRESS}"' in client.get(article.url).content.decode()
    work.csl["DOI"] = "10.1000/moved"
    work.save()
    assert 'href="https://doi.org/10.1000/moved"' in client.get(article.url).content.decode()
