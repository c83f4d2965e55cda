from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from PIL import Image as Pillow
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class ShowableImageField(WagtailImageField):
    """Wagtail's, and an image that cannot be shown later is an error at the field.

    Wagtail looks at the beginning of the file only before it loads the rest.
    """

    def check_image_pixel_size(self, f):
        try:
            super().check_image_pixel_size(f)
        except ValidationError:
            raise
        except Exception as error:
            # What a decoder raises at damage differs from one format to the next.
            raise ValidationError(
                "This picture is damaged or incomplete. Please upload it again.",
                code="invalid_image",
            ) from error
        # Pillow's mode for it; no JPEG can be made of one.
        if Pillow.open(f.image.f).mode.startswith("I"):
            raise ValidationError(
                "This picture has 16 bits of grey a pixel, which web pages cannot show. "
                "Please save it with 8 bits, and upload it again.",
                code="invalid_image",
            )


class KeepsItsFile:
    """A form takes a new file only when nothing is refused, and never reads the old one.

    Wagtail shows the object beside the form. It would report a new file that is not stored as
    lost, and Django would look for the old one, which may be lost indeed.
    """

    def clean(self):
        cleaned = super().clean()
        if self.errors or "file" not in self.changed_data:
            cleaned.pop("file", None)
        return cleaned

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"file"}


class ImageForm(KeepsItsFile, BaseImageForm):
    """Wagtail's form of an image, with a file field that also looks for damage."""

    class Meta(BaseImageForm.Meta):
        widgets = BaseImageForm.Meta.widgets | {
            "alt_text": AdminAutoHeightTextInput(attrs={"rows": 2})
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The field is made deep inside Wagtail, where nothing can be handed in.
        if "file" in self.fields:
            self.fields["file"].__class__ = ShowableImageField

    def clean_alt_text(self):
        """One line: an alternative text has no paragraphs, though its field has room for some."""
        return " ".join(self.cleaned_data["alt_text"].split())


class DocumentForm(KeepsItsFile, BaseDocumentForm):
    """Wagtail's form of a document, which judges the kind of the file before it is taken."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            allowed = FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)
            self.fields["file"].validators.append(allowed)
