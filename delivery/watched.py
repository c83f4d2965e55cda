"""Which tables reach the public, which of their columns, and by which keys they are known.

Everything is watched but what is named here as private: a new model is noticed by default. A model
may declare that it `is_private`; or `private_columns`, which the public never sees; and of what its
rows are derived: `derived_of`, the field with their page, and `finds_by`, the columns by whose
values queries find that page; `due(page)` are those that the page would be found by.
"""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.images.models import AbstractRendition
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    RevisionMixin,
    Site,
)
from wagtail.search.models import IndexEntry

PRIVATE_APPS = {
    *("accounts", "admin", "auth", "axes", "contenttypes", "delivery", "sessions"),
    *("wagtailadmin", "wagtaildocs", "wagtailembeds", "wagtailimages", "wagtailusers"),
}
"""Apps of whose tables the public sees nothing, or whose tables are not used."""

PUBLIC_OF_WAGTAIL = {
    *(Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site),
}
"""What the public sees of Wagtail's own app."""

DRAFT_COLUMNS = {"latest_revision_id", "live_revision_id", "has_unpublished_changes", "expired"}
PAGE_COLUMNS = {
    *("draft_title", "latest_revision_created_at", "locked", "locked_at", "locked_by_id"),
    *("numchild", "owner_id", "depth"),
}
PRIVATE_COLUMNS = {"uploaded_by_user_id"}

FACE = {
    *("title", "slug", "url_path", "path", "live", "go_live_at", "expire_at"),
    *("alias_of_id", "content_type_id", "locale_id", "translation_key"),
}
"""The columns of a page that are shown, or decide what is shown, away from the page itself."""


@dataclass(frozen=True)
class Watch:
    """Some columns of a table. A change to one of them touches `keys`.

    Each key is a text with the names of columns in braces, such as `library_image:{id}`.
    """

    table: str
    name: str
    keys: tuple
    columns: tuple
    on_insert: bool = True


def key(model, pk):
    """The key of one object of a model, or `*` for all of them."""
    return f"{model._meta.db_table}:{pk}"


PARTS = f"{Page._meta.db_table}.parts"
"""What stands in the keys of the parts of pages of any type, such as what is placed on them: they
may show on pages below, even where the page itself is hidden."""
OWN = f"{Page._meta.db_table}.own"
"""What stands in the keys of the columns of pages that only the page itself shows."""


def parental_key(model):
    """The field by which objects of a model are part of another, or None."""
    fields = model._meta.get_fields()
    return next((field for field in fields if isinstance(field, ParentalKey)), None)


def known_by(model):
    """Table and column by which objects of a model are known; a part is known by its whole."""
    if hasattr(model, "derived_of"):
        return OWN, model._meta.get_field(model.derived_of).column
    parent = parental_key(model)
    if parent and parent.related_model is Page:
        return PARTS, parent.column
    if parent:
        return parent.related_model._meta.db_table, parent.column
    if issubclass(model, BaseSiteSetting):
        return model._meta.db_table, "site_id"
    if issubclass(model, AbstractRendition):
        return model._meta.get_field("image").related_model._meta.db_table, "image_id"
    return model._meta.db_table, model._meta.pk.column


def found_by(model, column):
    """What stands in the keys of queries that find pages by a column that a model `finds_by`.

    Behind it stand the page, or `*` for all of them, and the value.
    """
    return f"{model._meta.db_table}.{column}"


@cache
def finders():
    """The models and columns by which pages are found."""
    return [(model, name) for model in watched_models() for name in getattr(model, "finds_by", ())]


def is_watched(model):
    if model in PUBLIC_OF_WAGTAIL or model is IndexEntry:
        return True
    options = model._meta
    if getattr(model, "is_private", False):
        return False
    private = PRIVATE_APPS | {Page._meta.app_label, IndexEntry._meta.app_label}
    return options.managed and not options.proxy and options.app_label not in private


@cache
def watched_models():
    """Every model of whose objects the public may see something."""
    return [model for model in apps.get_models(include_auto_created=True) if is_watched(model)]


def watches():
    """Every `Watch`, told off the models."""
    return [watch for model in watched_models() for watch in _watches_of(model)]


def _watches_of(model):
    table = model._meta.db_table
    private = PRIVATE_COLUMNS | getattr(model, "private_columns", set())
    if issubclass(model, (DraftStateMixin, RevisionMixin)):
        private |= DRAFT_COLUMNS
    columns = {field.column for field in model._meta.local_concrete_fields} - private
    if model is Page:
        keys = (f"{table}:{{id}}", "path:{id}:{path}")
        own = columns - PAGE_COLUMNS - FACE - {"id"}
        yield Watch(table, "face", keys, tuple(sorted(FACE)))
        yield Watch(table, "own", (f"{OWN}:{{id}}",), tuple(sorted(own)), on_insert=False)
        return
    owner, column = known_by(model)
    keys, on_insert = (f"{owner}:{{{column}}}",), True
    keys += tuple(
        f"{found_by(model, name)}:{{{column}}}:{{{name}}}"
        for name in getattr(model, "finds_by", ())
    )
    if model is Collection:
        columns = {"path"}
    elif model is CollectionViewRestriction:
        columns = {"collection_id"}
        keys = (f"{Collection._meta.db_table}:{{collection_id}}",)
    elif model is PageViewRestriction:
        columns, keys = {"page_id"}, ("restricted:{page_id}",)
    elif model is IndexEntry:
        # PostgreSQL's backend writes the norm anew with every draft; our scores leave it out.
        columns -= {"id", "title_norm"}
        keys = ("search:{content_type_id}:{object_id}",)
    elif issubclass(model, ItemBase):
        columns, keys = columns - {"id"}, ("tagged:{content_type_id}:{object_id}",)
    elif issubclass(model, AbstractRendition):
        # Made while it is shown: nobody has seen anything else before.
        on_insert = False
    yield Watch(table, "row", keys, tuple(sorted(columns)), on_insert)
