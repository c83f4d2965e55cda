"""What publishing an object alters, before it is done; and how far it is, afterwards.

For the editor's eyes: a constant number of queries, and nothing is rendered for it.
"""

from collections import Counter
from copy import copy
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from delivery.editions import fresh, open_state, unready
from delivery.models import Change, Edition, PublicObject
from delivery.resources import resources
from delivery.settling import now_after
from delivery.visibility import Visibility
from delivery.watched import finders, found_by, key

LISTED = 20
"""Titles of pages in a list."""
ERRORS_LISTED = 5
RECENT = 1000
"""How many numbers back the log is searched for earlier changes of an object."""
CHANGES_LISTED = 3


class Link(NamedTuple):
    """Something to be named to a user; `address` is None where the user may not edit it."""

    title: str
    address: str | None


class Failure(NamedTuple):
    """An edition that could not be rendered."""

    link: Link
    form: str
    error: str


class Effects:
    """What publishing a page or a snippet alters, and what has been done of it.

    `thing` is the object as it would be published, its draft if it has one; `user` is who looks.
    Of pages that the user may not see in the explorer, no title is told.
    """

    def __init__(self, thing, user):
        self.thing = thing
        self.user = user
        self.is_page = isinstance(thing, Page)
        self.state = open_state()
        self.resource = next(
            (one for one in resources().values() if isinstance(thing, one.model)), None
        )

    @property
    def has_drafts(self):
        return isinstance(self.thing, DraftStateMixin)

    @cached_property
    def told(self):
        """The `PublicObject` of the thing, or None while the public sees nothing of it."""
        own = PublicObject.objects.filter(resource=self.resource.name, object_id=self.thing.pk)
        return own.first()

    # What will change

    @cached_property
    def is_to_be_public(self):
        """Whether the page is public once it is published."""
        if not self.is_page:
            return True
        page = copy(self.thing)
        page.live = True
        return Visibility(now_after(self.state and self.state.latest_due)).has_address(page)

    @cached_property
    def path(self):
        """The page's address on its site once it is published; empty for a snippet."""
        parts = self.thing.get_url_parts() if self.is_page else None
        return (parts and parts[2]) or ""

    @property
    def moves(self):
        return bool(self.told and self.told.path != self.path)

    @cached_property
    def redirects(self):
        """How many redirects a new address makes: the page's own, and one for each page below."""
        if not self.moves or not getattr(settings, "WAGTAILREDIRECTS_AUTO_CREATE", True):
            return 0
        below = Page.objects.filter(path__startswith=self.thing.path, live=True)
        return 1 + below.exclude(pk=self.thing.pk).count()

    @cached_property
    def keys(self):
        """The keys that publishing may touch, and those that they lead to."""
        models = [type(self.thing), *type(self.thing)._meta.get_parent_list()]
        found = {f"{table}:{self.thing.pk}" for table in self.resource.tables}
        found |= {key(model, "*") for model in models}
        if self.is_page:
            path, step = self.thing.path, Page.steplen
            above = [path[:end] for end in range(step, len(path), step)]
            ids = Page.objects.filter(path__in=above).values_list("pk", flat=True)
            found |= {f"below:{pk}" for pk in ids}
            found.add(f"translations:{self.thing.translation_key.hex}")
            for model, column in finders():
                found |= {f"{found_by(model, column)}:*:{value}" for value in model.due(self.thing)}
        return found

    @cached_property
    def _dependents(self):
        """The other public objects whose editions depend on the thing, as a queryset."""
        if not self.is_to_be_public and self.told is None:
            return PublicObject.objects.none()
        showing = Edition.objects.filter(dependencies__key__in=self.keys)
        others = PublicObject.objects.filter(pk__in=showing.values("public_object"))
        return others.exclude(resource=self.resource.name, object_id=self.thing.pk)

    @cached_property
    def dependents(self):
        """How many other public objects show it, by resource."""
        counted = self._dependents.order_by("resource").values_list("resource")
        return dict(counted.annotate(count=Count("pk")))

    @cached_property
    def led(self):
        """How many things lead to the page and become public with it, by resource."""
        found = {}
        if self.is_page and self.is_to_be_public and self.told is None:
            for name, resource in resources().items():
                if resource.leading_to_pages:
                    to_this = (Q(**{field: self.thing.pk}) for field in resource.leading_to_pages)
                    led = resource.model._default_manager.filter(reduce(or_, to_this))
                    if issubclass(resource.model, DraftStateMixin):
                        led = led.filter(live=True)
                    found[name] = led.count()
        return found

    @cached_property
    def _counts(self):
        """How many changes consumers are told of at most, by resource."""
        counts = Counter(self.dependents) + Counter(self.led)
        if self.is_to_be_public or self.told:
            counts[self.resource.name] += 1
        if self.redirects:
            counts["redirects"] += self.redirects
        return counts

    @property
    def change_count(self):
        return sum(self._counts.values())

    @property
    def changes(self):
        """Count and name of what consumers are told of, the most numerous first."""
        for name, count in sorted(self._counts.items(), key=lambda item: (-item[1], item[0])):
            options = resources()[name].model._meta
            yield count, options.verbose_name if count == 1 else options.verbose_name_plural

    @property
    def page_count(self):
        """How many pages show it."""
        return self.dependents.get("pages", 0)

    @cached_property
    def pages(self):
        """The first pages that show it and that the user may see, by title."""
        if not self.page_count:
            return []
        ids = self._dependents.filter(resource="pages").values("object_id")
        pages = Page.objects.filter(pk__in=ids) & explorable(self.user)
        return links_to(pages.distinct().order_by("title", "pk")[:LISTED], self.user)

    @property
    def unlisted_count(self):
        return self.page_count - len(self.pages)

    # What is done

    @cached_property
    def last_changes(self):
        """The last changes of the thing in the log, the latest first."""
        if self.told is None:
            return []
        last = self.told.number
        changes = Change.objects.filter(number__range=(last - RECENT, last))
        mine = changes.filter(resource=self.resource.name, object_id=self.thing.pk)
        return list(mine.order_by("-number")[:CHANGES_LISTED])

    @cached_property
    def _concerned(self):
        """The public objects that show it, and its own, as a queryset."""
        own = Q(resource=self.resource.name, object_id=self.thing.pk)
        return PublicObject.objects.filter(Q(pk__in=self._dependents.values("pk")) | own)

    @cached_property
    def waiting_count(self):
        """How many of them have still to be rendered."""
        return unready().filter(pk__in=self._concerned.values("pk")).order_by().count()

    @cached_property
    def _failed(self):
        return failed(self._concerned)

    @cached_property
    def failed_count(self):
        """How many of them could not be rendered."""
        return self._failed.values("public_object").distinct().count()

    @cached_property
    def failures(self):
        """The first of those that the user may see."""
        return described(self._failed, self.user) if self.failed_count else []

    @property
    def concerned_count(self):
        return sum(self.dependents.values()) + bool(self.told)

    @property
    def ready_count(self):
        return max(0, self.concerned_count - self.waiting_count - self.failed_count)


def explorable(user):
    """The pages that somebody may see in the explorer, as a queryset."""
    return PagePermissionPolicy().explorable_instances(user)


def links_to(pages, user):
    """A `Link` for each page of a queryset."""
    pages = list(pages)
    policy = PagePermissionPolicy()
    editable = policy.instances_user_has_permission_for(user, "change")
    editable = set(editable.filter(pk__in=[page.pk for page in pages]).values_list("pk", flat=True))
    return [
        Link(
            page.get_admin_display_title(),
            reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk in editable else None,
        )
        for page in pages
    ]


def failed(objects=None):
    """The editions that could not be rendered, of some public objects or of all."""
    editions = fresh().exclude(error="")
    return editions if objects is None else editions.filter(public_object__in=objects.values("pk"))


def described(editions, user):
    """A `Failure` for each of the latest editions of a queryset that the user may see."""
    is_page = Q(public_object__resource="pages")
    seen = Q(public_object__object_id__in=explorable(user).values("pk"))
    editions = editions.filter(~is_page | seen).select_related("public_object")
    editions = list(editions.order_by("-rendered_at", "pk")[:ERRORS_LISTED])
    links = _links_of({edition.public_object for edition in editions}, user)
    return [
        Failure(links[edition.public_object], edition.get_form_display(), edition.error)
        for edition in editions
        if edition.public_object in links
    ]


def _links_of(objects, user):
    """A `Link` for each public object; without those that have no form the user may open."""
    links, finder = {}, AdminURLFinder(user)
    pages = {one.object_id: one for one in objects if one.resource == "pages"}
    found = Page.objects.filter(pk__in=pages).order_by("pk")
    links |= {pages[page.pk]: link for page, link in zip(found, links_to(found, user), strict=True)}
    others = {}
    for one in set(objects) - set(pages.values()):
        others.setdefault(one.type, {})[one.object_id] = one
    for label, of_type in others.items():
        for pk, thing in apps.get_model(label)._default_manager.in_bulk(list(of_type)).items():
            address = finder.get_edit_url(thing)
            if address:
                links[of_type[pk]] = Link(str(thing), address)
    return links
