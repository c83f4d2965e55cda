import re

from citeproc.source import Date, DateRange
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.models import RevisionMixin
from wagtail.search import index

from evidence.csl.data import Fields
from evidence.csl.markup import plain
from evidence.doi import doi_url, normalise_doi
from evidence.formatting import formatted
from evidence.forms import WorkForm, work_panels


class Work(RevisionMixin, index.Indexed, models.Model):
    """A published work on which articles rest: a paper, a book, a report, a page.

    CSL-JSON, without an id, is all that is known of it. The other columns are made of that when it
    is saved: they are searched, and shown.
    """

    csl = models.JSONField("CSL-JSON", default=dict)
    title = models.TextField(blank=True)
    doi = models.CharField("DOI", max_length=300, blank=True)
    year = models.SmallIntegerField(null=True, editable=False)
    url = models.TextField("address", blank=True)
    names = models.TextField(editable=False, blank=True)
    """The names of all who made it, for the search."""
    formatted = models.JSONField(default=dict, editable=False)
    """See `evidence.formatting.formatted`."""

    notices = models.JSONField(default=list, editable=False)
    """What has become of it, the earliest first: `evidence.notices.Notice`s as objects."""
    is_retracted = models.BooleanField("retracted", default=False, editable=False)
    """Whether the last word on it is that it was taken back."""
    checked_at = models.DateTimeField(null=True, editable=False)
    """When it was last asked for notices."""

    private_columns = frozenset({"checked_at"})

    base_form_class = WorkForm
    panels = work_panels()
    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("names"),
        index.AutocompleteField("names"),
        index.SearchField("doi"),
        index.FilterField("doi"),
        index.FilterField("year"),
    ]

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["doi"],
                condition=~Q(doi=""),
                name="one_work_for_each_doi",
                violation_error_message="There is another work with this DOI.",
            )
        ]

    def __str__(self):
        return self.title

    def save(self, *args, update_fields=None, **kwargs):
        """Saves it with all that is made of its CSL-JSON. Raises ValueError for what is no DOI."""
        if update_fields is None or {"csl", "notices"} & {*update_fields}:
            self.derive()
            update_fields = update_fields and {*update_fields, *DERIVED}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self):
        super().clean()
        try:
            self.derive()
        except ValueError as error:
            raise ValidationError({"doi": str(error)}) from error
        if not self.title:
            raise ValidationError({"title": "A work needs a title."})

    def derive(self):
        """Makes the other columns of its CSL-JSON and its notices.

        Raises ValueError for what is no DOI.
        """
        self.csl = storable({name: value for name, value in self.csl.items() if name != "id"})
        if self.csl.get("DOI"):
            self.csl["DOI"] = normalise_doi(str(self.csl["DOI"]))
        fields = Fields({**self.csl, "id": ""})
        url = plain(str(fields.get("URL", "")))
        self.title = plain(str(fields.get("title", "")))
        self.doi = self.csl.get("DOI") or ""
        self.year = year_of(fields)
        self.url = url if re.match("https?://", url) else ""
        self.names = "; ".join(
            map(full_name, [*fields.get("author", []), *fields.get("editor", [])])
        )
        self.formatted = formatted(self.csl)
        self.is_retracted = is_taken_back(self.notices)

    def with_content_json(self, content):
        """An earlier version of the work, of which is known what is known now."""
        earlier = super().with_content_json(content)
        earlier.notices, earlier.checked_at = self.notices, self.checked_at
        return earlier

    def note(self, notices):
        """Adds `evidence.notices.Notice`s that it has not yet. Returns whether there were any."""
        known = {(one["kind"], one["doi"]) for one in self.notices}
        new = [one._asdict() for one in notices if (one.kind, one.doi) not in known]
        # The date of a notice may not be known: it is taken for old.
        self.notices = sorted([*self.notices, *new], key=lambda one: one["date"])
        return bool(new)

    @property
    def href(self):
        """Where the work is read: its DOI's address, else its own; None without."""
        return doi_url(self.doi) if self.doi else self.url or None


DERIVED = ("title", "doi", "year", "url", "names", "formatted", "is_retracted")
"""The columns of a `Work` that are made of its CSL-JSON and its notices."""


def year_of(fields):
    """The year in which a work was issued, the first of several; None where none is known."""
    issued = fields.get("issued")
    issued = issued.begin if isinstance(issued, DateRange) else issued
    return issued.year if isinstance(issued, Date) else None


def is_taken_back(notices):
    """Whether the last of the notices that say either way is a retraction."""
    words = [one["kind"] for one in notices if one["kind"] in ("retraction", "reinstatement")]
    return words[-1:] == ["retraction"]


def full_name(name):
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")
    return plain(" ".join(name[part] for part in parts if part in name))


def storable(value):
    """CSL-JSON without the characters that no database takes as text: NUL and lone surrogates."""
    if isinstance(value, str):
        return re.sub("[\0\ud800-\udfff]", "", value)
    if isinstance(value, list):
        return [storable(each) for each in value]
    if isinstance(value, dict):
        return {storable(name): storable(each) for name, each in value.items()}
    return value
