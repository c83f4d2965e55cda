import pytest

from evidence.writing.keys import keys_of

RASH = {"author": [{"family": "Rash", "given": "J."}], "issued": {"date-parts": [[2022, 3]]}}


@pytest.mark.parametrize(
    ("work", "key"),
    [
        ({"id": "poulin2022"}, "poulin2022"),
        ({"id": "a", "citation-key": "Doe:2020_b.1"}, "Doe:2020_b.1"),
        ({"id": 5} | RASH, "rash2022"),
        ({"id": "http://zotero.org/groups/1/items/A"} | RASH, "rash2022"),
        ({"id": "a,b}"} | RASH, "rash2022"),
        ({"id": "x" * 61} | RASH, "rash2022"),
        ({"author": [{"family": "Łukasiewicz", "given": "J."}]}, "lukasiewicznd"),
        ({"author": [{"family": "O’Neill", "given": "J."}]}, "oneillnd"),
        ({"author": [{"literal": "World Health Organization"}]}, "worldnd"),
        ({"editor": RASH["author"]}, "rashnd"),
        ({"title": "On the speech of children", "issued": {"date-parts": [[1999]]}}, "speech1999"),
        ({"author": "x", "title": "…"}, "worknd"),
    ],
)
def test_a_key_is_a_works_own_or_made_of_name_and_year(work, key):
    assert keys_of([work]) == [key]


def test_no_two_keys_are_alike():
    assert keys_of([RASH, RASH, {"id": "RASH2022"}, {"id": "a"}, {"id": "A"}]) == [
        *("rash2022a", "rash2022b", "RASH2022", "a", "Aa"),
    ]


def test_letters_do_not_end():
    keys = keys_of([RASH] * 30)
    assert keys[26:] == ["rash2022z", "rash2022-27", "rash2022-28", "rash2022-29"]
