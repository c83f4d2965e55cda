from itertools import islice

from django.apps import apps
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from wagtail import blocks

from articles.blocks.kind import Kind
from articles.marks import Marks, linking_instead, links_in, words_of_links
from articles.references import References
from articles.rich_text import (
    ARTICLE_FEATURES,
    anchored_headings,
    expand_all,
    in_format,
    plain,
    validate_links,
    with_anchors,
)
from delivery.answers import Answer


class TextData(Answer):
    content: str
    """Display HTML by default; what `rich_text_format` asks for otherwise."""


class TextValue(blocks.StructValue):
    @cached_property
    def source(self):
        """What is stored; on a page, its references to works with the marks that readers see."""
        return self["content"].source

    @cached_property
    def html(self):
        """Display HTML: links resolved, headings anchored, references to works as marks."""
        derive_html([(None, [self])])
        return vars(self)["html"]


def derive_html(bodies):
    """Gives the text blocks of each page their HTML, with anchors unique on that page."""
    sources = []
    for page, values in bodies:
        marks = Marks(page.reference_set if page else References([]))
        for value in values:
            sources.append(marks.shown(value["content"].source))
            value.source = marks.stored(value["content"].source)
    htmls = iter(expand_all(sources))
    for _, values in bodies:
        for value, html in zip(values, with_anchors(list(islice(htmls, len(values)))), strict=True):
            value.html = mark_safe(html)  # noqa: S308 - Wagtail's converter admits known tags only


def _references_to_nothing(html):
    """The words of the references whose works are not there, each quoted."""
    links = words_of_links(html)
    works = apps.get_model("evidence", "Work").objects.filter(pk__in=[pk for pk, _ in links])
    there = set(works.values_list("pk", flat=True)) if links else set()
    return [f"“{plain(words)}”" for pk, words in links if pk not in there]


class TextBlock(Kind):
    answer = TextData

    content = blocks.RichTextBlock(
        features=ARTICLE_FEATURES,
        validators=[validate_links],
        help_text="Headings, paragraphs, lists and links.",
        label="Text",
    )

    def missing(self, value):
        # An editor's empty paragraph is text enough for Wagtail.
        if not self.plain_text(value):
            return {"content": "Write something, or remove this block."}
        if gone := _references_to_nothing(value["content"].source):
            return {
                "content": f"What {' and '.join(gone)} referred to is gone. Choose another work "
                "there, or take the reference out."
            }
        return {}

    def public(self, value, base_url, rich_text_format):
        html = value.html
        return TextData(
            content=in_format(rich_text_format, value.source, html, base_url, ARTICLE_FEATURES)
        )

    def cited(self, raw):
        return links_in(raw.get("content") or "")

    def citing_instead(self, raw, old, new):
        return {**raw, "content": linking_instead(raw.get("content") or "", old, new)}

    def prose(self, raw):
        return plain(raw.get("content") or "")

    def plain_text(self, value):
        return plain(value.source)

    def headings(self, value):
        return anchored_headings(value.html)

    def prefetch(self, bodies, visibility):
        derive_html(bodies)

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
