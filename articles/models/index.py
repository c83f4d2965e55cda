from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from articles import api_fields as api
from articles import feeds
from articles.completeness import PublishedComplete
from articles.models.article import ArticlePage
from articles.models.author import Author
from articles.models.placement import ShowsCallsToAction, cta_slots_panel
from articles.models.topic import Topic
from articles.rich_text import PROSE_FEATURES, expand, validate_links
from articles.seo import Appearance
from delivery import reads
from delivery.redirects import LeavesRedirects

PAGE_SIZE = 12
FEED_SIZE = 20


class ArticleIndexPage(
    RoutablePageMixin, ShowsCallsToAction, Appearance, PublishedComplete, LeavesRedirects, Page
):
    """A list of articles, newest first, whole or by topic or author, with its feeds."""

    page_description = "A list of the articles below it, newest first, with feeds."

    introduction = RichTextField(blank=True, features=PROSE_FEATURES, validators=[validate_links])

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels = [cta_slots_panel(), *Appearance.promote_panels]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    api_fields = [
        APIField("introduction", serializer=api.RichTextField()),
        APIField("ctas", serializer=api.SlotsField()),
        *Appearance.api_fields,
    ]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["articles.ArticlePage"]

    @property
    def introduction_html(self):
        return expand(self.introduction)

    @property
    def articles(self):
        """The public articles, newest first."""
        reads.below(self)
        below = ArticlePage.objects.child_of(self)
        return self.visibility.pages(below).order_by("-publication_date", "-pk")

    @property
    def topics(self):
        """The topics of the public articles, by name."""
        return Topic.objects.filter(article_lines__page__in=self.articles.order_by()).distinct()

    @property
    def authors(self):
        """The authors of the public articles, by name."""
        return Author.objects.filter(article_lines__page__in=self.articles.order_by()).distinct()

    def has_route(self, view, args, kwargs):
        """Whether the list or feed at a route of this page is there for readers."""
        listed = {"by_topic": self.topics, "by_author": self.authors}.get(view.__name__)
        return listed is None or listed.filter(**kwargs).exists()

    def topic_url(self, topic):
        """The address of the list of one topic."""
        return self.url + self.reverse_subpage("by_topic", args=[topic.slug])

    def author_url(self, author):
        """The address of the list of one author."""
        return self.url + self.reverse_subpage("by_author", args=[author.slug])

    @property
    def atom_url(self):
        """The absolute address of the Atom feed."""
        return self.full_url + self.reverse_subpage("atom")

    @property
    def json_feed_url(self):
        """The absolute address of the JSON feed."""
        return self.full_url + self.reverse_subpage("json")

    @path("", name="all")
    def all_articles(self, request):
        return self.render_list(request, self.articles)

    @path("topic/<slug:slug>/", name="by_topic")
    def by_topic(self, request, slug):
        topic = get_object_or_404(self.topics, slug=slug)
        found = self.articles.filter(article_topics__topic=topic)
        return self.render_list(request, found.distinct(), topic=topic)

    @path("author/<slug:slug>/", name="by_author")
    def by_author(self, request, slug):
        author = get_object_or_404(self.authors, slug=slug)
        Author.prefetch([author], self.visibility)
        found = self.articles.filter(article_authors__author=author)
        return self.render_list(request, found.distinct(), author=author)

    @path("feed/atom/", name="atom")
    def atom(self, request):
        return feeds.atom(self, self.newest(FEED_SIZE))

    @path("feed/json/", name="json")
    def json_feed(self, request):
        return feeds.json_feed(self, self.newest(FEED_SIZE))

    def newest(self, count):
        """The newest public articles with what feeds show of them loaded."""
        articles = list(self.articles[:count])
        ArticlePage.prefetch_brief(articles, self.visibility)
        return articles

    def render_list(self, request, articles, topic=None, author=None):
        """A page of articles. A page number that is none, or past the end, is not found."""
        try:
            listed = Paginator(articles, PAGE_SIZE).page(request.GET.get("page", "1"))
        except InvalidPage as error:
            raise Http404("There is no such page of this list.") from error
        listed.object_list = list(listed.object_list)
        ArticlePage.prefetch_public(listed.object_list, self.visibility)
        return self.render(
            request,
            context_overrides={
                "articles": listed,
                "topics": self.topics,
                "topic": topic,
                "author": author,
            },
        )
