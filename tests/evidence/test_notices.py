import pytest

from evidence.notices import KINDS, kind_of


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
