"""Where editors choose a work, and say where in it."""

from html import unescape

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, strip_tags
from django.utils.text import Truncator
from django.views.generic import View
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)

from articles.work_links import LOCATOR_LENGTH, known_to_editor
from evidence.models import Work


def names_column(**options):
    def first_of_many(work):
        return Truncator(work.names).chars(60)

    return Column("names", label="Names", accessor=first_of_many, **options)


class ShowsWhoAndWhen:
    """Tells works of one title apart."""

    @property
    def columns(self):
        return [*super().columns, names_column(), Column("year", label="Year")]


class WorkChooseView(ShowsWhoAndWhen, ChooseView):
    pass


class WorkChooseResultsView(ShowsWhoAndWhen, ChooseResultsView):
    pass


class TakenWorkForm(forms.Form):
    """The one field of a new work where one is chosen: whatever the editor has of it."""

    intake = forms.CharField(
        label="What you have",
        widget=forms.Textarea({"rows": 4}),
        strip=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["intake"].help_text = format_html(
            "A DOI in any spelling, BibTeX, RIS, CSL-JSON, or a reference in APA style. A work "
            'that is here already is taken as it is. Or <a href="{}" target="_blank">fill one in '
            "by hand</a>, and choose it then.",
            reverse(Work.snippet_viewset.get_url_name("add")),
        )

    def clean_intake(self):
        # With it comes all that reads files and asks the network, which no other view needs.
        from evidence.intake import NotTaken, one_taken

        text = self.cleaned_data["intake"]
        try:
            one = one_taken(text)
        except NotTaken as error:
            raise ValidationError(str(error)) from error
        if one.problem:
            raise ValidationError(one.problem)
        work = Work(csl=one.item)
        work.full_clean(validate_unique=False, validate_constraints=False)
        known = Work.objects.filter(doi=work.doi or None).first()
        self.work = known or work
        return text

    def save(self):
        """The work; one with the same DOI is taken instead of a second."""
        if self.work.pk is None:
            self.work.save()
        return self.work


class LocatorForm(forms.Form):
    locator = forms.CharField(
        label="Where in the work",
        required=False,
        max_length=LOCATOR_LENGTH,
        help_text="Such as “p. 4”, “pp. 4–5” or “Table 2”. Empty: the work as a whole.",
    )


class LocatorView(View):
    """Asks where in a work, the last step of a reference; for a work that is gone, which other."""

    chooser = None
    """The name of the address where works are chosen."""

    def dispatch(self, request, pk):
        self.work = Work.objects.filter(pk=pk).first()
        return super().dispatch(request) if self.work else redirect(self.chooser)

    def get(self, request):
        return self.asked(LocatorForm(initial={"locator": request.GET.get("locator", "")}))

    def post(self, request):
        form = LocatorForm(request.POST)
        if not form.is_valid():
            return self.asked(form)
        reference = known_to_editor(self.work, form.cleaned_data["locator"])
        answer = {
            "step": "located",
            "result": reference | {"text": words_of(self.work, reference["locator"])},
        }
        return render_modal_workflow(request, None, json_data=answer)

    def asked(self, form):
        context = {"form": form, "work": self.work, "chooser": self.chooser}
        template = "articles/chooser/locator.html"
        return render_modal_workflow(
            self.request, template, None, context, json_data={"step": "locator"}
        )


def words_of(work, locator):
    """What stands for a reference in the editor: its mark, as if no other work were cited."""
    # With it comes all that formats references, which no other view needs.
    from evidence.csl.references import References

    mark = References([{**work.csl, "id": "work"}]).mark("work", locator)
    return unescape(strip_tags(mark))


# Look-ups take seconds: no other writer is to wait for them.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class WorkChooserCreateView(SnippetCreateView):
    def save_form(self, form):
        with transaction.atomic():
            return super().save_form(form)


class WorkChooserViewSet(SnippetChooserViewSet):
    choose_view_class = WorkChooseView
    choose_results_view_class = WorkChooseResultsView
    create_view_class = WorkChooserCreateView
    creation_form_class = TakenWorkForm
    creation_tab_label = "From what you have"
    create_action_label = "Take it"
    create_action_clicked_label = "Reading it …"

    def get_urlpatterns(self):
        view = LocatorView.as_view(chooser=self.get_url_name("choose"))
        return [*super().get_urlpatterns(), path("locator/<int:pk>/", view, name="locator")]
