"""What the public may see, asked in one place by every door: HTML, API, lists, search, feeds."""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from operator import or_

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import (
    Collection,
    CollectionMember,
    CollectionViewRestriction,
    DraftStateMixin,
    Page,
    PageViewRestriction,
    Site,
)

_moment = ContextVar("moment", default=None)


@contextmanager
def one_moment():
    """Inside, all who ask what is public share a moment and the rules, which are loaded once."""
    token = _moment.set(_moment.get() or {"now": timezone.now()})
    try:
        yield
    finally:
        _moment.reset(token)


class Visibility:
    """What an anonymous reader may see at one moment.

    Any view restriction hides: a login, a group or a password makes a thing private, and with a
    page all its aliases, which show what it shows.
    The rules are loaded once, however many things are asked about (one query for pages, two
    where aliases are private; two for files), so make one per answer and pass it on.
    """

    not_before = None
    """A moment whose passing has been told to the public: set back, the clock does not undo it."""

    def __init__(self, now=None):
        self._rules = (_moment.get() if now is None else None) or {"now": now or timezone.now()}
        self.now = self._rules["now"]
        if now is None and self.not_before:
            self.now = max(self.now, self.not_before)

    def _rule(self, name, load):
        """A rule, loaded by the first who asks."""
        if name not in self._rules:
            self._rules[name] = load()
        return self._rules[name]

    @property
    def _private_page_paths(self):
        return self._rule("paths", self._load_private_page_paths)

    @property
    def _private_collection_ids(self):
        return self._rule("collections", self._load_private_collection_ids)

    def _load_private_page_paths(self):
        of = ExpressionWrapper(OuterRef("alias_of__path"), CharField())
        restricted = PageViewRestriction.objects.alias(of=of).filter(of__startswith=F("page__path"))
        aliases = Page.objects.filter(Exists(restricted), alias_of__isnull=False).order_by()
        rows = PageViewRestriction.objects.values_list("page__path", Value(False)).union(
            aliases.values_list("path", Value(True))
        )
        private, found = [path for path, _ in rows], [path for path, is_alias in rows if is_alias]
        while found:  # Aliases have aliases.
            below = reduce(or_, (Q(alias_of__path__startswith=path) for path in found))
            aliases = Page.objects.filter(below).values_list("path", flat=True)
            found = [path for path in aliases if not path.startswith(tuple(private))]
            private += found
        return private

    def _load_private_collection_ids(self):
        roots = list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
        if not roots:
            return frozenset()
        below = Q()
        for path in roots:
            below |= Q(path__startswith=path)
        return frozenset(Collection.objects.filter(below).values_list("pk", flat=True))

    @cached_property
    def _roots(self):
        return tuple(root.root_path for root in Site.get_site_root_paths())

    def of(self, model):
        """The public objects of a model, which may tell them itself by `public(visibility)`."""
        if hasattr(model, "public"):
            return model.public(self)
        objects = model._default_manager.all()
        if issubclass(model, Page):
            return self.pages(objects)
        if issubclass(model, DraftStateMixin):
            return objects.filter(self.live)
        return self.files(objects) if issubclass(model, CollectionMember) else objects

    def pages(self, queryset=None):
        """The public ones of a page queryset (of all pages when none is given).

        Live, within their time whether or not the scheduler has run, and not private themselves
        or through an ancestor.
        """
        queryset = Page.objects.all() if queryset is None else queryset
        private = Q(pk__in=[])
        for path in self._private_page_paths:
            private |= Q(path__startswith=path)
        return queryset.filter(self.live & ~private)

    def addressed(self, queryset=None):
        """The public ones of a page queryset that have an address: those below a site's root."""
        of_a_site = Q(pk__in=[])
        for root in self._roots:
            of_a_site |= Q(url_path__startswith=root)
        return self.pages(queryset).filter(of_a_site)

    def has_address(self, page):
        """The same as `addressed`, for a page at hand."""
        return self.shows_page(page) and page.url_path.startswith(self._roots)

    @property
    def live(self):
        """The condition under which anything with Wagtail's draft state is public.

        Its beginning is asked for too: when a page is scheduled, Wagtail makes the page's aliases
        live at once, with the words of the scheduled version.
        """
        begun = Q(go_live_at__isnull=True) | Q(go_live_at__lte=self.now)
        not_over = Q(expire_at__isnull=True) | Q(expire_at__gt=self.now)
        return Q(live=True) & begun & not_over

    def is_live(self, instance):
        """The same as `live`, for an object at hand."""
        begun = instance.go_live_at is None or instance.go_live_at <= self.now
        not_over = instance.expire_at is None or instance.expire_at > self.now
        return instance.live and begun and not_over

    def shows_page(self, page):
        """Whether a page at hand is public."""
        return self.is_live(page) and not any(
            page.path.startswith(path) for path in self._private_page_paths
        )

    def files(self, queryset):
        """The public ones of a queryset of images or documents."""
        return queryset.exclude(collection__in=self._private_collection_ids)

    def shows_file(self, image_or_document):
        """Whether an image or document lies outside every private collection."""
        return image_or_document.collection_id not in self._private_collection_ids
