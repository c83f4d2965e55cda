from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from taggit.managers import TaggableManager
from wagtail.api import APIField
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from delivery.answers import DerivedField
from library import pictures
from library.api_fields import PictureField


def uploader(related_name):
    """Who uploaded a file. Stock's own field, whose reverse name Wagtail's unused model takes."""
    field = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="uploaded by user",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )
    field.wagtail_reference_index_ignore = True
    return field


class Image(AbstractImage):
    """A picture with what a reader needs besides its pixels: words for it, and whose it is."""

    alt_text = models.CharField(
        "alternative text",
        max_length=300,
        blank=True,
        help_text="Says what the picture shows, for people who cannot see it. "
        "Needed before an article that shows the picture can be published.",
    )
    credit = models.CharField(
        max_length=200, blank=True, help_text="Who made or owns the picture, as it should be named."
    )

    uploaded_by_user = uploader("uploaded_images")
    tags = TaggableManager(help_text=None, blank=True, related_name="tagged_images")

    # Wagtail's own `description` would be a second field for the same words.
    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("alt_text"),
        index.SearchField("credit"),
    ]
    api_fields = [
        "alt_text",
        "credit",
        APIField("alt", serializer=DerivedField(str)),
        APIField("focal_point", serializer=DerivedField(pictures.FocalPoint | None)),
        APIField("src", serializer=PictureField(str | None)),
        APIField("srcset", serializer=PictureField(pictures.Srcset | None)),
    ]

    @classmethod
    def prefetch_public(cls, images, visibility, fields=()):
        """Loads the stored renditions of many images with one query, where `fields` show them."""
        if {"src", "srcset"} & set(fields):
            pictures.prefetch_renditions(images)

    @property
    def default_alt_text(self):
        return self.alt_text

    @property
    def alt(self):
        """The words to show for the picture, by the name that they have wherever it is shown."""
        return self.alt_text

    @property
    def focal_point(self):
        return pictures.focal_point(self)


class Rendition(AbstractRendition):
    """A size of an image. Its file's name cannot be guessed: whoever knows it was shown it."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="library_rendition_unique",
            )
        ]

    def get_upload_to(self, filename):
        stem, dot, extension = filename.rpartition(".")
        token = salted_hmac("library.Rendition", self.image.file_hash + filename).hexdigest()
        return super().get_upload_to(f"{stem}.{token[:20]}{dot}{extension}")


class Document(AbstractDocument):
    uploaded_by_user = uploader("uploaded_documents")
    tags = TaggableManager(help_text=None, blank=True, related_name="tagged_documents")

    admin_form_fields = ("title", "file", "collection", "tags")

    def clean(self):
        # Without a file, which is refused as that, its name has no extension to judge.
        if self.file:
            super().clean()
