"""Has pages found by the new words of what they name: authors, topics, works.

A few at once; where many name it, the worker goes on with the others when nothing else waits.
"""

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from wagtail.models import Page
from wagtail.search.backends import get_search_backends

from articles.models import Author, Topic, WordsDue
from evidence.models import Work

AT_ONCE = 20
"""Pages for which somebody waits: some ten milliseconds each."""

NAMED = {
    Author: (("name",), "article_lines"),
    Topic: (("name",), "article_lines"),
    Work: (("title", "names", "doi", "formatted"), "cited_lines"),
}
"""Which columns of a model are part of the words of pages, and its lines that lead to these."""


def words_of(instance):
    columns, _ = NAMED[type(instance)]
    return tuple(getattr(instance, name) for name in columns)


def remember(sender, instance, **_):
    stored = sender.objects.filter(pk=instance.pk).first()
    instance.words_before = stored and words_of(stored)


def search_anew(sender, instance, **_):
    """Has the pages that name a snippet found by its new words."""
    if instance.words_before in (None, words_of(instance)):
        return
    _, lines = NAMED[sender]
    lines = getattr(instance, lines).order_by("page")
    pages = list(lines.values_list("page", flat=True).distinct())
    with transaction.atomic():
        # In the order in which the worker takes them: what waits, then the index.
        WordsDue.note(pages[AT_ONCE:])
        write_words(pages[:AT_ONCE])


def write_words(ids):
    """Writes the words of some pages, of whatever types, into the search index."""
    pages = Page.objects.filter(pk__in=ids).only("content_type")
    types = {page.specific_class for page in pages}
    # All in one order, so that two do not wait for each other's.
    for model in sorted(types, key=lambda model: model._meta.label):
        found = list(model.get_indexed_objects().filter(pk__in=ids).order_by("pk"))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, found)


def go_on():
    """Writes the words of the next pages that wait for it. Returns whether there were some."""
    # A transaction would keep other writers waiting on SQLite, round by round.
    if not WordsDue.objects.exists():
        return False
    with transaction.atomic():
        due = WordsDue.objects.order_by("pk").select_for_update(skip_locked=True)[:AT_ONCE]
        ids = [line.page_id for line in due]
        WordsDue.objects.filter(page__in=ids).delete()
        write_words(ids)
    return bool(ids)


def connect():
    for model in NAMED:
        pre_save.connect(remember, sender=model)
        post_save.connect(search_anew, sender=model)
