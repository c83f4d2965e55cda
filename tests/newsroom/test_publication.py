"""A text of the newsroom's form, brought to its readers by the people who would do it.

`make test-sample SAMPLE=path` does it with a text of yours.
"""

import os
from copy import copy
from pathlib import Path
from types import SimpleNamespace

import bs4
import pytest
from django.db import transaction
from django.test import Client
from django.utils.html import escape
from django.utils.text import slugify
from wagtail.models import WorkflowState

from articles.models import ArticleIndexPage, ArticlePage, Author, CallToAction
from evidence.models import Work
from tests import builders
from tests.newsroom import desk
from tests.newsroom.sample import parse

# The fixture uses the database before the tests could; they say that it must be there.
pytestmark = pytest.mark.django_db

ARTICLE = Path(__file__).with_name("article.txt")


@pytest.fixture(scope="module")
def sample():
    return parse(Path(os.environ.get("SAMPLE") or ARTICLE).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def published(sample, django_db_setup, django_db_blocker):
    """What the world sees of the sample before and after a moderator approved it.

    Made once for all tests here, then taken back. What a text does not hold, its editor would
    know: where buttons and profiles lead, and a summary, for which the first words stand in.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        moderator, editor = desk.at_desk("Moderators"), desk.at_desk("Editors")
        author = make_author(moderator, sample)
        ctas = {cta: make_call_to_action(moderator, cta) for cta in sample.calls_to_action}
        place_on_home_page(moderator, sample, ctas)
        work = make_work(editor, sample)
        submit_article(editor, make_index(moderator), sample, author, work)
        submitted = seen(ArticlePage.objects.get())
        approve(moderator, ArticlePage.objects.get(), sample, author, work)
        approved = seen(ArticlePage.objects.get())
        approved.submitted = submitted
        approved.calls_to_action = list(CallToAction.objects.all())
        transaction.set_rollback(True)
    return approved


def seen(page):
    """A page's state, and its HTML and JSON as anybody gets them."""
    html = Client().get(page.url)
    json = Client().get(f"/api/v2/pages/{page.pk}/")
    return SimpleNamespace(
        page=page,
        workflow=WorkflowState.objects.for_instance(page).get().status,
        statuses=(html.status_code, json.status_code),
        soup=bs4.BeautifulSoup(html.content, "html.parser"),
        json=json.json(),
    )


def profile(sample):
    return f"https://www.linkedin.com/in/{slugify(sample.name)}"


def make_author(browser, sample):
    typed = {
        "name": sample.name,
        "slug": slugify(sample.name),
        "job_title": sample.job_title,
        "organisation": sample.organisation,
        "note": f"{sample.note}\n\n{sample.linkedin}",
        "links": desk.lines({"kind": "linkedin", "url": profile(sample)}),
    }
    assert desk.send(browser, desk.add_address(Author), **typed).status_code == 302
    return Author.objects.get()


def make_work(browser, sample):
    """Pastes the reference as it stands in the text, and saves what is made of it."""
    address = desk.add_address(Work)
    filled = browser.post(address, {"intake": sample.reference, "take": "1"})
    assert browser.post(address, desk.shown(filled)).status_code == 302
    return Work.objects.get()


def make_call_to_action(browser, cta):
    typed = {
        "name": cta.heading,
        "heading": cta.heading,
        "text": cta.text,
        "button_label": cta.button_label,
        "url": f"https://www.example.org/{slugify(cta.heading)}",
    }
    answer = desk.send(browser, desk.add_address(CallToAction), desk.PUBLISH, **typed)
    assert answer.status_code == 302
    return CallToAction.objects.get(name=cta.heading, live=True)


def place_on_home_page(browser, sample, ctas):
    placements = [
        {"slot": slot, "cta": ctas[cta].pk} for slot, found in sample.slots.items() for cta in found
    ]
    home = desk.edit_address(builders.home_page())
    sent = desk.send(browser, home, desk.PUBLISH, cta_placements=desk.lines(*placements))
    assert sent.status_code == 302


def make_index(browser):
    address = desk.add_address(ArticleIndexPage, builders.home_page())
    sent = desk.send(browser, address, desk.PUBLISH, title="Articles", slug="articles")
    assert sent.status_code == 302
    return ArticleIndexPage.objects.get()


def body_of(sample, author, work):
    """A text block for each section, the citation and the author's bio."""
    sections = [[]]
    for kind, text in sample.parts:
        if kind == "heading" and sections[-1]:
            sections.append([])
        sections[-1].append(as_html(kind, text))
    texts = [("text", {"content": desk.prose("".join(section))}) for section in sections]
    cited = ("citation", desk.citation(work=work.pk))
    return desk.blocks(*texts, cited, ("author_bio", {"author": author.pk, "note": ""}))


def as_html(kind, text):
    if kind == "list":
        return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in text) + "</ul>"
    tag = {"heading": "h2", "paragraph": "p"}[kind]
    return f"<{tag}>{escape(text)}</{tag}>"


def submit_article(browser, index, sample, author, work):
    typed = {
        "title": sample.title,
        "slug": slugify(sample.title),
        "summary": next(iter(sample.sentences))[:500],
        "article_authors": desk.lines({"author": author.pk}),
        "body": body_of(sample, author, work),
    }
    answer = desk.send(browser, desk.add_address(ArticlePage, index), desk.SUBMIT, **typed)
    assert answer.status_code == 302


def approve(browser, page, sample, author, work):
    """The moderator's “Approve” in the open editor."""
    body = body_of(sample, author, work)
    answer = desk.send(browser, desk.edit_address(page), desk.APPROVE, body=body)
    assert answer.status_code == 302


def words(soup):
    """What a reader reads of some HTML, with single spaces."""
    soup = copy(soup)
    for tag in soup.find_all("i"):
        tag.unwrap()
    soup.smooth()
    return line(soup.get_text(" "))


def line(text):
    return " ".join(text.split())


def assert_in_order(sentences, text):
    at = 0
    for sentence in sentences:
        assert sentence in text[at:]
        at = text.index(sentence, at) + len(sentence)


def test_approval_by_a_moderator_publishes_what_an_editor_submitted(published):
    assert published.submitted.workflow == WorkflowState.STATUS_IN_PROGRESS
    assert published.submitted.statuses == (404, 404)
    assert published.workflow == WorkflowState.STATUS_APPROVED
    assert published.statuses == (200, 200)
    first_published_at = published.page.first_published_at
    assert published.page.publication_date == first_published_at.replace(second=0, microsecond=0)


def test_reader_finds_title_sentences_citation_and_author_in_order(sample, published):
    assert [line(h1.get_text(" ")) for h1 in published.soup.find_all("h1")] == [sample.title]
    text = words(published.soup.article)
    assert_in_order([*sample.sentences, sample.reference, sample.name, sample.note], text)
    for known in (sample.job_title, sample.organisation, sample.linkedin):
        assert known in text


def test_reader_finds_the_links_of_citation_and_author(sample, published):
    hrefs = {link["href"] for link in published.soup.article.find_all("a", href=True)}
    assert {f"https://doi.org/{sample.citation['doi'].lower()}", profile(sample)} <= hrefs


def test_reader_finds_each_call_to_action_in_its_slots(sample, published):
    for slot, ctas in sample.slots.items():
        shown = [words(cta) for cta in published.soup.select(f".slot--{slot} .cta")]
        assert shown == [line(f"{cta.heading} {cta.text} {cta.button_label}") for cta in ctas]
    placed = [cta.heading for ctas in sample.slots.values() for cta in ctas]
    leads = [button["href"] for button in published.soup.select(".cta a")]
    for cta in published.calls_to_action:
        assert leads.count(cta.url) == placed.count(cta.heading)


def test_each_call_to_action_is_stored_once(sample, published):
    assert len(published.calls_to_action) == len(sample.calls_to_action)


def test_api_gives_text_citation_and_author_in_one_answer(sample, published):
    body = [(block["type"], block["value"]) for block in published.json["body"]]
    html = " ".join(value["content"] for kind, value in body if kind == "text")
    assert published.json["title"] == sample.title
    assert_in_order(sample.sentences, words(bs4.BeautifulSoup(html, "html.parser")))
    [cited] = [value for kind, value in body if kind == "citation"]
    assert cited["formatted"] == sample.reference
    assert cited["doi"] == sample.citation["doi"].lower()
    assert cited["href"] == f"https://doi.org/{cited['doi']}"
    [bio] = [value for kind, value in body if kind == "author_bio"]
    [by] = published.json["authors"]
    for author in (by, bio["author"]):
        assert author["name"] == sample.name
        assert author["job_title"] == sample.job_title
        assert author["organisation"] == sample.organisation
        assert line(author["note"]) == f"{sample.note} {sample.linkedin}"
        assert [link["url"] for link in author["links"]] == [profile(sample)]


def test_api_gives_each_call_to_action_in_its_slots(sample, published):
    keys = ("heading", "text", "button_label")
    shown = {
        slot: [tuple(line(cta[key]) for key in keys) for cta in ctas]
        for slot, ctas in published.json["ctas"].items()
    }
    assert shown == {
        slot: [(cta.heading, line(cta.text), cta.button_label) for cta in ctas]
        for slot, ctas in sample.slots.items()
    }
