"""Works brought in by the admin: a form for a file, and a report that grows while it is brought in.

Between two requests, works and report are kept in Wagtail's table of the forms that people have
open, for a day. Each request brings in a few, and writes that down in the same transaction: however
it ends, the report is true.
"""

import json
from collections import Counter

from django import forms
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from wagtail.admin.models import FormState
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from evidence.files import NotReadable, text_of
from evidence.importing import Outcome, bring_in
from evidence.models import Work
from evidence.reading.found import Found

MEGABYTES = 5
"""Of a file or a text."""
MOST_WORKS = 1000
PORTION = 25
"""Works that one request brings in: half a second, for which SQLite's other writers wait."""


class WorkImportForm(forms.Form):
    """A file of works, or works as text; `found` is what stands in it."""

    file = forms.FileField(
        required=False,
        label="File",
        help_text="BibTeX, RIS or CSL-JSON, as Zotero, EndNote, Mendeley and publishers export it, "
        f"in UTF-8. It may hold {MOST_WORKS:,} works and have {MEGABYTES} MB.",
        error_messages={"empty": "This file is empty."},
    )
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        label="Or text",
        help_text="What stands in such a file; references in APA style, one a line; or up to 20 "
        "DOIs, which are looked up.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > MEGABYTES * 1024**2:
            raise forms.ValidationError(f"This file has more than {MEGABYTES} MB. {SPLIT}")
        try:
            return text_of(file.read())
        except NotReadable as error:
            raise forms.ValidationError(f"This file {error}") from None

    def clean(self):
        if self.errors:
            return
        texts = {name: text for name, text in self.cleaned_data.items() if text.strip()}
        if not texts:
            self.add_error("file", "Please choose a file with works in it, or paste some below.")
        elif len(texts) > 1:
            self.add_error("text", "There is a file as well. Please give one of the two.")
        else:
            self.take(*texts.popitem())

    def take(self, name, text):
        # With it comes all that reads files and asks the network, which no other view needs.
        from evidence.intake import NotTaken, taken

        try:
            self.found = taken(text, longest=MEGABYTES * 1024**2)
        except NotTaken as error:
            self.add_error(name, str(error))
            return
        if len(self.found) > MOST_WORKS:
            self.add_error(name, f"These are {len(self.found):,} works. {SPLIT}")


SPLIT = (
    f"Up to {MOST_WORKS:,} works and {MEGABYTES} MB can be brought in at once. Please split it, or "
    "ask whoever runs the site to bring it in."
)


class WorkImport:
    """Works that somebody brings in, or tries to, and what has become of them so far."""

    def __init__(self, state):
        self.state = state
        self.is_trial, self.rest, self.lines = json.loads(state.data)

    @classmethod
    def begin(cls, user, found, is_trial):
        FormState.objects.stale().delete()
        lines = [_kept(line) for line in bring_in(found, dry_run=True)] if is_trial else []
        rest = [[one.place, one.item, one.problem] for one in found]
        state = FormState(user=user, **MARKS, content_type=_content_type())
        state.data = json.dumps([is_trial, rest, lines])
        begun = cls(state)
        begun.save()
        return begun

    @staticmethod
    def states_of(user):
        return FormState.objects.filter(user=user, **MARKS, content_type=_content_type())

    def go_on(self):
        """Brings in the next works. Those of a trial are brought in from the first on."""
        if self.is_trial:
            self.is_trial, self.lines = False, []
        portion, self.rest = self.rest[:PORTION], self.rest[PORTION:]
        self.lines += [_kept(line) for line in bring_in(Found(*one) for one in portion)]
        self.save()

    def save(self):
        self.state.data = json.dumps([self.is_trial, self.rest, self.lines])
        self.state.last_updated_at = timezone.now()
        self.state.save()

    @property
    def is_through(self):
        return not self.rest

    @property
    def total(self):
        return len(self.rest) if self.is_trial else len(self.lines) + len(self.rest)

    @property
    def counts(self):
        """How many works there are of each outcome."""
        found = Counter(line["outcome"] for line in self.lines)
        return [(outcome, found[outcome]) for outcome in Outcome]


MARKS = {"object_id": "", "parent_object_id": "import"}
"""By which an import is known among forms for works."""


def _content_type():
    return ContentType.objects.get_for_model(Work)


def _kept(line):
    return line._asdict() | {"work": line.work and line.work.pk}


class AllPermissionsRequired(PermissionCheckedMixin):
    """A view for those who have each of several permissions; stock asks for one."""

    permissions_required = ()

    def dispatch(self, request, *args, **kwargs):
        if not all(map(self.user_has_permission, self.permissions_required)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


IMPORTING = ("add", "change")
"""Permissions that an import needs: it completes works that are known."""


class WorkImportBase(AllPermissionsRequired, WagtailAdminTemplateMixin, View):
    model = Work
    permissions_required = IMPORTING
    page_title = "Import works"
    header_icon = ""
    index_url_name = import_url_name = report_url_name = edit_url_name = None

    def get_breadcrumbs_items(self):
        works = {"url": reverse(self.index_url_name), "label": "Works"}
        return [*self.breadcrumbs_items, works, {"url": "", "label": self.get_page_title()}]

    def imports(self):
        return WorkImport.states_of(self.request.user)

    def report_url(self, work_import):
        return reverse(self.report_url_name, args=[work_import.state.pk])


# Reading takes seconds, and look-ups more: no other writer is to wait for them.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class WorkImportView(WorkImportBase):
    """Takes a file, and leads to its report."""

    template_name = "evidence/work_import.html"

    def get(self, request):
        return self.shown(WorkImportForm())

    def post(self, request):
        form = WorkImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.shown(form)
        begun = WorkImport.begin(request.user, form.found, is_trial="try" in request.POST)
        return redirect(self.report_url(begun))

    def shown(self, form):
        begun = [WorkImport(state) for state in self.imports()]
        earlier = [(one, self.report_url(one)) for one in begun if not one.is_trial]
        return self.render_to_response(self.get_context_data(form=form, earlier=earlier))


class WorkImportReportView(WorkImportBase):
    """Tells what has become of each work, and brings in the next ones."""

    template_name = "evidence/work_import_report.html"

    def get(self, request, pk):
        work_import = WorkImport(get_object_or_404(self.imports(), pk=pk))
        return self.render_to_response(self.get_context_data(work_import=work_import))

    def post(self, request, pk):
        # As all requests to the admin that write, this is one transaction.
        work_import = WorkImport(get_object_or_404(self.imports().select_for_update(), pk=pk))
        work_import.go_on()
        return redirect(self.report_url(work_import))

    def get_page_title(self):
        return "Report of an import"

    def get_context_data(self, work_import, **kwargs):
        lines = sorted(work_import.lines, key=lambda line: line["outcome"] != Outcome.REFUSED)
        for line in lines:
            if line["work"]:
                line["url"] = reverse(self.edit_url_name, args=[quote(line["work"])])
        return super().get_context_data(
            work_import=work_import,
            lines=lines,
            import_url=reverse(self.import_url_name),
            **kwargs,
        )
