from django.db import models
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.search import index


def named_panels():
    """A name, and the slug that is made of it while it is typed."""
    # Left to itself, Wagtail's script keeps letters such as “ë”, which the field then refuses.
    ascii_slug = SlugInput({"data-w-slug-allow-unicode-value": False})
    return [
        TitleFieldPanel("name", targets=["slug"], classname="", placeholder=False),
        FieldPanel("slug", widget=ascii_slug),
    ]


class Topic(index.Indexed, models.Model):
    """What articles are about; readers find them by it."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(
        max_length=80, unique=True, help_text="The topic's name in addresses, such as “reading”."
    )
    description = models.TextField(blank=True, help_text="A sentence or two for the topic's list.")

    panels = [*named_panels(), "description"]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("slug"),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
