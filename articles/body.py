"""The body that page types of different menus share."""

from itertools import chain

from django.apps import apps
from django.db import models
from django.utils.functional import cached_property
from wagtail.api import APIField

from articles.api_fields import BodyField, ReferencesField
from articles.citing import WarningData, warnings_about
from articles.references import References
from articles.rich_text import Heading
from articles.seo import load_publications, load_sites
from delivery.answers import DerivedField
from delivery.reads import note
from delivery.watched import key
from evidence.styles import APA


class HasBody(models.Model):
    """A page with a `body` of blocks. Mix into page types."""

    read_off_body = frozenset({"body", "plain_text", "references", "table_of_contents"})
    """The fields of its answers that need the body loaded."""

    api_fields = [
        APIField("body", serializer=BodyField()),
        APIField("plain_text", serializer=DerivedField(str)),
        APIField("word_count", serializer=DerivedField(int)),
        APIField("table_of_contents", serializer=DerivedField(list[Heading])),
        APIField("references", serializer=ReferencesField()),
        APIField("warnings", serializer=DerivedField(list[WarningData])),
    ]

    class Meta:
        abstract = True

    @classmethod
    def prefetch_public(cls, pages, visibility, fields=()):
        super().prefetch_public(pages, visibility, fields)
        if cls.read_off_body & set(fields):
            load_bodies(cls, pages, visibility)
        elif "warnings" in fields:
            load_works(pages, visibility)

    @cached_property
    def content(self):
        """The body with everything its blocks show loaded, in a constant number of queries."""
        load_bodies(type(self), [self], self.visibility)
        return self.body

    @cached_property
    def cited_works(self):
        """The works that the body cites and that are there, each once, in the order of the text."""
        load_works([self], self.visibility)
        return vars(self)["cited_works"]

    @cached_property
    def reference_set(self):
        """The works that the body cites, as one set of references."""
        style = self.publication.citation_style if self.cited_works else APA
        return References(self.cited_works, style)

    @property
    def references(self):
        """The references of the works that the body cites, each `Listed`."""
        return self.reference_set.listed if self.content else []

    @property
    def warnings(self):
        """What readers are told first of the works that the body cites, as `WarningData`."""
        return warnings_about(self.cited_works)

    @property
    def has_marks(self):
        """Whether the text refers to works, so that readers need the list of references."""
        return bool(self.content and self.reference_set.mentions)

    @property
    def plain_text(self):
        """The words of the body, with a blank line between paragraphs and between blocks."""
        texts = (block.block.plain_text(block.value) for block in self.content)
        return "\n\n".join(filter(None, texts))

    @property
    def word_count(self):
        """The number of words in the body's text blocks; told without loading the body."""
        found = self.body.stream_block.stored(self.body)
        return sum(len(kind.prose(raw).split()) for name, kind, raw in found if name == "text")

    @property
    def table_of_contents(self):
        """The headings of the body, in order."""
        found = (block.block.headings(block.value) for block in self.content)
        return [heading for headings in found for heading in headings]


def load_bodies(model, pages, visibility):
    """Gives each page of one type its `content`."""
    load_works(pages, visibility)
    menu = model._meta.get_field("body").stream_block
    menu.prefetch([(page, page.body) for page in pages], visibility)
    for page in pages:
        page.content = page.body


def load_works(pages, visibility):
    """Gives each page its `cited_works`, and the publication whose style they are cited in."""
    pages = [page for page in pages if "cited_works" not in vars(page)]
    cited = {page: page.body.stream_block.cited(page.body) for page in pages}
    model = apps.get_model("evidence", "Work")
    # One that is not there may be made one day.
    note(*(key(model, pk) for pk in chain(*cited.values())))
    works = model.objects.in_bulk(set(chain(*cited.values())))
    if works:
        # With the publication comes the style of its references.
        unloaded = [page for page in pages if "publication" not in vars(page)]
        load_sites(unloaded)
        load_publications(unloaded, visibility)
    for page, ids in cited.items():
        page.cited_works = [works[pk] for pk in ids if pk in works]
