from django.core.exceptions import ValidationError
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class WholeImageField(WagtailImageField):
    """Wagtail's, and an image whose pixels cannot be read to the end is an error at the field.

    Wagtail looks at the beginning of the file only before it loads the rest.
    """

    def check_image_pixel_size(self, f):
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError, ValueError) as error:
            raise ValidationError(
                "This picture is damaged or incomplete. Please upload it again.",
                code="invalid_image",
            ) from error


class ImageForm(BaseImageForm):
    """Wagtail's form of an image, with a file field that also looks for damage."""

    class Meta(BaseImageForm.Meta):
        widgets = BaseImageForm.Meta.widgets | {
            "alt_text": AdminAutoHeightTextInput(attrs={"rows": 2})
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The field is made deep inside Wagtail, where nothing can be handed in.
        if "file" in self.fields:
            self.fields["file"].__class__ = WholeImageField

    def clean_alt_text(self):
        """One line: an alternative text has no paragraphs, though its field has room for some."""
        return " ".join(self.cleaned_data["alt_text"].split())
