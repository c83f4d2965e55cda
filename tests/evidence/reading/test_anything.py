"""Whatever is pasted or uploaded is read or refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.csl.references import References
from evidence.reading import apa, bibtex, csl_json, ris

READERS = [apa.read, bibtex.read, csl_json.read, ris.read]
BIBTEX = [
    "@article{a,",
    "title={",
    "author = {A and B}",
    "}",
    "{",
    "\\'",
    "$",
    "%",
    "@",
    "and",
    "=",
]
RIS = ["TY  - JOUR", "TI  - T", "AU  - A, B", "ER  -", "\n", "\r", "\ufeff", " ", "\t", "\\"]
APA = [
    *("Rash, J. A.", "&", "(2022)", "(n.d.).", "In", "(Eds.),", "[", "]", "(", ")", ".", ",", "…"),
    *("pp. 1-2", "https://doi.org/10.1000/x", "doi:10", "Retrieved", "<script>", "\x00", "é"),
]
JSON = [
    *(
        '[{"type": "book"',
        '{"type": "report", "title": ',
        '"author": [{"literal": "A"}]',
        "}]",
        "}",
    ),
    *('"issued": {"date-parts": [[', "]]", ": ", ", ", "null", "NaN", "1e999", "9" * 20, '"title"'),
]
PIECES = st.sampled_from([*BIBTEX, *RIS, *APA, *JSON])


@pytest.mark.parametrize("read", READERS)
@settings(max_examples=150, deadline=None)
@given(text=st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join))
def test_anything_is_read_or_refused(read, text):
    for found in read(text):
        assert bool(found.problem) != bool(found.item)
        if found.item:
            References([found.item | {"id": "a"}]).entries()


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "A, B., " * 5_000 + "(2022). T. J, 1.",
        "a" * 100_000,
        "Rash, J. (2022). " + "T. " * 1_000 + "J, 1.",
        "Rash, J. (2022). T. In " + "A. B, " * 5_000 + "(Eds.), B. P.",
        "Rash, J. (2022). " + "(1) " * 10_000,
        "@article{a, title={" + "{" * 5_000 + "}" * 5_000 + "}}",
        "@article{a, title={" + "\\'" * 20_000 + "}}",
        "@article{a, title={T}, author={" + "A and " * 5_000 + "B}}",
        "TY  - JOUR\n" + "AU  - A, B\n" * 20_000,
    ],
    ids=range(10),
)
def test_a_great_deal_of_anything_is_read_or_refused(read, text):
    """No pattern goes over it again and again: the time limit of a test would end that."""
    for found in read(text):
        assert bool(found.problem) != bool(found.item)
