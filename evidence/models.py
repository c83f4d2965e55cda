from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.models import RevisionMixin
from wagtail.search import index

from evidence.doi import doi_url, normalise_doi
from evidence.doi_field import DOIField
from evidence.forms import WorkForm, work_panels
from evidence.notices import Notice, warning_of


class Work(RevisionMixin, index.Indexed, models.Model):
    """A published work on which articles rest: a paper, a book, a report, a page.

    CSL-JSON, without an id, is all that is known of it. The other columns are made of that when it
    is saved: they are searched, and shown.
    """

    csl = models.JSONField("CSL-JSON", default=dict)
    title = models.TextField(blank=True)
    doi = DOIField("DOI", max_length=300, blank=True)
    year = models.SmallIntegerField(null=True, editable=False)
    url = models.TextField("address", blank=True)
    names = models.TextField(editable=False, blank=True)
    """The names of all who made it, for the search."""
    formatted = models.JSONField(default=dict, editable=False)
    """Text and HTML of the reference by style: `{"apa": {"text": …, "html": …}}`."""

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
        index.AutocompleteField("doi"),
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
            self.describe()
        except ValueError as error:
            raise ValidationError({"doi": str(error)}) from error
        if not self.title:
            raise ValidationError({"title": "A work needs a title."})

    def derive(self):
        """Makes the other columns of its CSL-JSON and its notices.

        Raises ValueError for what is no DOI.
        """
        from evidence.columns import formatted

        self.describe()
        self.formatted = formatted(self.csl)

    def describe(self):
        """Does as `derive`, but leaves out the references, which take most of the time."""
        # With it comes all that formats references, which only the saving of works needs.
        from evidence.columns import columns_of, storable

        self.csl = storable({name: value for name, value in self.csl.items() if name != "id"})
        if self.csl.get("DOI"):
            self.csl["DOI"] = normalise_doi(str(self.csl["DOI"]))
        for name, value in columns_of(self.csl, self.notices).items():
            setattr(self, name, value)

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
    def known_notices(self):
        """Its notices as `evidence.notices.Notice`s, the earliest first."""
        return [Notice(**one) for one in self.notices]

    @property
    def warning(self):
        """The one of them that readers must know before they rely on it, or None."""
        return warning_of(self.known_notices)

    @property
    def href(self):
        """Where the work is read: its DOI's address, else its own; None without."""
        return doi_url(self.doi) if self.doi else self.url or None


DERIVED = ("title", "doi", "year", "url", "names", "formatted", "is_retracted")
"""The columns of a `Work` that are made of its CSL-JSON and its notices."""
