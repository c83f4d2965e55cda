"""What happens to triggers and editions when tables are altered."""

from django.db import DEFAULT_DB_ALIAS, connection

from delivery import triggers
from delivery.models import State
from delivery.settling import settle_all


def begin(using, plan, **_):
    """Before migrations: no column can go that a trigger reads, so the triggers go.

    Until they are back nothing is noticed, and nothing is served from editions.
    """
    if using == DEFAULT_DB_ALIAS and plan and _has_tables():
        State.objects.update(is_open=False)
        triggers.drop()


def end(using, **_):
    """After migrations, also after those of tests: brings back what is missing.

    Migrations may have altered anything, so everything is compared and marked.
    """
    if using != DEFAULT_DB_ALIAS or not _has_tables():
        return
    if not triggers.can_be_installed():
        # Migrated backwards, or only in part: nothing is served from editions until the rest is.
        return
    is_open = State.objects.filter(is_open=True).exists()
    if not is_open or not triggers.are_installed():
        triggers.install()
        settle_all(altered=True)
        State.objects.update(is_open=True)


def _has_tables():
    return State._meta.db_table in connection.introspection.table_names()
