"""Whether what is served is what a fresh rendering gives, and the repair where it is not.

Safe on a live site: nothing is locked while it compares, and what was written meanwhile is looked
at again.
"""

import gzip
from dataclasses import dataclass

import brotli
from django.core.cache import caches
from django.http import Http404
from wagtail.models import Site

from delivery import triggers
from delivery.editions import switched_off
from delivery.fingerprint import fingerprint
from delivery.models import Change, Edition, PublicObject, State
from delivery.preparing import path_of, prepare, visit
from delivery.representation import tag_of
from delivery.resources import resources
from delivery.settling import alone, forget_all, now_after, settle_all, settled, some
from delivery.visibility import Visibility

LEAP = 10**9
"""More changes than a log has between a backup and its restoring."""
LOOKS = 10
"""How often something that changes under the comparison is looked at, at most."""
CONTEXT = 40
"""Bytes that are shown around a difference."""


@dataclass(frozen=True)
class Difference:
    """Something that is not as a fresh rendering has it."""

    address: str
    form: str
    what: str
    edition_id: int | None = None

    def __str__(self):
        return f"{self.address} ({self.form}): {self.what}"


def foundations():
    """What is wrong with what everything rests on, in sentences."""
    if not triggers.are_installed():
        yield "The triggers are not installed: writes are not noticed."
    if not State.objects.filter(is_open=True).exists():
        yield "Editions are not served: State.is_open is false."


def lay_foundations():
    """Installs the triggers, tells all that has come or gone, and opens the editions."""
    triggers.install()
    # Kept by numbers that a restored database may give again.
    for each in ("answers", "hosts"):
        caches[each].clear()
    settle_all()
    forget_all()
    State.objects.update(is_open=True)


def begin_anew():
    """Lets every consumer of the log begin again: what a backup lacks has had numbers, too.

    The log goes on far behind all numbers that may have been given, and its entries go.
    """
    with alone() as state:
        state.number += LEAP
        state.floor = state.number
        state.save()
        Change.objects.all().delete()


def log_differences():
    """A `Difference` for each public object of which the log tells otherwise."""
    for resource in resources().values():
        ids = None
        for _ in range(LOOKS):
            state = settled()
            found = _told_otherwise(resource, ids, Visibility(now_after(state.latest_due)))
            if not found or _is_unmoved(state):
                break
            ids = set(found)
        yield from found.values()


def _told_otherwise(resource, ids, visibility):
    """The differences of a resource, by the id of the object; of all its objects without `ids`."""
    found = {}
    for group in [None] if ids is None else some(ids):
        public = resource.public(visibility)
        told = PublicObject.objects.filter(resource=resource.name)
        if group is not None:
            public, told = public.filter(pk__in=group), told.filter(object_id__in=group)
        now = {one.object_id: one for one in resource.described(public)}
        told = {one.object_id: one for one in told}
        for pk in now.keys() | told.keys():
            what = _how_told_otherwise(told.get(pk), now.get(pk))
            if what:
                found[pk] = Difference(f"{resource.name} {pk}", "log", what)
    return found


def _how_told_otherwise(told, now):
    if now is None:
        return "told as public, and is not"
    if told is None:
        return "public, and was not told"
    before, after = ({name: getattr(one, name) for name in one.PLACE} for one in (told, now))
    if before == after:
        return None
    return f"told as {before}, and is {after}"


def _is_unmoved(state):
    return settled().number == state.number


def editions():
    """The editions that are served: the fresh ones of this release."""
    return Edition.objects.filter(fingerprint=fingerprint(), is_fresh=True)


def edition_differences(progress=lambda count, total: None):
    """A `Difference` for each edition that is served and differs from a fresh rendering.

    `progress` is called after each with the number of those compared and of all.
    """
    total, count, last = editions().count(), 0, 0
    while pk := editions().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).first():
        last, count = pk, count + 1
        difference = _compared(pk)
        progress(count, max(count, total))
        if difference:
            yield difference


def _compared(pk):
    """The `Difference` of an edition, or None. Looks again while the edition changes."""
    for _ in range(LOOKS):
        state = settled()
        edition = editions().select_related("public_object").filter(pk=pk).first()
        site = edition and Site.objects.filter(pk=edition.site_id).first()
        if site is None:
            return None
        one = edition.public_object
        what = _difference(edition, _rendered(site, path_of(one, edition.form)))
        if what is None:
            return None
        as_it_was = editions().filter(pk=pk, rendered_at=edition.rendered_at)
        if _is_unmoved(state) and as_it_was.exists():
            address = f"{site.root_url}{path_of(one, edition.form)}"
            return Difference(address, edition.form, what, pk)
    return None


def _rendered(site, path):
    """The fresh body as bytes, or why there is none as a text."""
    with switched_off():
        try:
            response = visit(site, path)
        except Http404:
            return "not found"
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return response.content if response.status_code == 200 else f"status {response.status_code}"


def _difference(edition, rendered):
    """How an edition differs from what was rendered, or None."""
    if edition.error and isinstance(rendered, str):
        return f"cannot be rendered: {rendered}"
    if edition.error:
        return f"could not be rendered, and can be now: {edition.error}"
    if isinstance(rendered, str):
        return f"is served, and cannot be rendered: {rendered}"
    try:
        bodies = [edition.body, gzip.decompress(edition.compressed("gzip"))]
    except (brotli.error, OSError, EOFError) as error:
        return f"is damaged: {error}"
    for body in bodies:
        if body != rendered:
            return first_difference(body, rendered)
    return None if edition.etag == tag_of(rendered) else "has the tag of something else"


def first_difference(served, rendered):
    """Where two bodies first differ, with some bytes of both from there."""
    pairs = zip(served, rendered, strict=False)
    at = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(served), len(rendered)))
    here = slice(at, at + CONTEXT)
    served, rendered = (body[here].decode(errors="replace") for body in (served, rendered))
    return f"from byte {at:,} on {served!r} is served for {rendered!r}"


def repair(difference):
    """Has a differing edition rendered anew; where the document differs, the log tells of it.

    Returns whether it is as it should be, and what was done in a few words.
    """
    edition = Edition.objects.filter(pk=difference.edition_id).select_related("public_object")
    edition = edition.first()
    if edition is None:
        return True, "has gone meanwhile"
    one = edition.public_object
    Edition.objects.filter(pk=edition.pk).update(is_fresh=False)
    forget_all()
    prepare(one)
    again = editions().filter(pk=edition.pk).first()
    told = PublicObject.objects.filter(pk=one.pk).exclude(number=one.number).first()
    if again is None:
        return True, "marked; whoever asks next has it rendered"
    if again.error:
        return False, f"still cannot be rendered: {again.error}"
    return True, f"rendered anew, told as change {told.number}" if told else "rendered anew"
