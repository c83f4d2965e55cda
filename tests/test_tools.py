"""What a run says of programs that the machine lacks."""

import subprocess
import sys

from django.conf import settings

SUITE = """
import pytest

@pytest.fixture
def browser():
    raise AssertionError("asked for, although it is missing")

def test_of_a_page(browser):
    pass

@pytest.mark.node
def test_of_a_program():
    pass

def test_of_neither():
    pass
"""


def run_without_programs(folder, **variables):
    (folder / "test_suite.py").write_text(SUITE)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.tools", "-p", "no:django", str(folder)],
        env={"PATH": "", "PYTHONPATH": str(settings.BASE_DIR)} | variables,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_missing_programs_are_told_plainly(tmp_path):
    done = run_without_programs(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 tests not run: Chromium is missing" in done.stdout
    assert "1 tests not run: Node.js is missing" in done.stdout
    assert "CITEWELL_REQUIRE_ALL=1 makes this a failure" in done.stdout
    assert "1 passed, 2 skipped" in done.stdout.splitlines()[-1]


def test_missing_programs_fail_a_strict_run(tmp_path):
    done = run_without_programs(tmp_path, CITEWELL_REQUIRE_ALL="1")
    assert done.returncode == 1
    assert "Chromium is missing; on Debian, `apt-get install chromium` brings it" in done.stdout
    assert "1 passed, 2 errors" in done.stdout.splitlines()[-1]
