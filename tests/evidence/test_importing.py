"""Works brought in, many at once: what is new, merged, known and refused is told of each."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from evidence.models import Work
from tests import builders
from tests.evidence.works import works

pytestmark = pytest.mark.django_db

FILE = """
@article{new, title={Opioid stewardship}, author={Poulin, P. A.}, year={2022}, doi={10.1000/NEW}}
@article{known, title={Another title}, year={2020}, doi={10.1000/known}, volume={6}}
@book{same, title={On Pain}, author={Rash, J.}, year={2001}}
@article{bad, title={No}, doi={about 10}, year={2001}}
@misc{untitled, year={2001}}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "works.bib"
    path.write_text(FILE)
    return str(path)


def brought_in(file, **options):
    """What the command says, and the message with which it ends, if it is refused anything."""
    said = StringIO()
    try:
        call_command("import_works", file, stdout=said, **options)
    except CommandError as error:
        return said.getvalue().splitlines(), str(error)
    return said.getvalue().splitlines(), ""


@pytest.fixture
def known():
    title = {"title": "The known one", "DOI": "10.1000/known", "issued": {"date-parts": [[2019]]}}
    return [
        builders.make_work(**title),
        builders.make_work(
            type="book",
            title="On pain",
            author=[{"family": "Rash", "given": "J."}],
            issued={"date-parts": [[2001]]},
            DOI="",
            **{"container-title": ""},
        ),
    ]


def test_each_work_is_told(file, known):
    lines, end = brought_in(file)
    assert [line.split(": ")[:2] for line in lines[:-1]] == [
        ["new", "new"],
        ["known", "merged"],
        ["same", "known"],
        ["bad", "new"],
        ["untitled", "refused"],
    ]
    assert "Poulin, P. A. (2022). Opioid stewardship." in lines[0]
    assert lines[1] == "known: merged: Added volume."
    assert "title" in lines[4]
    assert lines[-1] == "5 works: 2 new, 1 merged, 1 known, 1 refused."
    assert end == "1 of 5 works were refused."
    merged = Work.objects.get(doi="10.1000/known")
    assert (merged.title, merged.year, merged.csl["volume"]) == ("The known one", 2019, "6")
    assert Work.objects.count() == 4


def test_a_dry_run_tells_the_same_and_saves_nothing(file, known):
    before = list(Work.objects.order_by("pk").values())
    dry, _ = brought_in(file, dry_run=True)
    assert list(Work.objects.order_by("pk").values()) == before
    wet, _ = brought_in(file)
    assert dry[:-1] == wet[:-1]
    assert dry[-1] == f"{wet[-1]} Nothing was saved: this was a dry run."


def test_a_dry_run_remembers_what_it_would_have_completed(tmp_path):
    words, others = {"type": "book", "title": "Words"}, {"type": "book", "title": "Others"}
    Work.objects.create(csl=words | {"DOI": "10.1000/a"})
    path = tmp_path / "works.json"
    dated = words | {"DOI": "10.1000/a", "issued": {"date-parts": [[2020]]}}
    again = others | {"title": "OTHERS", "volume": "2"}
    path.write_text(json.dumps([dated, words, others | {"DOI": "10.1000/b"}, again, again]))
    dry, _ = brought_in(str(path), dry_run=True)
    wet, _ = brought_in(str(path))
    assert dry[:-1] == wet[:-1]
    outcomes = [line.split(": ")[1] for line in wet[:-1]]
    assert outcomes == ["merged", "new", "new", "merged", "known"]


def test_a_second_time_brings_nothing(tmp_path):
    path = tmp_path / "works.json"
    path.write_text(json.dumps(works(40)), encoding="utf-8-sig")
    first, _ = brought_in(str(path))
    again, _ = brought_in(str(path))
    assert first[-1] == "40 works: 40 new, 0 merged, 0 known, 0 refused."
    assert again[-1] == "40 works: 0 new, 0 merged, 40 known, 0 refused."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"\xff\xfe\x00", "is not text in UTF-8: line 1 cannot be read."),
        (b"", "Nothing was pasted."),
        (b"Once upon a time", "in no form that can be read"),
    ],
)
def test_a_file_of_nothing_is_said_to_be_one(tmp_path, content, message):
    path = tmp_path / "works.bib"
    if content is not None:
        path.write_bytes(content)
    assert message in brought_in(str(path))[1]


def test_references_are_made_anew_by_a_command():
    work = builders.make_work(title="On pain")
    builders.make_work()
    good = Work.objects.get(pk=work.pk).formatted
    Work.objects.filter(pk=work.pk).update(formatted={}, title="")
    said = StringIO()
    call_command("reformat_works", stdout=said)
    assert said.getvalue() == "2 works, 1 of them changed.\n"
    work.refresh_from_db()
    assert (work.title, work.formatted) == ("On pain", good)
    call_command("reformat_works", stdout=said)
    assert said.getvalue().endswith("2 works, 0 of them changed.\n")
