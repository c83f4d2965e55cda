"""Each guard that keeps hidden things hidden, with how to take it away alone.

`remove` gets pytest's monkeypatch. Without the guard, the `doors` tell of things of these `kinds`;
where there are none, the answers tell by their number or order that something is hidden.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode, urlsplit

from django.db.models import Q
from wagtail import blocks, hooks
from wagtail.api.rich_text import APIRichText
from wagtail.api.v2.serializers import PageAliasOfField
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.rich_text.pages import PageLinkHandler

from api.serializers import PublicAliasOfField
from articles.blocks.kind import Kind
from articles.models import CallToAction
from delivery.links import PublicDocumentLinkHandler, PublicPageLinkHandler
from delivery.visibility import Visibility
from tests.delivery.secrets import CTAS, FILES, GONE, PRIVATE, word

PAGES = [*GONE, *PRIVATE]


class Blind(Visibility):
    """Sees nothing that is hidden as hidden."""

    live = Q()
    _private_page_paths = ()
    _private_collection_ids = frozenset()

    def is_live(self, instance):
        return True


@dataclass(frozen=True)
class Guard:
    name: str
    remove: Callable
    doors: Callable
    """From a `PlantedSite` to the addresses that tell when the guard is gone."""
    kinds: list = ()


def blind(module):
    """Removes the guard of one module: it asks somebody who sees nothing as hidden."""
    return lambda monkeypatch: monkeypatch.setattr(f"{module}.Visibility", Blind)


def without(*, live=True, begun=True, not_over=True):
    """Removes one condition of `Visibility.live` and `is_live`."""

    def remove(monkeypatch):
        def condition(self):
            found = Q(live=True) if live else Q()
            if begun:
                found &= Q(go_live_at__isnull=True) | Q(go_live_at__lte=self.now)
            if not_over:
                found &= Q(expire_at__isnull=True) | Q(expire_at__gt=self.now)
            return found

        def is_live(self, thing):
            return (
                (thing.live or not live)
                and (not begun or not thing.go_live_at or thing.go_live_at <= self.now)
                and (not not_over or not thing.expire_at or thing.expire_at > self.now)
            )

        monkeypatch.setattr(Visibility, "live", property(condition))
        monkeypatch.setattr(Visibility, "is_live", is_live)

    return remove


def replace(owner, name, value):
    """Puts something else in the place of a class's attribute or a module's."""
    owner = import_module(owner) if isinstance(owner, str) else owner
    return lambda monkeypatch: monkeypatch.setattr(owner, name, value)


def no_hooks(name):
    return lambda monkeypatch: monkeypatch.setitem(hooks._hooks, name, [])


def private_page_paths(self):
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


def not_below(monkeypatch):
    """Only the restricted page itself is private, what is below it is not."""

    def pages(self, queryset=None):
        queryset = Page.objects.all() if queryset is None else queryset
        return queryset.filter(self.live).exclude(path__in=self._private_page_paths)

    monkeypatch.setattr(Visibility, "pages", pages)


def restricted_collections(self):
    found = CollectionViewRestriction.objects.values_list("collection", flat=True)
    return frozenset(found)


def stock_format(name, source, html, base_url, features):
    return APIRichText.serialize(
        source, format=name or APIRichText.get_default_format(), features=features
    )


def target_of_any_sort(ctas, visibility):
    for cta in ctas:
        if cta is not None:
            cta.public_page = cta.page


def of_all(self, model):
    return model._default_manager.all()


def page_detail(site):
    return f"/api/v2/pages/{site.public.pk}/"


def everywhere(site):
    return [site.public.url, page_detail(site), "/api/v2/pages/?limit=100"]


def route_door(path):
    return f"/api/v2/route/?{urlencode({'path': path})}"


def file_doors(site):
    return [
        *(page.url for page in (site.public, *site.illustrated)),
        *("/api/v2/images/", "/api/v2/documents/", page_detail(site)),
    ]


GUARDS = [
    Guard(
        "live",
        without(live=False),
        everywhere,
        ["draft", "unpublished", "draft call to action"],
    ),
    Guard("beginning", without(begun=False), everywhere, ["scheduled"]),
    Guard("end", without(not_over=False), everywhere, ["expired", "expired call to action"]),
    Guard("private pages", replace(Visibility, "_private_page_paths", ()), everywhere, [*PRIVATE]),
    Guard("below private pages", not_below, everywhere, ["below a private page"]),
    Guard(
        "aliases of private pages",
        replace(Visibility, "_private_page_paths", property(private_page_paths)),
        everywhere,
        [*PRIVATE],
    ),
    Guard(
        "private collections",
        replace(Visibility, "_private_collection_ids", frozenset()),
        file_doors,
        [*FILES],
    ),
    Guard(
        "nested collections",
        replace(Visibility, "_private_collection_ids", property(restricted_collections)),
        file_doors,
        ["nested private file"],
    ),
    Guard("pages' own view", blind("articles.seo"), everywhere, [*PAGES, *CTAS, *FILES]),
    Guard("API", blind("api.endpoints"), everywhere, PAGES),
    Guard(
        "look-up of paths",
        blind("api.endpoints"),
        lambda site: [route_door(urlsplit(site.pages[kind].url).path) for kind in GONE],
        [*GONE],
    ),
    Guard(
        "works that hidden pages cite",
        blind("articles.parameters"),
        lambda site: [f"/api/v2/works/?cited_by={site.pages['draft'].pk}"],
    ),
    Guard(
        "calls to action of the API",
        blind("api.endpoints"),
        lambda site: ["/api/v2/ctas/"],
        [*CTAS],
    ),
    Guard(
        "search page",
        blind("search.views"),
        lambda site: [f"/search/?query={word(kind, 'title')}" for kind in PAGES],
        PAGES,
    ),
    Guard(
        "sitemap",
        blind("delivery.views"),
        lambda site: ["/sitemap.xml", "/sitemap-pages.xml"],
        ["expired"],
    ),
    Guard(
        "navigation, footer and logo",
        blind("home.models.site_settings"),
        lambda site: [site.public.url],
        [*PAGES, "private file"],
    ),
    Guard(
        "settings of the API",
        blind("api.endpoints"),
        lambda site: ["/api/v2/settings/"],
        [*PAGES, "private file"],
    ),
    Guard("redirects", blind("delivery.redirects"), lambda site: site.redirects, PAGES),
    Guard(
        "redirects of the API",
        blind("api.endpoints"),
        lambda site: [
            "/api/v2/redirects/?limit=100",
            *(route_door(path) for path in site.redirects),
        ],
        PAGES,
    ),
    Guard(
        "addresses of pages",
        no_hooks("before_serve_page"),
        lambda site: [
            page.url
            for page in (*site.pages.values(), site.pages["below a private page"].aliases.get())
        ],
        ["expired", "below a private page"],
    ),
    Guard(
        "links to pages",
        replace(PublicPageLinkHandler, "get_many", PageLinkHandler.get_many),
        everywhere,
        PAGES,
    ),
    Guard(
        "links to documents",
        replace(
            PublicDocumentLinkHandler,
            "get_many",
            classmethod(DocumentLinkHandler.get_many.__func__),
        ),
        everywhere,
        [*FILES],
    ),
    Guard(
        "links in Markdown",
        replace("articles.blocks.text", "in_format", stock_format),
        lambda site: [f"{page_detail(site)}?rich_text_format=markdown"],
        PAGES,
    ),
    Guard(
        "targets of calls to action",
        replace(CallToAction, "prefetch", staticmethod(target_of_any_sort)),
        everywhere,
        PAGES,
    ),
    Guard(
        "pictures in blocks",
        replace(Kind, "get_context", blocks.StructBlock.get_context),
        lambda site: [site.public.url],
        [*FILES],
    ),
    Guard(
        "sources of aliases",
        replace(PublicAliasOfField, "get_attribute", PageAliasOfField.get_attribute),
        lambda site: [f"/api/v2/pages/{site.pages['draft'].aliases.get().pk}/"],
        ["draft"],
    ),
    Guard(
        "filters by what is hidden",
        replace(Visibility, "of", of_all),
        lambda site: [
            f"/api/v2/pages/?lead_image={site.hidden_ids['images'][0]}&type=articles.ArticlePage",
            f"/api/v2/pages/?alias_of={site.pages['draft'].pk}",
        ],
    ),
    Guard(
        "order by what is hidden",
        replace("api.ordering", "model_field", lambda model, name: None),
        lambda site: ["/api/v2/pages/?order=lead_image&type=articles.ArticlePage"],
    ),
    Guard(
        "files of pictures",
        blind("library.views"),
        lambda site: [
            *(image.file.url for image, _ in site.files.values()),
            *(
                rendition.file.url
                for image, _ in site.files.values()
                for rendition in image.renditions.all()[:1]
            ),
        ],
    ),
    Guard(
        "password form",
        replace("delivery.views", "asks_for", lambda page, restriction_id: True),
        lambda site: [
            f"/_util/authenticate_with_password/{restriction.pk}/{site.pages['draft'].pk}/"
            for restriction in PageViewRestriction.objects.all()
        ],
    ),
    Guard(
        "login for private pages",
        no_hooks("on_serve_page"),
        lambda site: [site.pages[kind].url for kind in PRIVATE],
        [*PRIVATE],
    ),
    Guard(
        "login for private documents",
        no_hooks("before_serve_document"),
        lambda site: [document.url for _, document in site.files.values()],
        [*FILES],
    ),
]

NO_DOORS = {
    "articles/blocks/cta.py": "a block outside of a page, in the editor's previews",
    "articles/blocks/image.py": "the same",
    "articles/models/author.py": "an author outside of a page, in previews",
    "articles/models/call_to_action.py": "the same",
    "search/query.py": "for callers that bring no `Visibility`; the search page brings its own",
}
"""Modules that ask `Visibility` where no visitor comes."""
