from wagtail import blocks

from articles.blocks.kind import Kind, lines
from delivery.answers import Answer


class QuoteData(Answer):
    text: str
    attribution: str


class QuoteBlock(Kind):
    """Words of a person that stand out; words of a published work are a citation."""

    answer = QuoteData

    text = blocks.TextBlock(help_text="The words themselves, without quotation marks.", rows=3)
    attribution = blocks.CharBlock(
        required=False, max_length=200, help_text="Who said it, such as a name and a role."
    )

    def public(self, value, base_url, rich_text_format):
        return QuoteData(text=value["text"] or "", attribution=value["attribution"] or "")

    def prose(self, raw):
        return raw.get("text") or ""

    def plain_text(self, value):
        said_by = value["attribution"] and f"— {value['attribution']}"
        return lines(value["text"], said_by) if value["text"] else ""

    class Meta:
        icon = "openquote"
        group = "Writing"
        label = "Quote"
        description = "Words of a person that stand out from the text."
        template = "articles/blocks/quote.html"
        preview_value = {
            "text": "The children asked when the screen would be back.",
            "attribution": "A class teacher, year 3",
        }
