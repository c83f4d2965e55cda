from tests.articles.blocks.asking import html, plain_text, public, refusals, words


def test_public_form_is_the_words_and_who_said_them():
    assert public("quote", text="They asked for more.", attribution="A teacher") == {
        "text": "They asked for more.",
        "attribution": "A teacher",
    }


def test_empty_quote_has_the_same_keys_and_no_html():
    assert public("quote") == {"text": "", "attribution": ""}
    assert words(html("quote")) == ""


def test_quote_shows_its_words_as_a_quotation_with_its_source_outside():
    page = html("quote", text="They <asked>.\n\nTwice.", attribution="A & B")
    assert words(page.blockquote) == "They <asked>. Twice."
    assert words(page.figcaption) == "A & B"


def test_quote_of_nobody_in_particular_has_no_caption():
    page = html("quote", text="They asked.")
    assert words(page) == "They asked."
    assert page.figcaption is None


def test_words_are_demanded_on_publishing_only():
    assert refusals("quote", attribution="A teacher").keys() == {"text"}
    assert refusals("quote", attribution="A teacher", draft=True) == {}


def test_quote_needs_no_attribution():
    assert refusals("quote", text="They asked.") == {}


def test_plain_text_is_the_words_and_on_the_next_line_who_said_them():
    assert plain_text("quote", text="It helped.", attribution="A teacher") == (
        "It helped.\n— A teacher"
    )
    assert plain_text("quote", text="It helped.") == "It helped."
    assert plain_text("quote", attribution="A teacher") == ""
