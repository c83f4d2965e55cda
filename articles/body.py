"""The body that page types of different menus share."""

from django.db import models
from django.utils.functional import cached_property


class HasBody(models.Model):
    """A page with a `body` of blocks. Mix into page types."""

    class Meta:
        abstract = True

    @classmethod
    def prefetch_public(cls, pages, visibility, fields=()):
        super().prefetch_public(pages, visibility, fields)
        if "body" in fields:
            load_bodies(cls, pages, visibility)

    @cached_property
    def content(self):
        """The body with everything its blocks show loaded, in a constant number of queries."""
        load_bodies(type(self), [self], self.visibility)
        return self.body


def load_bodies(model, pages, visibility):
    """Gives each page of one type its `content`."""
    menu = model._meta.get_field("body").stream_block
    menu.prefetch([(page, page.body) for page in pages], visibility)
    for page in pages:
        page.content = page.body
