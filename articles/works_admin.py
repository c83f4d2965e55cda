"""Works in the admin: their list and their form, the chooser, the import, merging."""

import json

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin import messages
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import CreateView, IndexView
from wagtail.snippets.widgets import AdminSnippetChooser

from articles.merging import merge
from articles.snippet_views import Listed, SavesWhenTold, SnippetEditView
from articles.work_chooser import WorkChooserViewSet, names_column
from articles.works_in_use import StillCited, uses_shown, why_kept
from evidence.fields import filled_in
from evidence.forms import PanelOfSaved, told_if_known
from evidence.models import Work
from evidence.work_import import (
    IMPORTING,
    AllPermissionsRequired,
    WorkImportReportView,
    WorkImportView,
)


# Look-ups take seconds: no other writer is to wait for them.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class WorkCreateView(SavesWhenTold, CreateView):
    """Fills its form in from what an editor has, before it saves."""

    import_url_name = None

    def form_valid(self, form):
        with transaction.atomic():
            return super().form_valid(form)

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
        from evidence.intake import NotTaken, SeveralWorks, one_taken

        try:
            one = one_taken(text)
        except SeveralWorks as error:
            if all(map(self.user_has_permission, IMPORTING)):
                button = messages.button(reverse(self.import_url_name), "Import works")
                messages.error(self.request, f"{error} Or import all of them.", buttons=[button])
            else:
                messages.error(self.request, str(error))
            return {}
        except NotTaken as error:
            messages.error(self.request, str(error))
            return {}
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
    merge_url_name = None

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.user_has_permission("delete"):
            url = reverse(self.merge_url_name, args=[quote(self.object.pk)])
            buttons.append(Button("Merge with another work", url, icon_name="duplicate"))
        return buttons


class WorkIndexView(IndexView):
    import_url_name = None

    @cached_property
    def header_buttons(self):
        buttons = super().header_buttons
        if all(map(self.user_has_permission, IMPORTING)):
            url = reverse(self.import_url_name)
            buttons.append(HeaderButton("Import works", url, icon_name="upload"))
        return buttons


class CitedByPanel(PanelOfSaved):
    """The pages that cite a work, as far as the user may see them in the admin."""

    class BoundPanel(PanelOfSaved.BoundPanel):
        def get_context_data(self, parent_context=None):
            uses, others = uses_shown([self.instance], self.request.user)[self.instance.pk]
            return super().get_context_data(parent_context) | {"uses": uses, "others": others}


class WorkField(AdminSnippetChooser):
    def get_instance(self, value):
        # The stock widget shows what was sent again, and fails for what is no id.
        return super().get_instance(value) if str(value).isdecimal() else None


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Work.objects,
        label="Merge it into",
        widget=WorkField(Work),
        help_text="It stays as it is, and gets what only this one has.",
    )

    def __init__(self, *args, work, **kwargs):
        super().__init__(*args, **kwargs)
        self.work = work

    def clean_into(self):
        into = self.cleaned_data["into"]
        if into == self.work:
            raise ValidationError("This is the work itself. Please choose the other one.")
        return into


class WorkMergeView(AllPermissionsRequired, WagtailAdminTemplateMixin, View):
    """Makes a work one with another, in all pages that cite it."""

    model = Work
    permissions_required = ("change", "delete")
    template_name = "articles/work_merge.html"
    page_title = "Merge"
    index_url_name = edit_url_name = merge_url_name = None

    def setup(self, request, pk):
        super().setup(request, pk)
        self.work = get_object_or_404(Work, pk=pk)

    def get(self, request, pk):
        return self.shown(MergeForm(work=self.work))

    def post(self, request, pk):
        form = MergeForm(request.POST, work=self.work)
        if not form.is_valid():
            return self.shown(form)
        into = form.cleaned_data["into"]
        try:
            merge(self.work, into, request.user)
        except StillCited:
            # Without its words: they name pages that this user may not see.
            messages.error(
                request,
                f"Somebody began to cite “{self.work}” just now, and nothing was merged. Please "
                "look at the pages below, and merge again.",
            )
            return self.shown(form)
        url = reverse(self.edit_url_name, args=[quote(into.pk)])
        messages.success(request, f"“{self.work}” is now part of this work.")
        return redirect(url)

    def shown(self, form):
        uses, others = uses_shown([self.work], self.request.user)[self.work.pk]
        context = self.get_context_data(form=form, work=self.work, uses=uses, others=others)
        return self.render_to_response(context)

    def get_page_subtitle(self):
        return str(self.work)

    def get_breadcrumbs_items(self):
        works = {"url": reverse(self.index_url_name), "label": "Works"}
        edit = reverse(self.edit_url_name, args=[quote(self.work.pk)])
        here = {"url": "", "label": "Merge"}
        return [*self.breadcrumbs_items, works, {"url": edit, "label": str(self.work)}, here]


def keep_cited_works(request, snippets):
    """Refuses to delete works that are cited, and says where."""
    reasons = why_kept([one for one in snippets if isinstance(one, Work)], request.user)
    for reason in reasons:
        messages.error(request, reason)
    if reasons:
        return redirect(reverse(Work.snippet_viewset.get_url_name("list")))


class WorkViewSet(Listed):
    model = Work
    chooser_viewset_class = WorkChooserViewSet
    copy_view_enabled = False
    index_view_class = WorkIndexView
    add_view_class = WorkCreateView
    edit_view_class = WorkEditView
    icon = "clipboard-list"
    ordering = ["title", "pk"]
    list_display = [
        "title",
        names_column(sort_key="names"),
        "year",
        "doi",
        Column("notice", accessor=lambda work: work.warning and work.warning.text),
    ]
    list_filter = ["is_retracted", "year"]
    search_fields = ["title", "names", "doi"]
    inspect_view_fields = ["title", "names", "year", "doi", "url", "is_retracted", "csl"]

    def get_edit_handler(self):
        cited_by = CitedByPanel(template="articles/cited_by_panel.html", heading="Cited by")
        return ObjectList([*Work.panels, cited_by]).bind_to_model(Work)

    def get_common_view_kwargs(self, **kwargs):
        names = {
            "import_url_name": "import",
            "report_url_name": "import_report",
            "merge_url_name": "merge",
        }
        urls = {name: self.get_url_name(view) for name, view in names.items()}
        return super().get_common_view_kwargs(**urls, **kwargs)

    def get_urlpatterns(self):
        report = self.construct_view(WorkImportReportView)
        return [
            *super().get_urlpatterns(),
            path("import/", self.construct_view(WorkImportView), name="import"),
            path("import/<int:pk>/", report, name="import_report"),
            path("merge/<int:pk>/", self.construct_view(WorkMergeView), name="merge"),
        ]
