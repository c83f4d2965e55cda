from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from draftjs_exporter import DOM
from wagtail import hooks
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.ui.tables import (
    Column,
    LiveStatusTagColumn,
    UpdatedAtColumn,
)
from wagtail.models import Revision
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import (
    CreateView,
    SnippetViewSetGroup,
)
from wagtail.whitelist import check_url

from articles import found_by_words
from articles.models import Author, CallToAction, Topic
from articles.retracted_works import (
    RESULTS_URL_NAME,
    URL_NAME,
    RetractedWorksPanel,
    RetractedWorksView,
    menu_item,
)
from articles.rich_text import UNSAFE
from articles.snippet_views import CountsArticles, Listed, SavesWhenTold, SnippetEditView
from articles.work_links import add_work_feature
from articles.works_admin import WorkViewSet, keep_cited_works


class AuthorCreateView(SavesWhenTold, CreateView):
    pass


class AuthorEditView(SavesWhenTold, SnippetEditView):
    pass


class AuthorViewSet(CountsArticles, Listed):
    model = Author
    add_view_class = AuthorCreateView
    edit_view_class = AuthorEditView
    icon = "user"
    list_display = ["name", "job_title", "organisation", CountsArticles.article_count]
    search_fields = ["name", "organisation"]
    inspect_view_fields = [
        "name",
        "slug",
        "job_title",
        "organisation",
        "photo",
        "note",
        "orcid",
    ]


def target(cta):
    """Where a call to action leads, as editors know it."""
    return cta.page.get_admin_display_title() if cta.page else cta.url


class CallToActionViewSet(Listed):
    model = CallToAction
    icon = "mail"
    list_display = [
        "name",
        "heading",
        Column("target", label="Leads to", accessor=target),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    list_filter = ["live"]
    search_fields = ["name", "heading"]
    inspect_view_fields = [
        "name",
        "heading",
        "text",
        "button_label",
        "page",
        "url",
        "live",
        "go_live_at",
        "expire_at",
    ]

    def get_queryset(self, request):
        scheduled = Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(self.model),
            object_id=Cast(OuterRef("pk"), CharField()),
            approved_go_live_at__isnull=False,
        )
        ctas = self.model.objects.select_related("page")
        return ctas.annotate(is_scheduled=Exists(scheduled))


class TopicViewSet(CountsArticles, Listed):
    model = Topic
    icon = "tag"
    list_display = ["name", "slug", CountsArticles.article_count]
    search_fields = ["name"]
    inspect_view_fields = ["name", "slug", "description"]


@register_snippet
class EditorialGroup(SnippetViewSetGroup):
    """The snippets that articles are made with, in a menu of their own."""

    menu_label = "Editorial"
    menu_icon = "edit"
    menu_order = 250
    items = [AuthorViewSet, CallToActionViewSet, TopicViewSet, WorkViewSet]


def keep_unsafe_link(props):
    """The stored link of a link in the editor; an unsafe address stays in it, made harmless."""
    url = props.get("url") or ""
    if props.get("id") is None and check_url(url) is None:
        return DOM.create_element("a", {"href": UNSAFE + url}, props["children"])
    return link_entity(props | {"url": url})


@hooks.register("insert_global_admin_css")
def style_admin():
    return format_html('<link rel="stylesheet" href="{}">', static("articles/admin.css"))


@hooks.register("register_rich_text_features", order=10)
def refuse_unsafe_links_aloud(features):
    """Lets `validate_links` see the addresses that Wagtail's editor drops in silence."""
    rule = features.converter_rules_by_converter["contentstate"]["link"]
    kept = {"to_database_format": {"entity_decorators": {"LINK": keep_unsafe_link}}}
    features.register_converter_rule("contentstate", "link", rule | kept)


@hooks.register("construct_homepage_panels")
def show_retracted_works(request, panels):
    panels.append(RetractedWorksPanel())


@hooks.register("register_admin_urls")
def report_retracted_works():
    report, results = RetractedWorksView.as_view(), RetractedWorksView.as_view(results_only=True)
    return [
        path("reports/retracted-works/", report, name=URL_NAME),
        path("reports/retracted-works/results/", results, name=RESULTS_URL_NAME),
    ]


hooks.register("register_reports_menu_item", menu_item)
hooks.register("before_delete_snippet", keep_cited_works)
hooks.register("worker_has_time", found_by_words.go_on)
hooks.register("register_rich_text_features", add_work_feature)
