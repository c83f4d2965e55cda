"""What an answer is read of: every object that is loaded while it is made, noted by its key.

What a query does not find cannot be noted by itself. Whoever shows the result of a query, of which
other objects may become part, says so by `all_of` or `below`.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models.signals import post_init
from wagtail.models import Page

from delivery.watched import OWN, found_by, key, known_by, watched_models

_reading = ContextVar("reading", default=None)
_loaded = ContextVar("loaded", default=None)


@contextmanager
def reading():
    """Yields the set of keys of all that is read inside, which grows meanwhile.

    Inside another, both are one: what is loaded for one answer may be shown by the next.
    """
    keys = _reading.get()
    keys = set() if keys is None else keys
    token = _reading.set(keys)
    try:
        yield keys
    finally:
        _reading.reset(token)


@contextmanager
def sharing():
    """Inside, a page that was loaded for one answer is given to the next, with all it has loaded.

    All the answers must reflect one state.
    """
    token = _loaded.set({})
    try:
        yield
    finally:
        _loaded.reset(token)


def share(page):
    """Gives a page that has been loaded to the answers behind this one, if they share."""
    pages = _loaded.get()
    if pages is not None:
        pages[page.pk] = page


def shared(pk):
    """The page of this id that an answer before has loaded, or None."""
    return (_loaded.get() or {}).get(pk)


@contextmanager
def unnoted():
    """Inside, what is read is not noted."""
    token = _reading.set(None)
    try:
        yield
    finally:
        _reading.reset(token)


def note(*keys):
    """Says that the answer that is being made, if any, depends on these keys."""
    noted = _reading.get()
    if noted is not None:
        noted.update(keys)


def all_of(model):
    """Says that the answer depends on which objects of a model there are, and on each of them."""
    note(key(model, "*"))


def below(page):
    """Says that the answer depends on which pages there are below one, and on each of them."""
    note(f"below:{page.pk}")


def translations(page):
    """Says that the answer depends on which translations of a page there are."""
    note(f"translations:{page.translation_key.hex}")


def found(model, column, values):
    """Says that the answer depends on which pages a model finds by these values of a column."""
    note(*(f"{found_by(model, column)}:*:{value}" for value in values))


def connect():
    """Begins to listen for objects that are loaded."""
    for model in watched_models():
        post_init.connect(_receiver(model), sender=model, weak=False, dispatch_uid="delivery.reads")


def _known_by(model):
    """Table and column of each key by which an object of a model is noted."""
    if not issubclass(model, Page):
        return [known_by(model)]
    parts = {model, *model._meta.get_parent_list()}
    tables = [part._meta.db_table for part in parts] + ([OWN] if model is not Page else [])
    return [(table, Page._meta.pk.column) for table in tables]


def _receiver(model):
    keys = _known_by(model)

    def receive(instance, **_):
        noted = _reading.get()
        if noted is not None:
            values = ((table, vars(instance).get(column)) for table, column in keys)
            noted.update(f"{table}:{value}" for table, value in values if value is not None)

    return receive
