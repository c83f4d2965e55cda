from evidence.csl.collation import collated


def test_nothing_comes_before_something():
    names = ["rasha, a.", "rash-brown, a.", "rash, j. a.", "rash, j."]
    assert sorted(names, key=collated) == names[::-1]


def test_accents_capitals_and_quotation_marks_do_not_count():
    names = ["Öz", "Østergaard", "ODD", "Łuk", "“Abc”"]
    assert sorted(names, key=collated) == names[::-1]
    assert collated("Ø “x” É") == collated("o x e")
