from pathlib import Path

from evidence import writing
from evidence.writing import FORMATS


def test_every_module_that_writes_is_a_format():
    modules = Path(writing.__file__).parent.glob("*.py")
    writers = {path.stem for path in modules if "\ndef write(" in path.read_text()}
    assert {name.replace("-", "_") for name in FORMATS} == writers


def test_a_format_says_how_its_files_are_called():
    assert {name: (one.media_type, one.ending) for name, one in FORMATS.items()} == {
        "bibtex": ("application/x-bibtex", ".bib"),
        "ris": ("application/x-research-info-systems", ".ris"),
        "csl-json": ("application/vnd.citationstyles.csl+json", ".json"),
    }
    assert all(one.module.write([]).strip() in ("", "[]") for one in FORMATS.values())
