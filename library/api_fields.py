"""How the pictures made of an image enter its answers."""

from pydantic_core import to_jsonable_python

from delivery import derived
from delivery.answers import AnswerField
from library.pictures import image_data, picture, stored_picture


class PictureField(AnswerField):
    """The part of its name of an image's `ImageData`; null where there is no picture to show.

    A list shows what is stored and makes nothing: one request could ask for a hundred images.
    """

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def to_representation(self, image):
        listed = self.context["view"].action == "listing_view"
        data = image_data(image, self.absolute, made=stored_picture if listed else picture)
        if listed and data is None:
            derived.keep_nothing(self.context["request"])
        return to_jsonable_python(data and getattr(data, self.field_name))
