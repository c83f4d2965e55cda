"""What `make test` goes only a part of, and what it begins with."""

import re
from pathlib import Path

from django.conf import settings

from tests.conftest import LONG_MODULES

TESTS = settings.BASE_DIR / "tests"


def test_what_make_test_goes_only_a_part_of_make_test_long_goes_all_of():
    """Tests by chance, drawn shares, and what is left out of the second database by its marker."""
    makefile = (settings.BASE_DIR / "Makefile").read_text()
    command = re.search(r"tests\.run --long (.+)", makefile)[1]
    whole = {settings.BASE_DIR / path for path in command.split() if path.startswith("tests/")}
    partly = re.compile(r"^from tests(\.chance| import .*\bchance)\b|mark\.alike\b", re.M)
    parts = [path for path in TESTS.rglob("test_*.py") if partly.search(path.read_text())]
    assert len(parts) > 10
    assert [path for path in parts if not whole & {path, *path.parents}] == []


def test_modules_that_are_begun_first_are_there():
    assert [path for path in LONG_MODULES if not Path(TESTS, path).exists()] == []
