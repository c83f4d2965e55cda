from evidence.reading import ris as reading
from evidence.writing.ris import TAGS, write

CHAPTER = {
    "type": "chapter",
    "title": "What <i>works</i>?\r\nER  - ",
    "author": [{"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"}],
    "editor": [{"family": "King", "given": "M. L.", "suffix": "Jr."}, {"literal": "Care, Inc."}],
    "translator": [{"family": "Rash", "given": "J."}],
    "container-title": "Handbook of pain",
    "collection-title": "Series",
    "issued": {"date-parts": [[2022, 3]]},
    "page": "12-19",
    "publisher": "Sage",
    "publisher-place": "London",
    "DOI": "10.1000/a",
    "URL": "https://example.org/a b",
    "accessed": {"date-parts": [[2024, 3, 5]]},
    "ISBN": "978-0-19-852663-6",
}
LINES = """TY  - CHAP
AU  - van der Berg, Anna
A2  - King, M. L., Jr.
A2  - Care,, Inc.
A4  - Rash, J.
TI  - What <i>works</i>? ER -
T2  - Handbook of pain
T3  - Series
PY  - 2022
DA  - 2022/03//
SP  - 12
EP  - 19
PB  - Sage
CY  - London
DO  - 10.1000/a
UR  - https://example.org/a%20b
Y2  - 2024/03/05/
SN  - 978-0-19-852663-6
"""


def test_a_chapter_is_written_line_by_line():
    assert write([CHAPTER]) == LINES.replace("\n", "\r\n") + "ER  - \r\n"


def test_references_stand_apart():
    assert write([{}, {}]) == "TY  - GEN\r\nER  - \r\n\r\nTY  - GEN\r\nER  - \r\n"


def test_a_season_is_other_information_of_a_date():
    work = {"issued": {"date-parts": [[2022]], "season": 2}}
    assert "PY  - 2022\r\nDA  - 2022///summer\r\n" in write([work])


def test_a_page_range_of_one_kind_is_kept_whole():
    assert "SP  - 12-12\r\nER" in write([{"page": "12-12"}])
    assert "SP  - 12-14, 17\r\nER" in write([{"page": "12-14, 17"}])


def test_every_tag_is_read_as_its_type():
    assert {type: reading.TYPES[tag] for type, tag in TAGS.items()} == {type: type for type in TAGS}
    assert {TAGS["article-journal"], TAGS["report"]} == {"JOUR", "RPRT"}
