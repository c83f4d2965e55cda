import io

import pytest

from evidence.notices import Notice
from evidence.reading.retractions import Listed, read

HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,"
    "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,"
    "OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,\n"
)


def row(doi="10.1000/Work", nature="Retraction", date="1/31/2024 0:00", notice="10.1000/Notice"):
    before = (
        '1,"A title, with ""marks""",(HSC) Medicine;,"Ward 1;Ward 2",J,P,CA,A. B.;C. D.,,Paper;'
    )
    return f"{before},{date},{notice},0,2/27/2020 0:00,{doi},0,{nature},+Error;,No,,\n"


def listed(text):
    return list(read(io.BytesIO(text.encode())))


def only(**values):
    (found,) = listed(HEADER + row(**values))
    return found


def test_a_line_gives_the_work_and_its_notice():
    notice = Notice("retraction", "10.1000/notice", "2024-01-31", "Retraction")
    assert only() == Listed("line 2", "10.1000/work", notice)


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        ("Expression of concern", "expression-of-concern"),
        ("Correction", "correction"),
        ("Reinstatement", "reinstatement"),
        ("Mystery", "other"),
    ],
)
def test_natures(nature, kind):
    assert only(nature=nature).notice[::3] == (kind, nature)


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ("12/5/2020 0:00", "2020-12-05"),
        ("12/5/2020", "2020-12-05"),
        ("2020-12-05", "2020-12-05"),
        ("13/5/2020 0:00", "2020"),
        ("2020", "2020"),
        ("", ""),
        ("soon", ""),
    ],
)
def test_dates_have_the_month_first_and_may_be_missing(date, wanted):
    assert only(date=date).notice.date == wanted


def test_a_notice_may_have_no_doi():
    assert only(notice="unavailable").notice.doi == ""


def test_dois_may_be_encoded():
    written = "10.1002/1096-9098(200007)74:3%3C201::AID-JSO8%3E3.0.CO;2-5"
    assert only(doi=written).doi == "10.1002/1096-9098(200007)74:3<201::aid-jso8>3.0.co;2-5"


@pytest.mark.parametrize("doi", ["unavailable", "Unavailable", "", " "])
def test_works_without_a_doi_are_left_out(doi):
    assert [one.doi for one in listed(HEADER + row(doi=doi) + row())] == ["10.1000/work"]


def test_what_cannot_be_read_is_told_with_its_line_and_keeps_nothing_else():
    text = HEADER + row().replace("Ward 1;", "Ward 1\n") + row(doi="xx10.1000/1") + "\n,,\n"
    found = listed(text + row(nature="") + row())
    assert [(one.place, one.problem) for one in found] == [
        ("line 2", ""),
        ("line 4", "“xx10.1000/1” is not a DOI."),
        ("line 7", "This line does not say what became of the work."),
        ("line 8", ""),
    ]


def test_marks_of_windows_are_read():
    text = HEADER + row()
    assert listed(text.replace("\n", "\r\n")) == [only()]
    columns = "OriginalPaperDOI,RetractionNature,RetractionDate,RetractionDOI"
    (found,) = listed(f"\ufeff{columns}\n10.1000/work,Retraction,1/31/2024 0:00,10.1000/notice\n")
    assert found == only()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", "columns OriginalPaperDOI, RetractionDOI, RetractionDate, RetractionNature."),
        ("\n", "columns OriginalPaperDOI,"),
        ("PK\x03\x04\x00\x00", "columns OriginalPaperDOI,"),
        (HEADER.replace("RetractionNature", "Nature") + row(), "column RetractionNature."),
        (HEADER.replace(",", ";"), "columns OriginalPaperDOI,"),
    ],
)
def test_another_file_is_refused_with_the_columns_it_lacks(text, missing):
    (found,) = listed(text)
    assert found.place == "line 1"
    assert found.problem.startswith(f"The first line has no {missing}")


def test_a_quotation_mark_that_is_not_closed_ends_the_reading():
    found = listed(HEADER + row() + '2,"never closed' + row().replace('"', "") * 2000)
    assert [one.place for one in found] == ["line 2", "line 3"]
    assert "Is a quotation mark not closed?" in found[1].problem


def test_other_bytes_than_utf_8_spoil_their_field_alone():
    content = (HEADER + row().replace("A title", "é") + row(doi="10.1000/é")).encode("latin-1")
    first, second = read(io.BytesIO(content))
    assert first.doi == "10.1000/work"
    assert "is not a DOI" in second.problem


def test_a_file_is_read_no_further_than_asked_and_left_open():
    file = io.BytesIO((HEADER + row() * 5000).encode())
    reading = read(file)
    next(reading)
    assert file.tell() < 100_000
    reading.close()
    assert not file.closed
