from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from articles import parameters
from articles.blocks import PlainBody
from articles.body import HasBody
from articles.completeness import PublishedComplete
from articles.models.content_key import FoundByContent
from articles.seo import Appearance
from delivery.redirects import LeavesRedirects


class StandardPage(FoundByContent, HasBody, Appearance, PublishedComplete, LeavesRedirects, Page):
    """A plain page, such as “About”."""

    page_description = "A plain page, such as “About” or “Contact”."

    introduction = models.TextField(max_length=500, blank=True)
    body = StreamField(PlainBody(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    api_fields = [APIField("introduction"), *HasBody.api_fields, *Appearance.api_fields]
    api_parameters = [parameters.has_block, parameters.cites_retracted]

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    @property
    def default_description(self):
        return self.introduction
