import pytest

from tests.newsroom.sample import NotOfTheForm, parse

VISIT = ["Visit Us", "Come and\nsee", "BOOK"]
JOIN = ["Join", "SIGN UP"]
ARTICLE = ["A Title", "A Title", "A first paragraph."]
END = [
    "Citation: Quill, A., & Bee, B. (2020). Why? A question. Journal of Questions. "
    "https://doi.org/10.1000/182\nAda Quill, Editor, Citewell, Ltd.",
    "Author's Note: Ada writes.",
    "Follow Ada on LinkedIn.",
]


def sample(*chunks):
    return parse("\n\n".join(chunks))


def headings(ctas):
    return [cta.heading for cta in ctas]


def test_calls_to_action_before_the_title_are_the_top_slot():
    found = sample(*VISIT, *JOIN, *ARTICLE, *END)
    assert headings(found.top) == ["Visit Us", "Join"]
    assert (found.sidebar, found.bottom) == ([], [])
    assert found.top[0].text == "Come and\nsee"
    assert found.top[0].button_label == "BOOK"
    assert found.top[1].text == ""


def test_bottom_begins_where_a_call_to_action_comes_again():
    found = sample(*ARTICLE, *END, *VISIT, *JOIN, *VISIT)
    assert headings(found.sidebar) == ["Visit Us", "Join"]
    assert headings(found.bottom) == ["Visit Us"]
    assert headings(found.calls_to_action) == ["Visit Us", "Join"]


def test_calls_to_action_that_follow_the_text_once_are_the_bottom_slot():
    found = sample(*ARTICLE, *END, *VISIT, *JOIN)
    assert found.sidebar == []
    assert headings(found.bottom) == ["Visit Us", "Join"]


def test_text_without_calls_to_action_has_empty_slots():
    assert sample(*ARTICLE, *END).slots == {"top": [], "sidebar": [], "bottom": []}


def test_parts_are_headings_paragraphs_and_lists():
    found = sample(*ARTICLE, "What was asked?", "They saw this:", "- one\n- two", *END)
    assert found.parts == [
        ("paragraph", "A first paragraph."),
        ("heading", "What was asked?"),
        ("paragraph", "They saw this:"),
        ("list", ["one", "two"]),
    ]
    assert list(found.sentences)[-2:] == ["one", "two"]


def test_citation_author_and_note_are_read_in_pieces():
    found = sample(*ARTICLE, *END)
    assert found.citation == {
        "authors": "Quill, A., & Bee, B.",
        "year": "2020",
        "title": "Why? A question",
        "container": "Journal of Questions",
        "doi": "10.1000/182",
    }
    assert (found.name, found.job_title, found.organisation) == (
        "Ada Quill",
        "Editor",
        "Citewell, Ltd.",
    )
    assert (found.note, found.linkedin) == ("Ada writes.", "Follow Ada on LinkedIn.")


def test_line_ends_and_marks_of_other_systems_change_nothing():
    text = "\n\n".join([*VISIT, *ARTICLE, *END])
    assert parse("\ufeff" + text.replace("\n", "\r\n")) == parse(text)


@pytest.mark.parametrize(
    ("chunks", "message"),
    [
        (["A Title", *END], "title"),
        ([*ARTICLE, *END[1:]], "citation"),
        ([*ARTICLE, "Citation: Something, somewhere.\nAda", *END[1:]], "APA"),
        ([*ARTICLE, END[0], END[2]], "author's note"),
        ([*ARTICLE, *END[:2]], "LinkedIn"),
        (["Visit Us", "Come", *ARTICLE, *END], "Visit Us"),
        ([*ARTICLE, *END, *JOIN, *JOIN, *JOIN], "sidebar and bottom"),
    ],
)
def test_text_of_another_form_is_refused_with_what_it_lacks(chunks, message):
    with pytest.raises(NotOfTheForm, match=message):
        sample(*chunks)
