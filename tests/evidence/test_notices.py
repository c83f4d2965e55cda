import pytest

from evidence.notices import KINDS, Notice, kind_of, warning_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("retraction", "retraction"),
        ("Retraction", "retraction"),
        ("retration", "retraction"),
        ("partial_retraction", "retraction"),
        ("withdrawal", "retraction"),
        ("removal", "retraction"),
        ("expression_of_concern", "expression-of-concern"),
        ("Expression of concern", "expression-of-concern"),
        ("expression-of-concern", "expression-of-concern"),
        ("correction", "correction"),
        ("corrigendum", "correction"),
        ("corrected-article", "correction"),
        ("Erratum", "correction"),
        ("err", "correction"),
        ("Reinstatement", "reinstatement"),
        ("new_version", "other"),
        ("addendum", "other"),
        ("never heard of", "other"),
        ("", "other"),
    ],
)
def test_names_of_kinds_as_crossref_and_retraction_watch_have_them(name, kind):
    assert kind_of(name) == kind
    assert kind in KINDS


@pytest.mark.parametrize(
    ("kind", "label", "date", "text"),
    [
        ("retraction", "Retraction", "2019-01-31", "Retracted on 31 January 2019"),
        ("retraction", "", "2019-12", "Retracted in December 2019"),
        ("retraction", "Partial retraction", "2019", "Retracted in part in 2019"),
        ("retraction", "Withdrawal", "", "Withdrawn"),
        ("retraction", "removal", "2019-1-2", "Removed on 2 January 2019"),
        (
            "expression-of-concern",
            "Editorial note",
            "2019-03-01",
            "Expression of concern published on 1 March 2019",
        ),
        ("expression-of-concern", "", "", "Expression of concern"),
        ("correction", "Erratum", "2019", "Corrected in 2019"),
        ("reinstatement", "", "2019", "Reinstated in 2019"),
        ("other", "New version", "2019", "New version published in 2019"),
        ("other", "", "soon", "Other notice"),
        ("correction", "", "2019-13-40", "Corrected in 2019"),
    ],
)
def test_what_became_of_a_work_is_said_exactly(kind, label, date, text):
    assert Notice(kind, "", date, label).text == text


def test_a_notice_is_read_at_its_doi():
    assert Notice("correction", "10.1000/a<b", "", "").href == "https://doi.org/10.1000/a%3Cb"
    assert Notice("correction", "", "", "").href is None


@pytest.mark.parametrize(
    ("kinds", "warning"),
    [
        ([], None),
        (["correction", "other"], None),
        (["retraction", "correction"], 0),
        (["retraction", "retraction"], 1),
        (["retraction", "expression-of-concern"], 0),
        (["expression-of-concern", "retraction"], 1),
        (["expression-of-concern", "correction"], 0),
        (["expression-of-concern", "retraction", "reinstatement"], None),
        (["retraction", "reinstatement", "expression-of-concern"], 2),
        (["retraction", "reinstatement", "retraction"], 2),
    ],
)
def test_readers_are_warned_of_what_still_holds(kinds, warning):
    notices = [Notice(kind, f"10.1000/{n}", f"20{n:02}", "") for n, kind in enumerate(kinds)]
    expected = None if warning is None else notices[warning]
    assert warning_of(notices) == expected
