"""Wagtail's own endpoints, with what a project gets that writes no serializer of its own."""

from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.blocks import StructBlock
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet


class StockBody(Field):
    """A body as stock shows it: choosers as bare ids."""

    def to_representation(self, body):
        return [
            {
                "type": block.block_type,
                "value": StructBlock.get_api_representation(block.block, block.value, self.context),
                "id": block.id,
            }
            for block in body
        ]


FIELDS = {
    "ArticlePage": [
        APIField("summary"),
        APIField("publication_date"),
        APIField("article_authors"),
        APIField("article_topics"),
        APIField("lead_image"),
        APIField("body", serializer=StockBody()),
    ],
}
"""The columns and lines of our articles; what we derive from them stock does not know."""


class StockPages(PagesAPIViewSet):
    @classmethod
    def get_body_fields(cls, model):
        return cls._convert_api_fields(cls.body_fields) + FIELDS.get(model.__name__, [])

    @classmethod
    def get_meta_fields(cls, model):
        return cls._convert_api_fields(cls.meta_fields)


router = WagtailAPIRouter("stock")
router.register_endpoint("pages", StockPages)
router.register_endpoint("images", ImagesAPIViewSet)
router.register_endpoint("documents", DocumentsAPIViewSet)
