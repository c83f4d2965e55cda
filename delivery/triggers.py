"""The triggers by which the database itself notes each write that the public may see something of.

Signals would not do: Wagtail moves trees, renames what is below a page and deletes in bulk without
any, and fixtures and raw SQL send none. A trigger's note is part of the writer's transaction.
"""

import re
from hashlib import sha256

from django.db import connection, transaction

from delivery.models import Touch
from delivery.watched import watches

PREFIX = "delivery_touch_"
IS_NOT = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def install():
    """Makes the triggers those that the models ask for. Does nothing where they are already."""
    definitions = wanted()
    if _installed() == definitions.keys():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        _drop(cursor)
        for statements in definitions.values():
            for statement in statements:
                cursor.execute(statement)


def drop():
    """Takes all triggers away, as migrations need that alter the columns they read."""
    with transaction.atomic(), connection.cursor() as cursor:
        _drop(cursor)


def are_installed():
    """Whether the triggers are those that the models ask for."""
    return _installed() == wanted().keys()


def can_be_installed():
    """Whether all tables are there; migrated backwards, or in part, some are not."""
    with connection.cursor() as cursor:
        there = {table.name for table in connection.introspection.get_table_list(cursor)}
    return {watch.table for watch in watches()} <= there


def wanted():
    """The statements of each trigger by its name, which changes with what the trigger does."""
    return dict(_definitions())


def _definitions():
    for watch in watches():
        columns = [f'"{column}"' for column in watch.columns]
        changed = " OR ".join(f"OLD.{c} {IS_NOT[connection.vendor]} NEW.{c}" for c in columns)
        new = [_insert(key, "NEW") for key in watch.keys]
        old = [_insert(key, "OLD") for key in watch.keys]
        moved = [_insert(key, "OLD", if_changed=True) for key in watch.keys]
        events = {"update": (f"WHEN ({changed})", [*new, *moved]), "delete": ("", old)}
        if watch.on_insert:
            events["insert"] = ("", new)
        for event, (condition, body) in events.items():
            yield _trigger(watch, event, condition, "; ".join(body))


def _insert(key, row, if_changed=False):
    """The statement that notes a key, whose columns are read off the `NEW` or the `OLD` row."""
    columns = re.findall(r"{(\w+)}", key)
    parts = re.split(r"{\w+}", key)
    text = f"'{parts[0]}'"
    for column, rest in zip(columns, parts[1:], strict=True):
        text += f' || {row}."{column}"' + (f" || '{rest}'" if rest else "")
    statement = f"INSERT INTO {Touch._meta.db_table} (key, taken) SELECT {text}, {_false()}"
    if if_changed:
        differ = (f'OLD."{c}" {IS_NOT[connection.vendor]} NEW."{c}"' for c in columns)
        statement += f" WHERE {' OR '.join(differ)}"
    return statement


def _false():
    return "false" if connection.vendor == "postgresql" else "0"


def _trigger(watch, event, condition, body):
    digest = sha256(f"{condition} {body}".encode()).hexdigest()[:8]
    name = f"{PREFIX}{watch.table[:24]}_{watch.name}_{event}_{digest}"
    if connection.vendor == "sqlite":
        head = f'CREATE TRIGGER {name} AFTER {event.upper()} ON "{watch.table}"'
        return name, [f"{head} {condition} BEGIN {body}; END"]
    return name, [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body}; RETURN NULL; END $$",
        f'CREATE TRIGGER {name} AFTER {event.upper()} ON "{watch.table}" '
        f"FOR EACH ROW {condition} EXECUTE FUNCTION {name}()",
    ]


def _installed():
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def _drop(cursor):
    for name in _installed():
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
        else:
            # Its trigger goes with it.
            cursor.execute(f"DROP FUNCTION {name}() CASCADE")
