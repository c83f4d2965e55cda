from django.http import Http404
from wagtail import hooks

from delivery.links import PublicDocumentLinkHandler, PublicPageLinkHandler
from delivery.visibility import Visibility


@hooks.register("before_serve_page")
def refuse_page_out_of_its_time(page, request, serve_args, serve_kwargs):
    """A page past its expiry is gone at that moment, not when the worker next runs."""
    if not Visibility().is_live(page):
        raise Http404


@hooks.register("register_rich_text_features", order=10)
def link_only_to_what_is_public(features):
    """Replaces Wagtail's own handlers, which link to drafts and private pages too."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(PublicDocumentLinkHandler)
