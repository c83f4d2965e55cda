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
