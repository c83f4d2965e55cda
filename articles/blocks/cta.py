import copy

from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from articles.blocks.kind import Kind, all_values
from delivery.answers import Answer, absolute_url
from delivery.visibility import Visibility


class TargetPage(Answer):
    id: int
    title: str
    url: str


class CallToActionData(Answer):
    id: int
    heading: str
    text: str
    button_label: str
    href: str
    """Where the button leads: the page's address, or the given one."""
    page: TargetPage | None


class CTAData(Answer):
    call_to_action: CallToActionData | None


def call_to_action_data(cta, base_url):
    """`CallToActionData` of a CallToAction, or None when the public may not see it."""
    if cta is None or not cta.href:
        return None
    page = cta.public_page
    href = absolute_url(cta.href, base_url)
    return CallToActionData(
        id=cta.pk,
        heading=cta.heading,
        text=cta.text,
        button_label=cta.button_label,
        href=href,
        page=page and TargetPage(id=page.pk, title=page.title, url=href),
    )


class CTAValue(blocks.StructValue):
    @cached_property
    def call_to_action(self):
        """The CTA in this block's wording, or None when it is not public or leads nowhere."""
        return in_own_words(self, Visibility())


def in_own_words(value, visibility):
    """The chosen CTA with the block's own wording, where it has any; None if it is not public."""
    chosen = value["cta"]
    if chosen is None or not visibility.is_live(chosen) or not chosen.href:
        return None
    cta = copy.copy(chosen)
    for field in ("heading", "text", "button_label"):
        setattr(cta, field, value[field] or getattr(chosen, field))
    return cta


class CTABlock(Kind):
    answer = CTAData

    cta = SnippetChooserBlock(
        "articles.CallToAction",
        label="Call to action",
        help_text="Shared: a change to it shows wherever it is used.",
    )
    heading = blocks.CharBlock(
        required=False, max_length=120, help_text="Empty: the heading of the call to action."
    )
    text = blocks.TextBlock(
        required=False, max_length=400, rows=2, help_text="Empty: the text of the call to action."
    )
    button_label = blocks.CharBlock(
        required=False, max_length=40, help_text="Empty: the label of the call to action."
    )

    def public(self, value, base_url, rich_text_format):
        return CTAData(call_to_action=call_to_action_data(value.call_to_action, base_url))

    def plain_text(self, value):
        """Nothing: a campaign is not what the article says."""
        return ""

    def prefetch(self, bodies, visibility):
        from articles.models import CallToAction

        values = all_values(bodies)
        CallToAction.prefetch([value["cta"] for value in values], visibility)
        for value in values:
            value.call_to_action = in_own_words(value, visibility)

    def get_preview_value(self):
        from articles.models import CallToAction

        sample = CallToAction(
            pk=1,
            heading="See it in your school",
            text="We bring a lesson and leave the material.",
            button_label="Book a visit",
            url="https://www.example.org/visit",
        )
        return self.normalize({"cta": sample})

    class Meta:
        icon = "mail"
        group = "Campaign"
        label = "Call to action"
        description = "A shared call to action, in its own words or in yours."
        template = "articles/blocks/cta.html"
        value_class = CTAValue
