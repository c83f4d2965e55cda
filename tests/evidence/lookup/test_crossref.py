import pytest

from evidence.lookup.crossref import item_of, notices_of, text_of
from evidence.notices import Notice


def test_an_article_in_crossref_s_shapes():
    message = {
        "type": "journal-article",
        "title": ["Pain &amp; care: The <i>E. coli</i> &lt;i&gt;case&lt;/i&gt;"],
        "subtitle": ["A thematic analysis"],
        "author": [
            {"given": "Joshua A.", "family": "Rash", "suffix": "Jr.", "sequence": "first"},
            {"name": "ECHO Group", "sequence": "additional", "affiliation": []},
            {"given": "Plato", "sequence": "additional"},
            {},
            "odd",
        ],
        "issued": {"date-parts": [[None]]},
        "published-online": {"date-parts": [[2022, 9, 20]]},
        "container-title": ["Canadian Journal of Pain", "Rev can douleur"],
        "volume": "6",
        "issue": "1",
        "page": "211-224",
        "article-number": "e0123",
        "publisher": "Informa UK Limited",
        "DOI": "10.1080/X",
        "URL": "http://dx.doi.org/10.1080/x",
        "ISSN": ["2474-0527", "1"],
        "language": "en",
    }
    assert item_of(message) == {
        "type": "article-journal",
        "title": "Pain & care: The <i>E. coli</i> <i>case</i>: A thematic analysis",
        "author": [
            {"family": "Rash", "given": "Joshua A.", "suffix": "Jr."},
            {"literal": "ECHO Group"},
            {"literal": "Plato"},
        ],
        "issued": {"date-parts": [[2022, 9, 20]]},
        "container-title": "Canadian Journal of Pain",
        "volume": "6",
        "issue": "1",
        "page": "211-224",
        "number": "e0123",
        "publisher": "Informa UK Limited",
        "DOI": "10.1080/x",
        "ISSN": "2474-0527",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        (
            {"type": "posted-content", "subtype": "preprint", "institution": [{"name": "bioRxiv"}]},
            {"type": "article", "genre": "Preprint", "publisher": "bioRxiv"},
        ),
        (
            {"type": "dissertation", "degree": ["PhD"], "institution": {"name": "Lund University"}},
            {"type": "thesis", "genre": "PhD", "publisher": "Lund University"},
        ),
        ({"type": "report", "report-number": ["12-345"]}, {"type": "report", "number": "12-345"}),
        ({"type": "book", "edition-number": "2"}, {"type": "book", "edition": "2"}),
        ({"type": "never heard of"}, {"type": "document"}),
        ({"title": [], "author": None, "issued": {}, "DOI": 5}, {"type": "document"}),
        ({"title": "Not a list"}, {"type": "document", "title": "Not a list"}),
        (
            {"title": ["Pain: A review"], "subtitle": ["A review"]},
            {"type": "document", "title": "Pain: A review"},
        ),
        (
            {"title": ["What works?"], "subtitle": ["A review"]},
            {"type": "document", "title": "What works? A review"},
        ),
    ],
)
def test_other_kinds_and_what_is_missing(message, wanted):
    assert item_of(message) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A &amp;amp; B", "A & B"),
        ("<jats:italic>E. coli</jats:italic>", "<i>E. coli</i>"),
        ("CO<sub>2</sub>", "CO<sub>2</sub>"),
        ("<scp>HIV</scp> and <b>more</b>", "HIV and <b>more</b>"),
        ("one<br/>two", "one two"),
        (
            '<mml:math xmlns:mml="x"><mml:mi>x</mml:mi><mml:mo>=</mml:mo> <mml:mn>2</mml:mn>'
            "</mml:math>",
            "x=2",
        ),
        ("  spaces\n and lines ", "spaces and lines"),
        ("5 &lt; 6", "5 < 6"),
    ],
)
def test_text_is_without_entities_and_strange_tags(text, wanted):
    assert text_of(text) == wanted


def update(type="retraction", doi="10.1000/notice", parts=(2010, 2, 6), **others):
    updated = {"date-parts": [list(parts)], "date-time": "2010-02-06T00:00:00Z", "timestamp": 1}
    label = type.replace("_", " ").capitalize()
    named = {"DOI": doi, "type": type, "label": label, "source": "publisher", "updated": updated}
    return named | others


def test_notices_are_of_the_works_that_update_this_one_the_oldest_first():
    message = {
        "updated-by": [
            update(doi="10.1016/S0140-6736(10)60175-4", **{"record-id": "4036"}),
            update("correction", "10.1016/s0140-6736(04)15715-2", (2004, 3)),
            update("expression_of_concern", "10.1016/x", ()),
        ],
        "update-to": [update("retraction", "10.1000/another")],
    }
    assert notices_of(message) == [
        Notice("expression-of-concern", "10.1016/x", "", "Expression of concern"),
        Notice("correction", "10.1016/s0140-6736(04)15715-2", "2004-03", "Correction"),
        Notice("retraction", "10.1016/s0140-6736(10)60175-4", "2010-02-06", "Retraction"),
    ]


def test_what_the_publisher_and_retraction_watch_both_tell_is_one_notice():
    again = update(source="retraction-watch", parts=(2010, 2, 7))
    (notice,) = notices_of({"updated-by": [update(), again]})
    assert notice.date == "2010-02-06"


@pytest.mark.parametrize(
    ("updated_by", "wanted"),
    [
        (None, []),
        ({"type": "retraction"}, []),
        (["retraction", None, {}, {"DOI": "10.1000/x"}], []),
        ([{"type": "new_version"}], [Notice("other", "", "", "new_version")]),
        ([{"label": "Retraction"}], [Notice("retraction", "", "", "Retraction")]),
        (
            [{"type": "retraction", "DOI": 5, "updated": {"date-parts": [None]}}],
            [Notice("retraction", "", "", "retraction")],
        ),
        (
            [{"type": "retraction", "updated": {"date-parts": [[None]]}}],
            [Notice("retraction", "", "", "retraction")],
        ),
    ],
)
def test_notices_that_lack_parts(updated_by, wanted):
    assert notices_of({"updated-by": updated_by}) == wanted
