"""Wagtail's serializers, minus what the public may not see. They need a `PublicEndpoint`."""

from rest_framework.fields import Field
from taggit.managers import _TaggableManager
from wagtail.api.v2.serializers import BaseSerializer, PageAliasOfField, PageSerializer
from wagtail.api.v2.utils import get_full_url
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.images.api.v2.serializers import ImageDownloadUrlField, ImageSerializer


class PublicAliasOfField(PageAliasOfField):
    """The page that an alias mirrors, or null when the public may not see that page."""

    def get_attribute(self, page):
        source = super().get_attribute(page)
        return source if source and self.context["view"].visibility.shows_page(source) else None


class PrefetchedTagsField(Field):
    """The names of an object's tags, which Wagtail's own field asks for object by object."""

    answer = list[str]

    def to_representation(self, tags):
        return sorted(tag.name for tag in tags.all())


class AbsoluteDownloadUrlField(ImageDownloadUrlField):
    """The address of an image's original, with the host that Wagtail's own field leaves out."""

    def to_representation(self, image):
        return get_full_url(self.context["request"], super().to_representation(image))


class PublicSerializer(BaseSerializer):
    def build_property_field(self, field_name, model_class):
        if isinstance(getattr(model_class, field_name), _TaggableManager):
            return PrefetchedTagsField, {}
        return super().build_property_field(field_name, model_class)


# Wagtail's first: the first base's declared fields win, and pages declare their own `type`.
class PublicPageSerializer(PageSerializer, PublicSerializer):
    alias_of = PublicAliasOfField(read_only=True)


class PublicImageSerializer(ImageSerializer, PublicSerializer):
    download_url = AbsoluteDownloadUrlField(read_only=True)


class PublicDocumentSerializer(DocumentSerializer, PublicSerializer):
    pass
