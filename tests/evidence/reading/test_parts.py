import pytest

from evidence.reading.parts import edition_of, split_particle


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2", "2"),
        ("2nd", "2"),
        ("3rd ed.", "3"),
        ("Second edition", "2"),
        ("Rev. ed.", "Rev. ed."),
        ("", ""),
    ],
)
def test_editions_are_numbers_where_they_can_be(text, wanted):
    assert edition_of(text) == wanted


@pytest.mark.parametrize(
    ("family", "wanted"),
    [
        ("van der Berg", ("van der", "Berg")),
        ("de Souza", ("de", "Souza")),
        ("Van Houten", ("", "Van Houten")),
        ("Berg", ("", "Berg")),
        ("bell hooks", ("bell", "hooks")),
        ("", ("", "")),
    ],
)
def test_particles_are_small_words_in_front(family, wanted):
    assert split_particle(family) == wanted
