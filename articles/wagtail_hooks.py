from draftjs_exporter import DOM
from wagtail import hooks
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
)
from wagtail.whitelist import check_url

from articles.models import Author, CallToAction, Topic
from articles.rich_text import UNSAFE


class SavesWhenTold:
    """No autosave: an author has no drafts, so half-written work would be public at once."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False


class AuthorCreateView(SavesWhenTold, CreateView):
    pass


class AuthorEditView(SavesWhenTold, EditView):
    pass


class AuthorViewSet(SnippetViewSet):
    model = Author
    add_view_class = AuthorCreateView
    edit_view_class = AuthorEditView
    icon = "user"
    list_display = ["name", "job_title", "organisation"]
    inspect_view_enabled = True


class CallToActionViewSet(SnippetViewSet):
    model = CallToAction
    icon = "mail"
    list_display = ["name", "heading", "live"]
    inspect_view_enabled = True


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "slug"]
    inspect_view_enabled = True


@register_snippet
class EditorialGroup(SnippetViewSetGroup):
    """The snippets that articles are made with, in a menu of their own."""

    menu_label = "Editorial"
    menu_icon = "edit"
    menu_order = 250
    items = [AuthorViewSet, CallToActionViewSet, TopicViewSet]


def keep_unsafe_link(props):
    """The stored link of a link in the editor; an unsafe address stays in it, made harmless."""
    url = props.get("url") or ""
    if props.get("id") is None and check_url(url) is None:
        return DOM.create_element("a", {"href": UNSAFE + url}, props["children"])
    return link_entity(props | {"url": url})


@hooks.register("register_rich_text_features", order=10)
def refuse_unsafe_links_aloud(features):
    """Lets `validate_links` see the addresses that Wagtail's editor drops in silence."""
    rule = features.converter_rules_by_converter["contentstate"]["link"]
    kept = {"to_database_format": {"entity_decorators": {"LINK": keep_unsafe_link}}}
    features.register_converter_rule("contentstate", "link", rule | kept)
