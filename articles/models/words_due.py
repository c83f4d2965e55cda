"""Pages whose words the search index does not hold yet."""

from django.db import models
from wagtail.models import Page


class WordsDue(models.Model):
    """A page that names something with new words, and waits for the worker to write them."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="+")

    is_private = True
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.page)

    @classmethod
    def note(cls, pages):
        """Has pages wait, by their ids; those that wait already go on waiting."""
        cls.objects.bulk_create([cls(page_id=pk) for pk in pages], ignore_conflicts=True)
