"""Works of CSL-JSON as files for other programs.

Each module has a `write(items)` that answers text; `items` are works of CSL-JSON.
"""

from types import ModuleType
from typing import NamedTuple

from evidence.writing import bibtex, csl_json, ris


class Format(NamedTuple):
    """How works are written: `module.write(items)`, and how the file is called."""

    module: ModuleType
    media_type: str
    ending: str


FORMATS = {
    "bibtex": Format(bibtex, "application/x-bibtex", ".bib"),
    "ris": Format(ris, "application/x-research-info-systems", ".ris"),
    "csl-json": Format(csl_json, "application/vnd.citationstyles.csl+json", ".json"),
}
