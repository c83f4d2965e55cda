import json

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef
from django.db.models.functions import Cast
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from draftjs_exporter import DOM
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.ui.tables import (
    BooleanColumn,
    Column,
    LiveStatusTagColumn,
    NumberColumn,
    UpdatedAtColumn,
)
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Revision
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)
from wagtail.whitelist import check_url

from articles.models import Author, CallToAction, Topic
from articles.rich_text import UNSAFE
from delivery.panels import TellsEffects
from evidence.fields import filled_in
from evidence.forms import told_if_known
from evidence.models import Work
from evidence.work_import import WorkImportReportView, WorkImportView


class SnippetEditView(TellsEffects, EditView):
    pass


class Listed(SnippetViewSet):
    """A snippet with a listing that is searched by parts of words, in any column that it names."""

    edit_view_class = SnippetEditView

    # Wagtail's SQLite backend cannot search single fields, nor can any sort by a count.
    search_backend_name = None
    ordering = ["name"]
    inspect_view_enabled = True


class CountsArticles:
    """Lists how many articles name a snippet; drafts count, since they will need it too."""

    article_count = NumberColumn("article_count", label="Articles", sort_key="article_count")

    def get_queryset(self, request):
        count = Count("article_lines__page", distinct=True)
        return self.model.objects.annotate(article_count=count)


class SavesWhenTold:
    """No autosave: an author has no drafts, so half-written work would be public at once."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False


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


class WorkCreateView(SavesWhenTold, CreateView):
    """Fills its form in from what an editor has, before it saves."""

    import_url_name = None

    def post(self, request, *args, **kwargs):
        text = request.POST.get("intake", "")
        # Enter in any field presses the first button, which is this one.
        if "take" not in request.POST or not text.strip():
            return super().post(request, *args, **kwargs)
        self.object = None
        options = self.get_form_kwargs()
        del options["data"], options["files"]
        options["initial"] = request.POST.dict() | self.taken(text)
        self.form = self.get_form_class()(**options)
        return self.render_to_response(self.get_context_data(form=self.form))

    def taken(self, text):
        """What the form shows of the one work in a text; nothing, and a message, without one."""
        # With it comes all that reads files and asks the network, which no other view needs.
        from evidence.intake import NotTaken, taken

        try:
            found = taken(text)
        except NotTaken as error:
            messages.error(self.request, str(error))
            return {}
        if len(found) > 1:
            messages.error(
                self.request,
                f"There are {len(found)} works in this text. Please leave one here, or bring in "
                "all of them.",
                buttons=[messages.button(reverse(self.import_url_name), "Import works")],
            )
            return {}
        (one,) = found
        if one.problem:
            messages.error(self.request, one.problem)
            return {}
        if told := told_if_known(one.item.get("DOI"), Work.objects):
            messages.warning(self.request, told)
            return {}
        messages.success(self.request, "Filled in. Please look it over, and save it.")
        filled = {name: text for name, text in filled_in(one.item).items() if text}
        return filled | {"taken": json.dumps(one.item), "intake": ""}


class WorkEditView(SavesWhenTold, SnippetEditView):
    pass


class WorkIndexView(IndexView):
    import_url_name = None

    @cached_property
    def header_buttons(self):
        buttons = super().header_buttons
        if self.user_has_permission("add"):
            url = reverse(self.import_url_name)
            buttons.append(HeaderButton("Import works", url, icon_name="upload"))
        return buttons


class WorkViewSet(Listed):
    model = Work
    copy_view_enabled = False
    index_view_class = WorkIndexView
    add_view_class = WorkCreateView
    edit_view_class = WorkEditView
    icon = "clipboard-list"
    ordering = ["title", "pk"]
    list_display = [
        "title",
        "names",
        "year",
        "doi",
        BooleanColumn("is_retracted", label="Retracted"),
    ]
    list_filter = ["is_retracted", "year"]
    search_fields = ["title", "names", "doi"]
    inspect_view_fields = ["title", "names", "year", "doi", "url", "is_retracted", "csl"]

    def get_common_view_kwargs(self, **kwargs):
        names = {"import_url_name": "import", "report_url_name": "import_report"}
        urls = {name: self.get_url_name(view) for name, view in names.items()}
        return super().get_common_view_kwargs(**urls, **kwargs)

    def get_urlpatterns(self):
        report = self.construct_view(WorkImportReportView)
        return [
            *super().get_urlpatterns(),
            path("import/", self.construct_view(WorkImportView), name="import"),
            path("import/<int:pk>/", report, name="import_report"),
        ]


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
