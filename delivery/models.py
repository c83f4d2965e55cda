"""What delivery keeps of itself."""

from datetime import timedelta

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
