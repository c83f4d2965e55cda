from django import forms
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from evidence.doi import normalise_doi
from evidence.fields import KINDS, filled_in, filled_out
from evidence.hints import title_case_hint

NAMES_HELP = (
    "One a line: “Family, Given names or initials”. An organisation stands on its line without a "
    "comma, or in braces: {Smith, Jones & Partners}."
)


class Lines(forms.CharField):
    """Text of several lines, each as it would stand alone."""

    def __init__(self, rows, **options):
        super().__init__(required=False, widget=forms.Textarea({"rows": rows}), **options)

    def to_python(self, value):
        return "\n".join(filter(None, map(str.strip, super().to_python(value).splitlines())))


class Line(forms.CharField):
    def __init__(self, required=False, max_length=1000, **options):
        super().__init__(required=required, max_length=max_length, **options)


class Pasted(forms.Textarea):
    """A text to fill the form in from, with the button that does it."""

    BUTTON = (
        '<button type="submit" name="take" value="1" formnovalidate'
        ' class="button button-secondary button-small w-mt-2">Fill in from this</button>'
    )

    def render(self, *args, **kwargs):
        return super().render(*args, **kwargs) + mark_safe(self.BUTTON)  # noqa: S308 - a constant


class WorkForm(WagtailAdminModelForm):
    """A work's fields as editors know them. What it does not show of the CSL-JSON stays."""

    intake = forms.CharField(
        required=False,
        widget=Pasted({"rows": 3}),
        label="What you have",
        help_text="A DOI in any spelling, BibTeX, RIS, CSL-JSON, or a reference in APA style.",
    )
    taken = forms.CharField(required=False, widget=forms.HiddenInput)
    """CSL-JSON of what was filled in, with all that the other fields do not show."""
    kind = forms.ChoiceField(label="What it is", choices=list(KINDS.items()))
    title = forms.CharField(
        error_messages={"required": "A work needs a title."},
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
        help_text="As published. Italics, sub- and superscripts as <i>, <sub> and <sup>.",
    )
    author = Lines(rows=4, label="Authors", help_text=NAMES_HELP)
    editor = Lines(rows=2, label="Editors", help_text="Of the book, in the same way.")
    issued = Line(
        label="Published on", help_text="Such as 2022, 2022-09 or 2022-09-23. Empty: no date."
    )
    container_title = Line(label="Published in", help_text="The journal, book or site.")
    volume = Line()
    issue = Line()
    page = Line(label="Pages", help_text="Such as 233–247.")
    number = Line(help_text="Of the article or report, where it has one.")
    edition = Line()
    publisher = Line(help_text="Or the university of a thesis.")
    genre = Line(label="Described as", help_text="Such as “Doctoral dissertation”.")
    doi = Line(label="DOI", help_text="Any spelling, such as https://doi.org/10.1000/182.")
    url = Line(label="Address", max_length=2000, help_text="For a work without a DOI.")
    accessed = Line(label="Read on", help_text="For pages that change.")

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        texts = filled_in(instance.csl if instance else {"type": "article-journal"})
        super().__init__(*args, instance=instance, initial=texts | (initial or {}), **kwargs)
        if instance and instance.pk:
            del self.fields["intake"], self.fields["taken"]
        kind = self.initial["kind"]
        if kind not in KINDS:
            self.fields["kind"].choices += [(kind, kind)]

    def clean_taken(self):
        text = self.cleaned_data["taken"]
        if not text:
            return {}
        from evidence.reading import csl_json

        found = list(csl_json.read(text))
        if len(found) != 1 or found[0].problem:
            # Of the whole form: nobody would see what is said of a hidden field.
            self.add_error(None, "What was filled in is damaged. Please fill it in again.")
            return {}
        return found[0].item

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError("An address begins with https:// or http://.")
        return url

    def clean_doi(self):
        try:
            doi = self.cleaned_data["doi"] and normalise_doi(self.cleaned_data["doi"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        others = type(self.instance).objects.exclude(pk=self.instance.pk)
        if told := told_if_known(doi, others):
            raise forms.ValidationError(told)
        return doi

    def _post_clean(self):
        changed = {name: self.cleaned_data.get(name) for name in ("kind", *self.changed_data)}
        known = self.cleaned_data.get("taken") or self.instance.csl
        self.instance.csl = filled_out(known, changed)
        if "title" not in self.errors:
            # The work itself would say the same a second time.
            super()._post_clean()


def told_if_known(doi, works):
    """A sentence that leads to the one of `works` that has a DOI; empty where none has."""
    known = works.filter(doi=doi).first() if doi else None
    if known is None:
        return ""
    url = AdminURLFinder().get_edit_url(known)
    sentence = "There is a work with this DOI already: <a href='{}'>{}</a>."
    return format_html(sentence, url, known)


class PanelOfSaved(HelpPanel):
    """What is told of a work once it is there."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return super().is_shown() and self.instance.pk is not None


class ReferencePanel(PanelOfSaved):
    """The work's reference as readers meet it, and what an editor may want to look at in it."""

    class BoundPanel(PanelOfSaved.BoundPanel):
        @property
        def hint(self):
            title, language = self.instance.csl.get("title"), self.instance.csl.get("language")
            return title_case_hint(title, str(language or "")) if isinstance(title, str) else ""


def work_panels():
    def row(*names):
        return FieldRowPanel([FieldPanel(name) for name in names])

    whole = [FieldPanel(name) for name in ("kind", "title", "author", "editor")]
    published = [
        row("issued", "container_title"),
        row("volume", "issue", "page"),
        row("number", "edition"),
        row("publisher", "genre"),
    ]
    return [
        MultiFieldPanel([FieldPanel("intake")], heading="Fill in"),
        ReferencePanel(template="evidence/reference_panel.html", heading="How it is cited"),
        PanelOfSaved(template="evidence/notices_panel.html", heading="What has become of it"),
        MultiFieldPanel(whole, heading="The work"),
        MultiFieldPanel(published, heading="Where it was published"),
        MultiFieldPanel([row("doi"), row("url", "accessed")], heading="Where it is read"),
    ]
