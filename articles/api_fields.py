"""How derived values of pages enter Wagtail's API: one DRF field each, reading what HTML reads."""

from rest_framework.fields import Field
from wagtail.api.utils import get_base_url

from articles.blocks.author_bio import AuthorData, author_data
from articles.blocks.cta import CallToActionData, call_to_action_data
from articles.blocks.kind import absolute_url
from articles.rich_text import PROSE_FEATURES, in_format
from delivery.answers import Answer
from library.pictures import ImageData, image_data


class PageField(Field):
    """A read-only field computed from the whole page."""

    answer = None
    """The type of its JSON, as pydantic takes it. One that depends on the page type is given by
    `answer_of(model)`."""

    def answer_of(self, model):
        return self.answer

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, page):
        return page

    @property
    def base_url(self):
        """Scheme and host in front of every site-relative URL of an answer."""
        return get_base_url(self.context["request"]) or ""

    def absolute(self, url):
        return absolute_url(url, self.base_url)


class AuthorsField(PageField):
    answer = list[AuthorData]

    def to_representation(self, page):
        authors = (author_data(author, self.base_url) for author in page.authors)
        return [data.model_dump(mode="json") for data in authors]


class TopicData(Answer):
    id: int
    name: str
    slug: str
    description: str


def topic_data(topic):
    """`TopicData` of a Topic."""
    return TopicData(id=topic.pk, name=topic.name, slug=topic.slug, description=topic.description)


class TopicsField(PageField):
    answer = list[TopicData]

    def to_representation(self, page):
        return [topic_data(topic).model_dump(mode="json") for topic in page.topics]


class ImageField(PageField):
    answer = ImageData | None

    def to_representation(self, page):
        data = image_data(page.public_lead_image, self.absolute)
        return data and data.model_dump(mode="json")


class BodyField(PageField):
    """A body, each block in its public form."""

    def answer_of(self, model):
        return model._meta.get_field("body").stream_block.answer

    def to_representation(self, page):
        context = {**self.context, "base_url": self.base_url}
        return page.content.stream_block.get_api_representation(page.content, context)


class SlotsData(Answer):
    """What a page shows in each slot, in order, wherever it is placed."""

    top: list[CallToActionData]
    sidebar: list[CallToActionData]
    bottom: list[CallToActionData]


class SlotsField(PageField):
    answer = SlotsData

    def to_representation(self, page):
        return {
            slot: [
                call_to_action_data(cta, self.base_url).model_dump(mode="json")
                for cta in getattr(page.ctas, slot)
            ]
            for slot in SlotsData.model_fields
        }


class RichTextField(PageField):
    """A page's rich text, by default as the display HTML in its property of that name + `_html`."""

    answer = str

    def to_representation(self, page):
        return in_format(
            self.context.get("_wagtail_rich_text_format"),
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


class TranslationsField(PageField):
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
