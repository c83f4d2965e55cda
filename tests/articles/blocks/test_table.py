import pytest
from django.conf import settings
from wagtail.blocks import StructBlockValidationError

from articles.blocks.table import TableBlock
from tests import builders
from tests.articles.blocks.asking import (
    cleaned,
    html,
    kind,
    plain_text,
    public,
    refusals,
    value_of,
    words,
)

GRID = {
    "data": [["Place", "Held"], ["School", 37], ["Home", None]],
    "first_row_is_table_header": True,
    "first_col_is_header": True,
    "table_header_choice": "both",
}
PLAIN = {"data": [["a", "b"]], "table_header_choice": "neither"}


def cells(page, name):
    return [words(cell) for cell in page(name)]


def test_public_form_is_rows_of_text_with_their_header_apart():
    assert public("table", caption="Sessions", table=GRID) == {
        "caption": "Sessions",
        "header": ["Place", "Held"],
        "first_column_is_header": True,
        "rows": [["School", "37"], ["Home", ""]],
    }


def test_table_without_headers_is_rows_only():
    assert public("table", table=PLAIN) == {
        "caption": "",
        "header": None,
        "first_column_is_header": False,
        "rows": [["a", "b"]],
    }


@pytest.mark.parametrize("table", [None, {}, {"data": []}, {"data": [[None, ""], [" ", None]]}])
def test_empty_table_has_the_same_keys_and_no_html(table):
    assert public("table", table=table) == {
        "caption": "",
        "header": None,
        "first_column_is_header": False,
        "rows": [],
    }
    assert words(html("table", table=table, caption="Sessions")) == ""


def test_cells_are_shown_as_headers_and_values():
    page = html("table", caption="Sessions & <places>", table=GRID)
    assert page.caption.text == "Sessions & <places>"
    assert cells(page.thead, "th") == ["Place", "Held"]
    assert [cell["scope"] for cell in page.thead("th")] == ["col", "col"]
    assert cells(page.tbody, "th") == ["School", "Home"]
    assert [cell["scope"] for cell in page.tbody("th")] == ["row", "row"]
    assert cells(page.tbody, "td") == ["37", ""]


def test_table_without_headers_or_caption_has_none_in_html():
    page = html("table", table=PLAIN)
    assert cells(page, "td") == ["a", "b"]
    assert page("th") == []
    assert page.caption is None


def test_cells_are_text_and_no_markup():
    page = html("table", table=PLAIN | {"data": [["<b>bold</b>"]]})
    assert cells(page, "td") == ["<b>bold</b>"]


def test_caption_written_into_the_grid_counts():
    table = PLAIN | {"table_caption": "Sessions"}
    assert public("table", table=table)["caption"] == "Sessions"
    assert html("table", table=table).caption.text == "Sessions"
    assert public("table", caption="Own", table=table)["caption"] == "Own"


@pytest.mark.parametrize(
    "table", [None, {"data": [[None, ""]], "table_header_choice": "neither"}], ids=["none", "blank"]
)
def test_a_filled_cell_is_demanded_on_publishing_only(table):
    assert refusals("table", table=table) == {"table": "Fill in at least one cell of the table."}
    assert refusals("table", table=table, draft=True) == {}


def test_choice_of_headers_is_demanded_on_publishing_only():
    table = {"data": [["a"]]}
    block, value = kind("table"), value_of("table", table=table)
    value["table"].pop("table_header_choice")
    assert block.clean_deferred(value)["table"]["data"] == [["a"]]
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert refused.value.block_errors["table"].messages == [
        "Choose under “Table headers” which cells are headers."
    ]


def test_filled_table_is_stored_as_it_is():
    assert cleaned("table", caption="Sessions", table=GRID) == {
        "caption": "Sessions",
        "table": GRID,
    }


def test_editor_asks_once_for_the_caption_and_the_grid_knows_its_language(live_site, page, client):
    body = [{"type": "table", "value": TableBlock().get_preview_value()}]
    article = builders.make_article(body=body)
    client.force_login(builders.make_user())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": str(live_site)}
    page.context.add_cookies([cookie])
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live_site}/admin/pages/{article.pk}/edit/")
    page.locator(".handsontable td").first.wait_for()
    assert page.get_by_text("Caption").filter(visible=True).all_inner_texts() == ["Caption"]
    assert said == []


def test_plain_text_is_the_caption_and_a_line_a_row_with_tabs():
    table = {"data": [["Place", "Held"], ["At\nschool", 37], ["Home", None]]}
    assert plain_text("table", caption="Sessions", table=table) == (
        "Sessions\nPlace\tHeld\nAt school\t37\nHome\t"
    )
    assert plain_text("table", caption="Sessions") == ""
