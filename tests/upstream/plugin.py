"""Lets Wagtail's own tests of its API ask this project's endpoints.

What `differences.toml` lists must fail: a listed test that passes, or that does not exist, is
an error.
"""

import tomllib
from pathlib import Path

import pytest

from tests import databases

DIFFERENCES = tomllib.loads(Path(__file__).with_name("differences.toml").read_text())


def pytest_configure(config):
    config.pluginmanager.register(databases)


@pytest.fixture(scope="session", autouse=True)
def first_rows(django_db_setup, django_db_blocker):
    """What these tests expect of Wagtail's migrations, which do not run (see `settings.py`)."""
    from django.contrib.auth.models import Group
    from wagtail.models import Collection, Locale, Page, Site

    with django_db_blocker.unblock():
        Locale.objects.create(language_code="en")
        root = Page.add_root(instance=Page(title="Root", slug="root"))
        home = root.add_child(instance=Page(title="Welcome", slug="home"))
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        Collection.add_root(name="Root")
        Group.objects.create(name="Editors")


@pytest.fixture(scope="session", autouse=True)
def anew(django_db_setup):
    """Wagtail's tests are about the views: everything is rendered anew."""
    from delivery.editions import switched_off

    with switched_off():
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    tests = {name_of(item): item for item in items}
    if missing := DIFFERENCES.keys() - tests.keys():
        raise pytest.UsageError(f"differences.toml lists no test of Wagtail's: {sorted(missing)}")
    for name, reason in DIFFERENCES.items():
        # Other exceptions are crashes, not answers that differ.
        expected = pytest.mark.xfail(raises=(AssertionError, KeyError), reason=reason, strict=True)
        tests[name].add_marker(expected)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"Intended differences from Wagtail's API: {len(DIFFERENCES)}")


def name_of(item):
    """A test as `differences.toml` names it: module.Class.test."""
    return f"{item.module.__name__.rpartition('.')[2]}.{item.cls.__name__}.{item.name}"
