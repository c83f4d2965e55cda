from django.http import Http404
from wagtail import hooks

from delivery.links import PublicDocumentLinkHandler, PublicPageLinkHandler
from delivery.visibility import Visibility


@hooks.register("before_serve_page")
def refuse_what_is_hidden(page, request, serve_args, serve_kwargs):
    """What Wagtail would serve to everyone, though it is not public.

    A page past its expiry is gone at that moment, not when the worker next runs. And of an alias
    Wagtail asks what its source asks, but not what the pages above the source ask.
    """
    visibility = getattr(page, "visibility", None) or Visibility()
    if not visibility.is_live(page):
        raise Http404
    if not visibility.shows_page(page) and not page.get_view_restrictions().exists():
        raise Http404


@hooks.register("register_rich_text_features", order=10)
def link_only_to_what_is_public(features):
    """Replaces Wagtail's own handlers, which link to drafts and private pages too."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(PublicDocumentLinkHandler)
