"""What would break delivery, found by `manage.py check`."""

from django.core.checks import Error, register
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.dummy import DummyBackend


@register()
def tasks_are_run(**_):
    """Refuses a backend that never runs its tasks.

    Noticing what was written needs none; but Wagtail's search index is written by tasks, and a
    search shows what the index holds.
    """
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DummyBackend):
        return []
    return [
        Error(
            "The default backend in TASKS never runs its tasks, so that searches find nothing new.",
            hint="Leave TASKS out, or name a backend that runs tasks, such as "
            "django_tasks.backends.immediate.ImmediateBackend.",
            id="delivery.E001",
        )
    ]
