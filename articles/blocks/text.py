from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from pydantic import BaseModel
from wagtail import blocks
from wagtail.api.rich_text import APIRichText

from articles.blocks.kind import Kind
from articles.rich_text import ARTICLE_FEATURES, absolute_links, expand_all, validate_links
from articles.rich_text import with_anchors as anchored


class TextData(BaseModel):
    content: str
    """Display HTML by default; what `rich_text_format` asks for otherwise."""


class TextValue(blocks.StructValue):
    @cached_property
    def html(self):
        """Display HTML: links resolved, headings anchored."""
        return derive_html([self])[0]


def derive_html(values):
    """Gives the text blocks of one page their HTML, with anchors unique across them."""
    htmls = anchored(expand_all([value["content"].source for value in values]))
    for value, html in zip(values, htmls, strict=True):
        value.html = mark_safe(html)  # noqa: S308 - Wagtail's converter admits known tags only
    return [value.html for value in values]


class TextBlock(Kind):
    content = blocks.RichTextBlock(
        features=ARTICLE_FEATURES,
        validators=[validate_links],
        help_text="Headings, paragraphs, lists and links.",
        label="Text",
    )

    def public(self, value, base_url, rich_text_format):
        rich_text_format = rich_text_format or APIRichText.get_default_format()
        if rich_text_format == APIRichText.FORMAT_HTML:
            return TextData(content=absolute_links(value.html, base_url))
        return TextData(
            content=APIRichText.serialize(
                value["content"].source, format=rich_text_format, features=ARTICLE_FEATURES
            )
        )

    def prefetch(self, values, page, visibility):
        derive_html(values)

    class Meta:
        icon = "pilcrow"
        group = "Writing"
        label = "Text"
        description = "Paragraphs with headings, lists and links."
        template = "articles/blocks/text.html"
        value_class = TextValue
        preview_value = {
            "content": "<h2>What the study asked</h2><p>Forty teachers met a therapist "
            "<b>once a week</b> by video. The paper reports:</p>"
            "<ul><li>what they tried</li><li>what they kept</li></ul>"
        }
