from django.db import models
from wagtail.admin.panels import TitleFieldPanel
from wagtail.search import index


class Topic(index.Indexed, models.Model):
    """What articles are about; readers find them by it."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(
        max_length=80, unique=True, help_text="The topic's name in addresses, such as “reading”."
    )
    description = models.TextField(blank=True, help_text="A sentence or two for the topic's list.")

    panels = [TitleFieldPanel("name", targets=["slug"]), "slug", "description"]
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
