"""Readers, slow readers, publishers and a worker at once: nobody is answered from before a commit,
and nobody who reads waits for somebody who writes."""

from contextlib import ExitStack

import pytest
from django.conf import settings

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
    board = FORKS.RawArray("q", 3)
    with ExitStack() as running:

        def start(function, *given):
            return running.enter_context(Other(function, *given))

        port = running.enter_context(web_server(workers=2))
        start(roles.work_on)
        readers = [start(roles.read, board, asked, port) for _ in range(2)]
        readers.append(start(roles.read_slowly, board, asked))
        rewriting = start(roles.rewrite, board, cta.pk)
        start(roles.publish_some, board, *editor, PUBLISHES).hear()
        board[IS_OVER] = True
        rewriting.hear()
        heard = [reader.hear() for reader in readers]
    assert board[TITLE] == PUBLISHES
    assert board[HEADING] > PUBLISHES
    for shown, wrong in heard:
        assert wrong == []
        assert shown > 2
    print([shown for shown, _ in heard], board[:])
    assert_whole()
