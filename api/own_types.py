"""Lists in which each page answers as its own type, with the fields of that type."""

from wagtail.models import Page

from api.serializers import PublicPageSerializer


def specific(pages):
    """The pages as instances of their own types: one query, and one for each type."""
    found = Page.objects.filter(pk__in=[page.pk for page in pages]).specific().in_bulk()
    return [found.get(page.pk, page) for page in pages]


class OwnTypeSerializer(PublicPageSerializer):
    """Gives each page to the serializer of its type, which the view makes."""

    def to_representation(self, page):
        return self.context["view"].serializer_of(type(page)).to_representation(page)
