"""How derived values of pages enter Wagtail's API: one DRF field each, reading what HTML reads."""

from articles.blocks.author_bio import AuthorData, author_data
from articles.blocks.cta import CallToActionData, call_to_action_data
from articles.citing import NoticeData
from articles.rich_text import PROSE_FEATURES, in_format
from delivery.answers import Answer, AnswerField
from library.pictures import ImageData, image_data


class AuthorsField(AnswerField):
    answer = list[AuthorData]

    def to_representation(self, page):
        found = (author_data(a, self.base_url, self.rich_text_format) for a in page.authors)
        return [data.model_dump(mode="json") for data in found]


class TopicData(Answer):
    id: int
    name: str
    slug: str
    description: str


def topic_data(topic):
    """`TopicData` of a Topic."""
    return TopicData(id=topic.pk, name=topic.name, slug=topic.slug, description=topic.description)


class TopicsField(AnswerField):
    answer = list[TopicData]

    def to_representation(self, page):
        return [topic_data(topic).model_dump(mode="json") for topic in page.topics]


class ImageField(AnswerField):
    answer = ImageData | None

    def to_representation(self, page):
        data = image_data(page.public_lead_image, self.absolute)
        return data and data.model_dump(mode="json")


class BodyField(AnswerField):
    """A body, each block in its public form."""

    def answer_of(self, model):
        return model._meta.get_field("body").stream_block.answer

    def to_representation(self, page):
        context = {**self.context, "base_url": self.base_url}
        return page.content.stream_block.get_api_representation(page.content, context)


class ReferenceData(Answer):
    """A reference in the list of a page, in the style of its site."""

    work: int
    """The id of the work."""
    anchor: str
    """What marks in the text lead to: `#` and the anchor."""
    label: str
    """Such as `1.` in styles that number; else empty."""
    text: str
    html: str
    """With `<i>`, `<b>`, `<sub>`, `<sup>` and links alone."""
    notices: list[NoticeData]
    """What has become of the work, the earliest first."""
    is_retracted: bool
    """Whether the last word on the work is that it was taken back."""


class ReferencesField(AnswerField):
    answer = list[ReferenceData]

    def to_representation(self, page):
        return [
            ReferenceData(
                work=one.work.pk,
                anchor=one.anchor,
                label=one.label,
                text=one.reference.text,
                html=one.reference.html,
                notices=one.work.notices,
                is_retracted=one.work.is_retracted,
            ).model_dump(mode="json")
            for one in page.references
        ]


class SlotsData(Answer):
    """What a page shows in each slot, in order, wherever it is placed."""

    top: list[CallToActionData]
    sidebar: list[CallToActionData]
    bottom: list[CallToActionData]


class SlotsField(AnswerField):
    answer = SlotsData

    def to_representation(self, page):
        return {
            slot: [
                call_to_action_data(cta, self.base_url).model_dump(mode="json")
                for cta in getattr(page.ctas, slot)
            ]
            for slot in SlotsData.model_fields
        }


class RichTextField(AnswerField):
    """A page's rich text, by default as the display HTML in its property of that name + `_html`."""

    answer = str

    def to_representation(self, page):
        return in_format(
            self.rich_text_format,
            source=getattr(page, self.field_name),
            html=getattr(page, f"{self.field_name}_html"),
            base_url=self.base_url,
            features=PROSE_FEATURES,
        )


class Translation(Answer):
    id: int
    locale: str
    detail_url: str
    html_url: str | None


class TranslationsField(AnswerField):
    """The public translations of a page, which the endpoint loads for all its pages at once."""

    answer = list[Translation]

    def to_representation(self, page):
        router = self.context["router"]
        return [
            {
                "id": other.pk,
                "locale": other.locale.language_code,
                "detail_url": self.absolute(
                    router.get_object_detail_urlpath(type(other), other.pk)
                ),
                "html_url": other.full_url,
            }
            for other in self.context["view"].translations_of(page)
        ]
