"""What all tests share; see also `tests/builders.py` (content) and `tests/tools.py` (programs)."""

import os
from collections import Counter

import pytest
from django.core.cache import cache, caches
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.test import TransactionTestCase
from playwright.sync_api import sync_playwright
from wagtail.models import Site

from delivery.editions import switched_off
from delivery.fingerprint import fingerprint
from delivery.visibility import Visibility
from tests import databases, tools

LONG_MODULES = [
    *("delivery/test_secrets.py", "delivery/test_faults.py", "delivery/test_invariant.py"),
    *("delivery/test_concurrency.py", "api/test_schemathesis.py", "delivery/serving/test_layer.py"),
    *("articles/test_queries.py", "cms/test_serve.py", "clients/test_replica.py"),
    *("benchmarks/test_requests.py", "cms/test_migrations.py"),
]
"""Begun first, the longest before all, so that at the end no process works while others wait."""
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser):
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out the tests to which all databases are alike",
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "alike: comes out alike on all databases")
    config.pluginmanager.register(databases)
    config.pluginmanager.register(tools)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Of several tests of one name, xdist would run one and say nothing of the others."""
    names = Counter(item.nodeid for item in items)
    if twice := [name for name, count in names.items() if count > 1]:
        raise pytest.UsageError(f"Several tests have one name: {', '.join(twice)}")
    if hasattr(config, "workerinput"):
        items.sort(key=_turn)


def _turn(item):
    """When a test has its turn, among processes that share a run; alike within a module."""
    module = item.nodeid.partition("::")[0].removeprefix("tests/")
    return LONG_MODULES.index(module) if module in LONG_MODULES else len(LONG_MODULES)


@pytest.fixture(scope="session", autouse=True)
def _restore_after_commits():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: databases.restore())
        yield


@pytest.fixture(autouse=True)
def _empty_cache():
    """Wagtail caches the addresses of sites, and answers are kept by a number that tests share.

    Nor does a clock that another test set forward hold.
    """
    cache.clear()
    for each in ("answers", "hosts", "sites"):
        caches[each].clear()
    Visibility.not_before = None


@pytest.fixture
def anew():
    """Everything is rendered anew: nothing comes from an edition or another kept answer."""
    with switched_off():
        yield


@receiver(setting_changed)
def _forget_fingerprint(**_):
    """Outside tests, settings stay what they are."""
    fingerprint.cache_clear()


@pytest.fixture
def live_site(live_server, transactional_db):
    """The site behind a real HTTP server; `str(live_site)` is its address.

    Other threads serve it, so what a test puts into the database is committed.
    """
    Site.objects.update(hostname=live_server.thread.host, port=live_server.thread.port)
    return live_server


@pytest.fixture(scope="session")
def browser():
    """Chromium, without a window."""
    # Playwright keeps an event loop in this thread; Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tools.program("chromium"), args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A fresh window: no cookies, nothing cached."""
    with browser.new_context() as context:
        yield context.new_page()
