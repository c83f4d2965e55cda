from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from articles import api_fields as api
from articles.completeness import PublishedComplete
from articles.models import ArticleIndexPage, ArticlePage, Topic
from articles.models.placement import ShowsCallsToAction, cta_slots_panel
from articles.rich_text import PROSE_FEATURES, expand, validate_links
from articles.seo import Appearance
from delivery import reads
from delivery.redirects import LeavesRedirects

LATEST = 7
"""Articles on the home page: one that leads, six more."""


class HomePage(ShowsCallsToAction, Appearance, PublishedComplete, LeavesRedirects, Page):
    """The front of a site: what it is, and its newest articles."""

    page_description = "The front of a site: what it is, and its newest articles."

    tagline = models.CharField(
        max_length=200, blank=True, help_text="What the publication is for, in one sentence."
    )
    introduction = RichTextField(blank=True, features=PROSE_FEATURES, validators=[validate_links])

    content_panels = [*Page.content_panels, FieldPanel("tagline"), FieldPanel("introduction")]
    promote_panels = [cta_slots_panel(), *Appearance.promote_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("tagline"),
        index.SearchField("introduction"),
    ]
    api_fields = [
        APIField("tagline"),
        APIField("introduction", serializer=api.RichTextField()),
        APIField("ctas", serializer=api.SlotsField()),
        *Appearance.api_fields,
    ]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["articles.ArticleIndexPage", "home.StandardPage"]

    @property
    def introduction_html(self):
        return expand(self.introduction)

    @property
    def default_description(self):
        return self.tagline

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        reads.below(self)
        below = ArticlePage.objects.descendant_of(self)
        public = self.visibility.pages(below).order_by("-publication_date", "-pk")
        newest = list(public[:LATEST])
        ArticlePage.prefetch_public(newest, self.visibility)
        index_page = self.visibility.pages(ArticleIndexPage.objects.child_of(self)).first()
        context.update(
            lead=next(iter(newest), None),
            latest=newest[1:],
            article_index=index_page,
            topics=Topic.objects.filter(article_lines__page__in=public.order_by()).distinct(),
        )
        return context
