"""What pages can be found by that stands only in their bodies."""

from django.db import models, transaction
from wagtail.models import Page

from articles.models.cited_work import CitedWork


class ContentKey(models.Model):
    """A thing that the body of a page holds, such as a kind of block.

    Derived from the stored body whenever it is saved; `manage.py index_content` makes all anew.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=300)

    derived_of = "page"
    # Wagtail would tell editors that the page is used by its own keys.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "name", "value"], name="content_key_once"),
        ]
        indexes = [models.Index(fields=["name", "value", "page"], name="content_key_look_up")]

    def __str__(self):
        return f"{self.name}: {self.value}"

    @classmethod
    def refresh(cls, page):
        """Makes the keys of a page those of its body. Writes only what differs."""
        longest = cls._meta.get_field("value").max_length
        due = {key for key in page.body.stream_block.keys(page.body) if len(key[1]) <= longest}
        stored = {(key.name, key.value): key.pk for key in cls.objects.filter(page=page.pk)}
        stale = [pk for key, pk in stored.items() if key not in due]
        if stale:
            cls.objects.filter(pk__in=stale).delete()
        cls.objects.bulk_create(
            [cls(page_id=page.pk, name=name, value=value) for name, value in due - stored.keys()],
            ignore_conflicts=True,
        )


class FoundByContent(models.Model):
    """A page whose body can be searched for by its keys. Mix into page types with a `body`."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, update_fields=None, **kwargs):
        super().save(*args, update_fields=update_fields, **kwargs)
        if update_fields is None or "body" in update_fields:
            ContentKey.refresh(self)
            CitedWork.refresh(self)

    @property
    def search_text(self):
        """The page's own running text, of which a search shows extracts."""
        return f"{self.default_description} {self.body.stream_block.prose(self.body)}"
