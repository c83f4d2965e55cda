"""Pages whose words the search index does not hold yet."""

from django.db import models
from wagtail.models import Page


class WordsDue(models.Model):
    """A page that names something with new words, and waits for the worker to write them."""

    # Without a constraint: a page that is deleted meanwhile keeps nobody from saving.
    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )

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
        # One that waits already may be taken by the worker, who does not see the new words yet.
        list(cls.objects.filter(pk__in=pages).order_by("pk").select_for_update())
