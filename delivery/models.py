"""What delivery keeps: the log of public changes, the editions, and what each of them was read of.

See docs/delivery.md for the picture.
"""

from datetime import timedelta

import brotli
from django.db import models
from django.utils import timezone


class WorkerHeartbeat(models.Model):
    """When the worker last went round; a row for each of its jobs."""

    job = models.CharField(max_length=100, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = "worker heartbeat"

    def __str__(self):
        return f"{self.job} at {self.beat_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def beat(cls, job):
        """Notes that the job has just been done."""
        cls.objects.update_or_create(job=job, defaults={"beat_at": timezone.now()})

    @classmethod
    def age(cls, job):
        """How long ago the job was last done (a `timedelta`), or None if it never was."""
        beat_at = cls.objects.filter(job=job).values_list("beat_at", flat=True).first()
        return None if beat_at is None else max(timezone.now() - beat_at, timedelta(0))


class Kept(models.Model):
    """A table of delivery's own: nobody edits it, and Wagtail keeps no references from it."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
        default_permissions = ()


class State(Kept):
    """Where the log stands: one row."""

    KEY = 1

    number = models.BigIntegerField(default=0)
    """Of the last public change."""
    floor = models.BigIntegerField(default=0)
    """Changes up to this number have been trimmed."""
    next_due = models.DateTimeField(null=True)
    """When the passing of time alone changes something public, at the earliest."""
    latest_due = models.DateTimeField(null=True)
    """The latest such moment that has been noticed. The clock is never taken to stand before it."""
    is_open = models.BooleanField(default=False)
    """Whether editions may be served: not while migrations run, whose changes are not noticed."""

    def __str__(self):
        return f"number {self.number}"


class Touch(Kept):
    """A row that was written and that the public may see something of. Written by triggers only.

    `key` is what `delivery.watched` says of the table, such as `library_image:5`.
    """

    key = models.CharField(max_length=300)
    """Longer than a path in the tree of pages, which is up to 255 characters."""
    taken = models.BooleanField(default=False, db_default=False)

    def __str__(self):
        return self.key


class PublicObject(Kept):
    """An object that the public may see, as the log has last told it."""

    resource = models.CharField(max_length=20)
    """The endpoint of the API: `pages`, `authors`."""
    object_id = models.BigIntegerField()
    type = models.CharField(max_length=100)
    locale = models.CharField(max_length=20, blank=True)
    site_id = models.BigIntegerField(null=True)
    """The site that a page belongs to."""
    path = models.TextField(blank=True)
    """The address of a page on its site."""
    number = models.BigIntegerField()
    """Of the last change of it."""
    etag = models.CharField(max_length=32, blank=True)
    """Of its document when that was last rendered."""
    etag_number = models.BigIntegerField(default=0)
    """Its `number` at that moment, or the last one with which only its page was altered."""

    class Meta(Kept.Meta):
        constraints = [
            models.UniqueConstraint(fields=["resource", "object_id"], name="public_object_once"),
        ]
        indexes = [
            models.Index(fields=["site_id", "path"], name="public_object_path"),
            models.Index(fields=["number"], name="public_object_number"),
        ]

    PLACE = ("type", "locale", "site_id", "path")

    def __str__(self):
        return f"{self.resource} {self.object_id}"

    def move_to(self, now):
        """Takes over the place of the same object as it is now. Returns whether it differs."""
        here = [getattr(self, name) for name in self.PLACE]
        there = [getattr(now, name) for name in self.PLACE]
        for name, value in zip(self.PLACE, there, strict=True):
            setattr(self, name, value)
        return here != there

    def change(self, event, moment):
        """The `Change` with this object's number."""
        place = {name: getattr(self, name) for name in self.PLACE}
        return Change(
            number=self.number,
            resource=self.resource,
            object_id=self.object_id,
            event=event,
            changed_at=moment,
            **place,
        )


class Edition(Kept):
    """What one site answers for a public object in one form, ready to be sent."""

    class Form(models.TextChoices):
        JSON = "json", "JSON"
        HTML = "html", "HTML"

    public_object = models.ForeignKey(
        PublicObject, on_delete=models.CASCADE, related_name="editions", db_index=False
    )
    site_id = models.BigIntegerField()
    form = models.CharField(max_length=4, choices=Form.choices)
    fingerprint = models.CharField(max_length=16)
    """Of the release and the settings that rendered it."""
    is_fresh = models.BooleanField(default=True)
    etag = models.CharField(max_length=32, blank=True)
    brotli = models.BinaryField(default=bytes)
    gzip = models.BinaryField(default=bytes)
    error = models.TextField(blank=True)
    """Why it could not be rendered."""
    rendered_at = models.DateTimeField()

    class Meta(Kept.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["public_object", "site_id", "form", "fingerprint"], name="edition_once"
            ),
        ]
        indexes = [
            # The few that failed are found without reading past the bodies of all others.
            models.Index(
                fields=["fingerprint"], condition=~models.Q(error=""), name="edition_failed"
            ),
        ]

    def __str__(self):
        return f"{self.form} of {self.public_object_id}"

    @property
    def body(self):
        """What is answered, as bytes."""
        return brotli.decompress(bytes(self.brotli))

    def compressed(self, coding):
        """The body in the content coding `br` or `gzip`."""
        return bytes(self.brotli if coding == "br" else self.gzip)


class Dependency(Kept):
    """Something that an edition was read of: a key as in `Touch`, or one that touches lead to."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="dependencies")
    key = models.CharField(max_length=255)

    class Meta(Kept.Meta):
        indexes = [models.Index(fields=["key", "edition"], name="dependency_key")]

    def __str__(self):
        return self.key


class Due(Kept):
    """When the passing of time alone next changes what the public sees of something."""

    key = models.CharField(max_length=255, primary_key=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.key} at {self.at}"


class Change(Kept):
    """One entry of the log: a public change of a public object. Never altered."""

    class Event(models.TextChoices):
        CREATED = "created"
        UPDATED = "updated"
        DELETED = "deleted"

    number = models.BigIntegerField(primary_key=True)
    resource = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    type = models.CharField(max_length=100)
    locale = models.CharField(max_length=20, blank=True)
    event = models.CharField(max_length=7, choices=Event.choices)
    site_id = models.BigIntegerField(null=True)
    path = models.TextField(blank=True)
    """The public address; of what is deleted, the last one."""
    changed_at = models.DateTimeField(db_index=True)

    class Meta(Kept.Meta):
        indexes = [models.Index(fields=["resource", "number"], name="change_resource")]

    def __str__(self):
        return f"{self.number}: {self.resource} {self.object_id} {self.event}"
