from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock as GridBlock

from articles.blocks.kind import Kind, lines
from delivery.answers import Answer

MENU = ["row_above", "row_below", "col_left", "col_right", "remove_row", "remove_col"]
"""What the grid's context menu offers: no merged cells and no styles, which would not be data."""


class TableData(Answer):
    caption: str
    header: list[str] | None
    first_column_is_header: bool
    rows: list[list[str]]


class TableValue(blocks.StructValue):
    @property
    def grid(self):
        """All rows as text, the header row too; empty cells are empty strings."""
        data = (self["table"] or {}).get("data") or []
        rows = [["" if cell is None else str(cell) for cell in row] for row in data]
        return rows if any(cell.strip() for row in rows for cell in row) else []

    @property
    def header(self):
        """The header row, or None."""
        has_header = (self["table"] or {}).get("first_row_is_table_header")
        return self.grid[0] if has_header and self.grid else None

    @property
    def rows(self):
        return self.grid[1:] if self.header else self.grid

    @property
    def first_column_is_header(self):
        return bool((self["table"] or {}).get("first_col_is_header"))

    @property
    def caption(self):
        return self["caption"] or (self["table"] or {}).get("table_caption") or ""


class TableBlock(Kind):
    answer = TableData

    caption = blocks.CharBlock(
        required=False, max_length=300, help_text="What the table shows, in a few words."
    )
    table = GridBlock(
        help_text="Cells hold plain text. A table can be pasted from a spreadsheet.",
        table_options={"contextMenu": MENU},
    )
    # Handsontable calls its English so, and warns in the browser's console of “en-gb”.
    table.table_options["language"] = "en-US"

    def clean(self, value):
        try:
            return super().clean(value)
        except StructBlockValidationError as refused:
            # Wagtail says of a table without a choice of headers only that it is invalid.
            if "table" in refused.block_errors:
                no_choice = {"table": "Choose under “Table headers” which cells are headers."}
                message = (no_choice | self.missing(value))["table"]
                refused.block_errors["table"] = ValidationError(message)
            raise

    def missing(self, value):
        return {} if value.grid else {"table": "Fill in at least one cell of the table."}

    def public(self, value, base_url, rich_text_format):
        return TableData(
            caption=value.caption,
            header=value.header,
            first_column_is_header=value.first_column_is_header,
            rows=value.rows,
        )

    def plain_text(self, value):
        """Caption and rows, a line each, with cells apart by tabs."""
        rows = ["\t".join(" ".join(cell.split()) for cell in row) for row in value.grid]
        return "\n".join(filter(None, [lines(value.caption), *rows])) if rows else ""

    class Meta:
        icon = "table"
        group = "Media"
        label = "Table"
        description = "Rows and columns of plain text."
        template = "articles/blocks/table.html"
        value_class = TableValue
        preview_value = {
            "caption": "Sessions attended, by place",
            "table": {
                "data": [
                    ["Place", "Planned", "Held"],
                    ["School", "40", "37"],
                    ["Home", "40", "31"],
                ],
                "first_row_is_table_header": True,
                "first_col_is_header": True,
                "table_header_choice": "both",
            },
        }
