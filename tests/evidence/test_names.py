"""Names in one text: taken apart where there is one way to, else left whole."""

import pytest

from evidence.names import person_of


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Quill", ("Ada", "", "Quill")),
        (" Ada\n Quill ", ("Ada", "", "Quill")),
        ("Joshua A. Rash", ("Joshua A.", "", "Rash")),
        ("J. R. R. Tolkien", ("J. R. R.", "", "Tolkien")),
        ("J.-P. Serre", ("J.-P.", "", "Serre")),
        ("Jean-Luc O’Brien", ("Jean-Luc", "", "O’Brien")),
        ("Łukasz McŻak", ("Łukasz", "", "McŻak")),
        ("Zoe\u0308 Quill", ("Zoe\u0308", "", "Quill")),
        ("Ада Квилл", ("Ада", "", "Квилл")),
        ("Ludwig van Beethoven", ("Ludwig", "van", "Beethoven")),
        ("P. A. van der Berg", ("P. A.", "van der", "Berg")),
    ],
)
def test_a_name_with_one_way_to_take_it_apart_is(name, parts):
    given, particle, family = parts
    found = person_of(name)
    assert found.pop("non-dropping-particle", "") == particle
    assert found == {"family": family, "given": given}


@pytest.mark.parametrize(
    "name",
    [
        *("Ada", "van Gogh", "de", "bell hooks", "王小明", "Author 5", "Ada {B}", "Ada B"),
        *("Gabriel García Márquez", "Mary Ann Smith", "Ada de la Cruz y Vega", "Ada and Ben"),
        *("Dr Quill", "Dr. Quill", "Ada Quill, PhD", "Ada PhD", "Sammy Jr.", "Ada III"),
        *("NHS England", "Reading House", "Editorial Team", "The Editors", "JP Morgan"),
    ],
)
def test_any_other_name_stays_whole(name):
    assert person_of(name) == {"literal": name}
