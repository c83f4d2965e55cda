"""Programs that some tests need and a machine may lack: said plainly, never silently left out."""

import os
import shutil

import pytest

STRICT = "CITEWELL_REQUIRE_ALL"

# Marker: what is missing, the programs any of which will do, and the mend.
TOOLS = {
    "chromium": ("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "node": ("Node.js", ("node", "nodejs"), "nodejs"),
    "npm": ("npm", ("npm",), "npm"),
    "redis": ("Redis", ("redis-server",), "redis-server"),
    "wrk": ("wrk", ("wrk",), "wrk"),
}
_PREFIX = "not run: "


def program(marker):
    """The path of the program behind a marker, or None where it is missing."""
    return next(filter(None, map(shutil.which, TOOLS[marker][1])), None)


def pytest_configure(config):
    for marker, (name, _, _) in TOOLS.items():
        config.addinivalue_line("markers", f"{marker}: needs {name}")


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("chromium")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    for marker, (name, _, package) in TOOLS.items():
        if item.get_closest_marker(marker) and program(marker) is None:
            reason = f"{name} is missing; on Debian, `apt-get install {package}` brings it"
            if os.environ.get(STRICT):
                pytest.fail(f"{reason} ({STRICT} is set)", pytrace=False)
            pytest.skip(_PREFIX + reason)


def pytest_terminal_summary(terminalreporter):
    reasons = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        if reason.startswith(_PREFIX):
            reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in reasons.items():
        terminalreporter.write_line(
            f"{count} tests {reason}. {STRICT}=1 makes this a failure.", yellow=True
        )
