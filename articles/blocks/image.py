from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from articles.blocks.kind import EXAMPLE_SITE, Kind, all_values
from delivery.answers import Answer, absolute_url
from delivery.visibility import Visibility
from library.pictures import FORMATS, ImageData, Srcset, image_data, prefetch_renditions


class ImageBlockData(Answer):
    image: ImageData | None
    alt: str
    decorative: bool
    caption: str
    credit: str


class ImageValue(blocks.StructValue):
    @cached_property
    def image(self):
        """The picture, or None when none is chosen or the public may not see it."""
        image = self["image"]
        return image if image and Visibility().shows_file(image) else None

    @property
    def alt(self):
        """The words for the picture; empty for a decorative one."""
        if self["decorative"]:
            return ""
        return self["alt_text"] or (self.image.alt_text if self.image else "")

    @property
    def credit(self):
        return self["credit"] or (self.image.credit if self.image else "")

    @property
    def caption(self):
        return self["caption"] or ""


class ImageBlock(Kind):
    answer = ImageBlockData

    image = ImageChooserBlock(help_text="From the library; a new one can be uploaded on the way.")
    alt_text = blocks.CharBlock(
        required=False,
        max_length=300,
        label="Alternative text",
        help_text="What the picture shows here. Empty: the picture's own text from the library.",
    )
    decorative = blocks.BooleanBlock(
        required=False, help_text="The picture says nothing that the text does not say."
    )
    caption = blocks.CharBlock(required=False, max_length=300, help_text="Shown below the picture.")
    credit = blocks.CharBlock(
        required=False,
        max_length=200,
        help_text="Empty: the picture's own credit from the library.",
    )

    def missing(self, value):
        image = value["image"]
        if value["decorative"] or value["alt_text"] or image is None or image.alt_text:
            return {}
        return {
            "alt_text": "Say what the picture shows, for people who cannot see it, "
            "or mark it as decorative."
        }

    def public(self, value, base_url, rich_text_format):
        return ImageBlockData(
            image=image_data(value.image, lambda url: absolute_url(url, base_url), alt=value.alt),
            alt=value.alt,
            decorative=bool(value["decorative"]),
            caption=value.caption,
            credit=value.credit,
        )

    def plain_text(self, value):
        return value.caption if value.image else ""

    def prefetch(self, bodies, visibility):
        values = all_values(bodies)
        for value in values:
            chosen = value["image"]
            value.image = chosen if chosen and visibility.shows_file(chosen) else None
        prefetch_renditions([value.image for value in values])

    def example(self):
        def address(form, width):
            return f"{EXAMPLE_SITE}/media/renditions/images/corner.width-{width}.{form}"

        sizes = {
            form: ", ".join(f"{address(form, width)} {width}w" for width in (400, 640))
            for form in FORMATS
        }
        picture = ImageData(
            id=1,
            title="Reading corner",
            alt="Two armchairs below a window",
            credit="Ada Quill",
            width=640,
            height=480,
            focal_point=None,
            src=address("jpeg", 640),
            srcset=Srcset(**sizes),
        )
        made = ImageBlockData(
            image=picture,
            alt=picture.alt,
            decorative=False,
            caption="A quiet corner of the reading room.",
            credit=picture.credit,
        )
        return made.model_dump(mode="json")

    def get_preview_value(self):
        """The newest public picture of the library, since a sample needs a real file."""
        newest = Visibility().files(get_image_model().objects.order_by("-created_at")).first()
        return self.normalize({"image": newest, "caption": "A quiet corner of the reading room."})

    class Meta:
        icon = "image"
        group = "Media"
        label = "Image"
        description = "A picture with its caption and credit."
        template = "articles/blocks/image.html"
        value_class = ImageValue
