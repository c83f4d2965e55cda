"""Which pages cite works: nobody deletes a work from under them, and two works can become one."""

import json
from collections import defaultdict
from typing import NamedTuple

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_save, pre_delete, pre_save
from wagtail.models import Page, Revision
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.search import index

from articles.models import CitedInDraft, CitedWork
from evidence.models import Work
from evidence.notices import Notice

NAMED = 5
"""Titles in a message."""


class Use(NamedTuple):
    """A page that cites a work."""

    page: Page
    is_public: bool
    """Whether readers see it there, as far as the page is live; else it stands in a draft alone."""

    @property
    def title(self):
        """The page's as editors know it, and whether it is a draft."""
        return f"{self.page.get_admin_display_title()}{'' if self.is_public else ' (draft)'}"


class StillCited(ProtectedError):
    """A live page, a draft or what waits to be published cites a work. The text says which."""


def uses_of(works):
    """The `Use`s of each work by its id, in the order of the pages' titles."""
    ids = [work.pk for work in works]
    stored = CitedWork.in_force().filter(work__in=ids).values_list("work", "page")
    drafted = CitedInDraft.in_force().filter(work__in=ids).values_list("work", "page_id")
    stored, drafted = set(stored), set(drafted)
    pages = Page.objects.in_bulk({page for _, page in stored | drafted})
    found = defaultdict(list)
    for work, pk in stored | drafted:
        # One may have been deleted meanwhile.
        if page := pages.get(pk):
            found[work].append(Use(page, is_public=page.live and (work, pk) in stored))
    for uses in found.values():
        uses.sort(key=lambda use: (use.page.title, use.page.pk))
    return found


def uses_shown(works, user):
    """The `Use`s of each work that a user may see in the admin, and how many others there are.

    By the works' ids, as pairs.
    """
    found = uses_of(works)
    pages = {use.page.pk for uses in found.values() for use in uses}
    seen = PagePermissionPolicy().explorable_instances(user).filter(pk__in=pages)
    seen = set(seen.values_list("pk", flat=True))
    shown = {}
    for work in works:
        uses = found.get(work.pk, [])
        mine = [use for use in uses if use.page.pk in seen]
        shown[work.pk] = mine, len(uses) - len(mine)
    return shown


def why_kept(works, user=None):
    """A sentence for each of these works that cannot be deleted: which pages cite it.

    With a user, only titles of pages are told that this user may see in the admin.
    """
    if user:
        found = uses_shown(works, user)
    else:
        found = {pk: (uses, 0) for pk, uses in uses_of(works).items()}
    return [_sentence(work, *found[work.pk]) for work in works if any(found.get(work.pk, ()))]


def _sentence(work, shown, others):
    titles = [
        f"“{use.page.get_admin_display_title()}”{'' if use.is_public else ' (draft)'}"
        for use in shown[:NAMED]
    ]
    others += len(shown[NAMED:])
    if others:
        titles.append(f"{others} more" if titles else f"{others} page{'s' * (others > 1)}")
    cited = ", ".join(titles[:-1]) + " and " * (len(titles) > 1) + titles[-1]
    return (
        f"“{work}” cannot be deleted: it is cited by {cited}. "
        "Take it out there first, or merge it with another work."
    )


def refuse_deletion(sender, instance, **_):
    """Raises `StillCited` for a work that is in use."""
    for sentence in why_kept([instance]):
        raise StillCited(sentence, {instance})


@transaction.atomic
def merge(work, into):
    """Makes two works one: `into` gets what it lacks and is cited instead of `work`, which goes.

    In older versions of pages nothing is cited any more where `work` was.
    """
    for pk in CitedWork.objects.filter(work=work).values_list("page", flat=True):
        page = Page.objects.get(pk=pk).specific
        page.body = page.body.stream_block.citing_instead(page.body, work.pk, into.pk)
        page.save(clean=False, update_fields=["body"])
    drafted = CitedInDraft.in_force().filter(work=work).values_list("revision", flat=True)
    for revision in Revision.objects.filter(pk__in=set(drafted)):
        field = body_field(revision)
        body = field.to_python(revision.content[field.name])
        body = field.stream_block.citing_instead(body, work.pk, into.pk)
        revision.content[field.name] = json.dumps(field.get_prep_value(body))
        revision.save(update_fields=["content"])
    work.delete()
    into.csl = work.csl | {name: value for name, value in into.csl.items() if value}
    into.note([Notice(**notice) for notice in work.notices])
    into.save()


# What keeps the lines, and the search


def body_field(revision):
    """The field with the body of the page that a revision is of, or None."""
    model = revision.content_type.model_class()
    if model is None or not issubclass(model, Page) or "body" not in revision.content:
        return None
    field = model._meta.get_field("body")
    return field if hasattr(getattr(field, "stream_block", None), "cited") else None


def note_drafted(sender, instance, **_):
    """Notes what a revision cites; of the page's older ones only those that wait are kept."""
    field = body_field(instance)
    if field is None:
        return
    CitedInDraft.refresh(instance, field.to_python(instance.content[field.name]))
    others = CitedInDraft.objects.filter(
        revision__base_content_type=instance.base_content_type,
        revision__object_id=instance.object_id,
        revision__approved_go_live_at=None,
        revision__pk__lt=instance.pk,
    )
    others.delete()


WORDS = ("title", "names", "doi", "formatted")
"""The columns of a work that are part of the words of the pages that cite it."""


def remember_words(sender, instance, update_fields=None, **_):
    before = Work.objects.filter(pk=instance.pk).values_list(*WORDS).first()
    instance.words_before = before


def search_anew(sender, instance, **_):
    """Has the pages that cite a work found by its new words."""
    if instance.words_before in (None, tuple(getattr(instance, name) for name in WORDS)):
        return
    for pk in instance.cited_lines.values_list("page", flat=True):
        index.insert_or_update_object(Page.objects.get(pk=pk).specific)


def connect():
    pre_delete.connect(refuse_deletion, sender=Work)
    post_save.connect(note_drafted, sender=Revision)
    pre_save.connect(remember_words, sender=Work)
    post_save.connect(search_anew, sender=Work)
