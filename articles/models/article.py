import math

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from articles import api_fields as api
from articles import parameters, structured_data
from articles.blocks import ArticleBody
from articles.body import HasBody
from articles.citable import Citable
from articles.completeness import PublishedComplete
from articles.models.author import Author
from articles.models.content_key import FoundByContent
from articles.models.placement import ShowsCallsToAction, cta_slots_panel
from articles.models.topic import Topic
from articles.seo import Appearance
from delivery.answers import DerivedField
from delivery.redirects import LeavesRedirects
from library.pictures import prefetch_renditions

WORDS_A_MINUTE = 230
"""Silent reading speed of adults for non-fiction (Brysbaert 2019, 238 wpm), rounded down."""


WORDLESS = (
    "This picture has no alternative text. Edit it in the image library and say what it shows, "
    "for people who cannot see it."
)


def lacks_words(image):
    return image is not None and not image.alt_text


def whole_minute(moment):
    """A moment as its form field shows it; seconds would be lost with the next save anyway."""
    return moment.replace(second=0, microsecond=0)


class ArticlePageForm(WagtailAdminPageForm):
    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation and lacks_words(cleaned.get("lead_image")):
            self.add_error("lead_image", WORDLESS)
        return cleaned


class ArticlePage(
    ShowsCallsToAction,
    FoundByContent,
    Citable,
    HasBody,
    Appearance,
    PublishedComplete,
    LeavesRedirects,
    Page,
):
    """An article that rests on published evidence."""

    page_description = "A text with its authors, topics, citations and calls to action."

    summary = models.TextField(
        max_length=500,
        help_text="Two or three sentences, for lists, feeds and search results.",
    )
    publication_date = models.DateTimeField(
        null=True,
        blank=True,
        db_index=True,
        help_text="Shown to readers and used for order. Empty: the moment of first publication.",
    )
    lead_image = models.ForeignKey(
        "library.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(ArticleBody(), help_text="What readers read, block by block.")

    base_form_class = ArticlePageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        InlinePanel("article_authors", heading="Authors", label="Author"),
        FieldPanel("lead_image"),
        FieldPanel("body"),
        InlinePanel("article_topics", heading="Topics", label="Topic"),
    ]
    promote_panels = [
        FieldPanel("publication_date"),
        cta_slots_panel(
            help_text="By default an article shows what its index and the home page place. "
            "Fill a slot here to replace that; leave the call to action empty to hide it."
        ),
        *Appearance.promote_panels,
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=1.5),
        index.SearchField("author_names"),
        index.SearchField("topic_names"),
        index.SearchField("body"),
        index.FilterField("publication_date"),
    ]
    api_fields = [
        APIField("summary"),
        APIField("publication_date"),
        APIField("authors", serializer=api.AuthorsField()),
        APIField("topics", serializer=api.TopicsField()),
        APIField("lead_image", serializer=api.ImageField()),
        *HasBody.api_fields,
        APIField("reading_minutes", serializer=DerivedField(int)),
        APIField("ctas", serializer=api.SlotsField()),
        *Citable.api_fields,
        *Appearance.api_fields,
    ]
    api_parameters = [
        parameters.author,
        parameters.topic,
        parameters.has_block,
        parameters.cites,
        parameters.cites_work,
        parameters.cites_retracted,
    ]

    read_off_body = HasBody.read_off_body | {"json_ld"}
    names_publication = Appearance.names_publication | {"cite"}

    parent_page_types = ["articles.ArticleIndexPage"]
    subpage_types = []
    exclude_fields_in_copy = ["publication_date"]

    def save(self, *args, **kwargs):
        # Wagtail saves a new page that is to wait for its moment as live for an instant.
        waits = self.go_live_at and self.go_live_at > timezone.now()
        if self.live and not waits and self.publication_date is None:
            # A copy that is live at once still carries the moments of its original.
            first = None if self._state.adding else self.first_published_at
            self.publication_date = whole_minute(first or timezone.now())
        super().save(*args, **kwargs)

    def with_content_json(self, content):
        """A draft begun before the first publication keeps the date the publication gave."""
        page = super().with_content_json(content)
        if page.publication_date is None and page.first_published_at:
            page.publication_date = whole_minute(page.first_published_at)
        return page

    def missing(self):
        return {"lead_image": WORDLESS} if lacks_words(self.lead_image) else {}

    @classmethod
    def get_indexed_objects(cls):
        """What the search index is made of, with all that its words are taken from."""
        pages = super().get_indexed_objects()
        return pages.prefetch_related("article_authors__author", "article_topics__topic")

    @classmethod
    def prefetch_brief(cls, pages, visibility):
        """Loads what feeds show of many articles: names and topics, the lead image."""
        prefetch_related_objects(
            pages, "article_authors__author", "article_topics__topic", "lead_image"
        )
        super().prefetch_public(pages, visibility)
        prefetch_renditions([page.public_lead_image for page in pages])

    @classmethod
    def prefetch_public(cls, pages, visibility, fields=()):
        cls.prefetch_brief(pages, visibility)
        super().prefetch_public(pages, visibility, fields)
        Author.prefetch([author for page in pages for author in page.authors], visibility)

    @cached_property
    def authors(self):
        """The authors in order, each once."""
        lines = list(self.article_authors.all())
        prefetch_related_objects(lines, "author")
        return list(dict.fromkeys(line.author for line in lines))

    @cached_property
    def topics(self):
        """The topics in order, each once."""
        lines = list(self.article_topics.all())
        prefetch_related_objects(lines, "topic")
        return list(dict.fromkeys(line.topic for line in lines))

    @property
    def author_names(self):
        return ", ".join(author.name for author in self.authors)

    @property
    def topic_names(self):
        return ", ".join(topic.name for topic in self.topics)

    @cached_property
    def public_lead_image(self):
        """The lead image, or None when the public may not see it."""
        image = self.lead_image
        return image if image and self.visibility.shows_file(image) else None

    @property
    def authors_without_bio(self):
        """The authors whom no bio in the body presents, in order."""
        bios = [block.value for block in self.content if block.block_type == "author_bio"]
        presented = {bio.author for bio in bios}
        return [author for author in self.authors if author not in presented]

    @property
    def reading_minutes(self):
        """Minutes an adult needs for the article's prose; at least one."""
        return max(1, math.ceil(self.word_count / WORDS_A_MINUTE))

    @property
    def modified_at(self):
        """When what readers see last changed; never before the publication date."""
        moments = [self.publication_date, self.last_published_at]
        return max((moment for moment in moments if moment), default=None)

    @property
    def default_description(self):
        return self.summary

    @property
    def share_image(self):
        return self.lead_image

    @property
    def open_graph(self):
        return super().open_graph.model_copy(
            update={
                "type": "article",
                "published_time": self.publication_date,
                "modified_time": self.modified_at,
                "tags": [topic.name for topic in self.topics],
            }
        )

    @property
    def named_authors(self):
        return [author.name for author in self.authors]

    @property
    def json_ld(self):
        Author.prefetch(self.authors, self.visibility)
        return [structured_data.article(self), *super().json_ld]


class ArticleAuthor(Orderable):
    """A line of an article's byline."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="article_authors")
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="article_lines")

    panels = ["author"]

    class Meta(Orderable.Meta):
        pass


class ArticleTopic(Orderable):
    """One of an article's topics."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="article_topics")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="article_lines")

    panels = ["topic"]

    class Meta(Orderable.Meta):
        pass
