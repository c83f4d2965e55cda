from django.http import Http404
from wagtail import hooks
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from delivery.links import PublicDocumentLinkHandler, PublicPageLinkHandler
from delivery.panels import TellsEffects, UnreadyPanel
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


class PageEditView(TellsEffects, EditView):
    pass


class PublicPageViewSet(PageViewSet):
    """Wagtail's views of pages of all types that have no viewset of their own."""

    edit_view_class = PageEditView


@hooks.register("register_admin_viewset")
def show_what_publishing_changes():
    return PublicPageViewSet()


@hooks.register("construct_homepage_panels")
def show_what_could_not_be_rendered(request, panels):
    panels.append(UnreadyPanel())
