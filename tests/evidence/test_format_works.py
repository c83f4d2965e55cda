import io
import json

import pytest
from django.core.management import CommandError, call_command

BOOK = {
    "id": "b",
    "type": "book",
    "title": "Speech & <i>language</i>",
    "author": [{"family": "Rash", "given": "Joshua A."}],
    "issued": {"date-parts": [[2022]]},
    "publisher": "Sage",
}
PAPER = BOOK | {"id": "a", "author": [{"family": "Almeida", "given": "I."}]}


@pytest.fixture
def printed(tmp_path):
    def printed(content, *options):
        file = tmp_path / "works.json"
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text(json.dumps(content))
        out = io.StringIO()
        call_command("format_works", str(file), *options, stdout=out)
        return out.getvalue()

    return printed


def test_works_are_printed_one_a_line_in_the_order_of_the_style(printed):
    assert printed([BOOK, PAPER]).splitlines() == [
        "Almeida, I. (2022). Speech & language. Sage.",
        "Rash, J. A. (2022). Speech & language. Sage.",
    ]


def test_works_are_printed_in_the_order_of_the_file(printed):
    lines = printed([BOOK, PAPER], "--order", "file").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Rash", "Almeida"]


def test_works_are_one_set(printed):
    assert "(2022a)" in printed([BOOK, BOOK | {"id": "c", "title": "Other words"}])


def test_works_are_printed_as_html(printed):
    assert printed([BOOK], "--format", "html") == (
        "Rash, J. A. (2022). <i>Speech &amp; </i>language. Sage.\n"
    )


def test_styles_number_in_the_order_of_the_file(printed):
    assert printed([BOOK, PAPER], "--style", "american-medical-association") == (
        "1. Rash JA. Speech & Language. Sage; 2022.\n2. Almeida I. Speech & Language. Sage; 2022.\n"
    )


def test_a_work_may_stand_alone_and_have_no_id(printed):
    assert printed({"type": "book", "title": "Words"}) == "Words. (n.d.).\n"
    assert printed([{"title": "A"}, {"title": "B"}]) == "A. (n.d.).\nB. (n.d.).\n"


def test_a_byte_order_mark_is_no_hindrance(printed):
    assert printed(b"\xef\xbb\xbf[]") == ""


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'[{"title": "Words"}]')))
    out = io.StringIO()
    call_command("format_works", "-", stdout=out)
    assert out.getvalue() == "Words. (n.d.).\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff\xfe", "is not text in UTF-8"),
        (b"3", "a list of works is wanted"),
        (b'[{"title": "A"}, 3]', "Work 2 of .* is no object"),
        (b'[{"id": "a"}, {"id": "a"}]', "Two works of .* have the id “a”"),
    ],
)
def test_what_cannot_be_read_is_told(printed, content, message):
    with pytest.raises(CommandError, match=message):
        printed(content)


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(CommandError, match=r"nowhere\.json cannot be read: No such file"):
        call_command("format_works", "nowhere.json")
