"""A work's fields as a form shows them: what is not altered stays, whatever a line cannot say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.fields import date_text, filled_in, filled_out, names_of_lines
from tests.evidence.works import works

VAN_DER_BERG = {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}
KING = {"family": "King", "given": "Martin Luther", "suffix": "Jr."}
FIRM = {"literal": "Smith, Jones & Partners"}
WHO = {"literal": "World Health Organization"}


@pytest.mark.parametrize("work", works(60), ids=lambda work: work["id"])
def test_a_form_that_is_sent_as_it_was_shown_alters_nothing(work):
    shown = filled_in(work)
    assert filled_out(work, {}) == work
    # Nor does one that is told to have changed, but for what a line cannot say.
    names = {name: shown[name] for name in ("author", "editor", "title")}
    assert filled_out(work, names) == work


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("van der Berg, Jan", VAN_DER_BERG),
        ("King, Martin Luther, Jr.", KING),
        ("World Health Organization", WHO),
        ("{Smith, Jones & Partners}", FIRM),
        ("Poulin,  P. A.", {"family": "Poulin", "given": "P. A."}),
    ],
)
def test_a_name_is_a_line(line, name):
    assert names_of_lines(line) == [name]
    shown = filled_in({"author": [name]})["author"]
    assert names_of_lines(shown) == [name]


def test_a_name_that_is_left_keeps_what_its_line_cannot_say():
    known = [{"family": "de Moor", "given": "Bart", "ORCID": "0000-0002-1825-0097"}, WHO]
    shown = filled_in({"author": known})["author"]
    assert filled_out({"author": known}, {"author": f"Ng, A.\n{shown}"})["author"] == [
        {"family": "Ng", "given": "A."},
        *known,
    ]


def test_what_is_emptied_goes_and_what_the_form_does_not_know_stays():
    work = {"type": "book", "title": "A", "publisher": "B", "note": "C", "author": [WHO]}
    changed = filled_out(work, {"publisher": " ", "author": "", "title": " D ", "issued": "2022"})
    issued = {"date-parts": [[2022]]}
    assert changed == {"type": "book", "title": "D", "note": "C", "issued": issued}
    assert work["publisher"] == "B"


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ({"date-parts": [[2022]]}, "2022"),
        ({"date-parts": [[2022, 9]]}, "2022-09"),
        ({"date-parts": [["2022", "9", "3"]]}, "2022-09-03"),
        ({"date-parts": [[2021], [2022, 1]]}, "2021 – 2022-01"),
        ({"date-parts": [[None]]}, ""),
        ({"literal": "in press"}, "in press"),
        ({"raw": "Spring 2022"}, "Spring 2022"),
        ({}, ""),
        ("2022", ""),
    ],
)
def test_a_date_as_text(date, text):
    assert date_text(date) == text


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
variables = st.sampled_from(["type", "title", "author", "editor", "issued", "DOI", "page", "x"])


@settings(max_examples=200)
@given(st.dictionaries(variables, anything))
def test_whatever_it_holds_a_form_can_show_it(work):
    shown = filled_in(work)
    assert all(isinstance(text, str) for text in shown.values())
    assert filled_out(work, {}) == work
