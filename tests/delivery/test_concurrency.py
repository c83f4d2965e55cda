"""Readers, slow readers, publishers and a worker at once: nobody is answered from before a commit,
and nobody who reads waits for somebody who writes."""

from contextlib import ExitStack

import pytest
from django.conf import settings
from wagtail.models import Page

from articles.models import ArticlePage, CallToAction
from delivery import editions, settling
from delivery.models import Edition, PublicObject
from tests import chance
from tests.builders import make_article, make_cta, place
from tests.delivery import roles
from tests.delivery.processes import FORKS, Other, web_server
from tests.delivery.roles import HEADING, IS_OVER, TITLE
from tests.delivery.truth import assert_whole
from tests.newsroom import desk

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISHES = 500 if chance.LONG else 12


@pytest.fixture
def cta(transactional_db):
    return make_cta(heading="Call 0")


@pytest.fixture
def article(cta):
    body = [("text", {"content": "<p>All there is to say.</p>"})]
    article = make_article(title="Counter 0", slug="counter", body=body)
    place(article, "top", cta)
    return article


@pytest.fixture
def asked(article, cta):
    """Paths, with the texts that each shows."""
    return {
        article.url: {TITLE, HEADING},
        f"/api/v2/pages/{article.pk}/": {TITLE, HEADING},
        "/api/v2/pages/?type=articles.ArticlePage&fields=*": {TITLE, HEADING},
        "/api/v2/pages/?search=counter": {TITLE},
        "/search/?query=counter": {TITLE},
        article.get_parent().url: {TITLE},
        f"/api/v2/ctas/{cta.pk}/": {HEADING},
        "/api/v2/ctas/": {HEADING},
    }


@pytest.fixture
def editor(article):
    """The session of an administrator, and where and what the form of the article is sent."""
    browser = desk.at_desk()
    address = desk.edit_address(article)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return session, (address, desk.opened(browser, address))


def test_no_answer_is_from_before_a_commit(cta, asked, editor):
    board = FORKS.RawArray("q", 5)
    with ExitStack() as running:

        def start(function, *given):
            return running.enter_context(Other(function, *given))

        port = running.enter_context(web_server(workers=2))
        start(roles.work_on)
        readers = [start(roles.read, board, asked, port) for _ in range(2)]
        readers.append(start(roles.read_slowly, board, asked))
        rewriting = start(roles.rewrite, board, cta.pk)
        publishing = start(roles.publish_until_the_end, board, *editor)
        for number in range(1, PUBLISHES + 1):
            assert publishing.hear() == number
        board[IS_OVER] = True
        rewriting.hear()
        heard = [reader.hear() for reader in readers]
    assert board[HEADING] > 0
    for shown, wrong in heard:
        assert wrong == []
        assert shown > 2
    assert_whole()


@pytest.mark.parametrize("hold", [roles.hold_publishing, roles.hold_settling])
def test_nobody_who_reads_waits_for_somebody_who_writes(hold, article, cta, asked):
    for step in (prepare, write, lambda _: Edition.objects.all().delete()):
        settling.settle()
        step(article)
        texts = {TITLE: Page.objects.get(pk=article.pk).title, HEADING: cta.heading}
        with Other(hold, cta.pk) as writer:
            assert writer.hear() == "held"
            if hold == roles.hold_settling:
                texts[HEADING] = CallToAction.objects.get(pk=cta.pk).heading
            with Other(roles.look_once, list(asked)) as reader:
                answers = dict(zip(asked, reader.hear(), strict=True))
            writer.tell("go on")
            writer.hear()
        for path, shown in asked.items():
            assert all(texts[text] in answers[path].decode() for text in shown), path
        cta.refresh_from_db()
    assert_whole()


def prepare(article):
    for one in PublicObject.objects.all():
        editions.prepare(one)


def write(article):
    ArticlePage.objects.filter(pk=article.pk).update(title="Counter written")
