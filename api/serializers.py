"""Wagtail's serializers, minus what the public may not see. They need a `PublicEndpoint`."""

from rest_framework.fields import Field
from taggit.managers import _TaggableManager
from wagtail.api.v2.serializers import BaseSerializer, PageAliasOfField, PageSerializer
from wagtail.api.v2.utils import get_full_url
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.images.api.v2.serializers import ImageDownloadUrlField, ImageSerializer

from delivery import editions


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
    def to_representation(self, instance):
        """As Wagtail's; of an object with a `document`, its detail's JSON, what is asked for."""
        document = getattr(instance, "document", None)
        if document is None:
            return super().to_representation(instance)
        known = editions.read(document)
        known |= known.pop("meta")
        body, meta = {}, {}
        for name, field in self.fields.items():
            part = meta if name in self.meta_fields else body
            if name in known:
                part[name] = known[name]
            else:  # A detail shows it only if asked, such as a page's locale.
                part[name] = field.to_representation(field.get_attribute(instance))
        first = {"id": body.pop("id")} if "id" in body else {}
        return first | ({"meta": meta} if meta else {}) | body

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
