from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from articles.models import Author, CallToAction, Topic


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "job_title", "organisation"]
    search_fields = ["name", "organisation"]
    inspect_view_enabled = True


class CallToActionViewSet(SnippetViewSet):
    model = CallToAction
    icon = "mail"
    list_display = ["name", "heading", "live"]
    search_fields = ["name", "heading"]
    inspect_view_enabled = True


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "slug"]
    search_fields = ["name"]
    inspect_view_enabled = True


@register_snippet
class EditorialGroup(SnippetViewSetGroup):
    """The snippets that articles are made with, in a menu of their own."""

    menu_label = "Editorial"
    menu_icon = "edit"
    menu_order = 250
    items = [AuthorViewSet, CallToActionViewSet, TopicViewSet]
