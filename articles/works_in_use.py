"""Which pages cite works: nobody deletes a work from under them."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import ProtectedError
from django.db.models.signals import post_save, pre_delete
from wagtail.models import Page, Revision

from articles.models import CitedInDraft, CitedWork
from delivery.effects import explorable, links_to
from evidence.models import Work

NAMED = 5
"""Titles in a message."""


class Use(NamedTuple):
    """A page that cites a work."""

    page: Page
    is_public: bool
    """Whether readers see it there, as far as the page is live; else it stands in a draft alone."""

    address: str | None = None
    """Where a user edits the page, who may."""

    @property
    def title(self):
        """The page's as editors know it, and whether it is a draft."""
        return f"{self.page.get_admin_display_title()}{self._mark}"

    @property
    def quoted(self):
        """The same within a sentence."""
        return f"“{self.page.get_admin_display_title()}”{self._mark}"

    @property
    def _mark(self):
        return "" if self.is_public else " (draft)"


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
    seen = list(explorable(user).filter(pk__in=pages))
    addresses = {
        page.pk: link.address for page, link in zip(seen, links_to(seen, user), strict=True)
    }
    shown = {}
    for work in works:
        uses = found.get(work.pk, [])
        mine = [
            use._replace(address=addresses[use.page.pk]) for use in uses if use.page.pk in addresses
        ]
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
    titles = [use.quoted for use in shown[:NAMED]]
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


# What keeps the lines


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


def connect():
    pre_delete.connect(refuse_deletion, sender=Work)
    post_save.connect(note_drafted, sender=Revision)
