from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PreviewableMixin, RevisionMixin
from wagtail.search import index

from articles.models.topic import named_panels
from articles.rich_text import PROSE_FEATURES, expand_all, validate_links
from articles.web_address import validate_web_address
from delivery.visibility import Visibility
from evidence.orcid import normalise_orcid
from library.pictures import prefetch_renditions


class Author(PreviewableMixin, RevisionMixin, index.Indexed, ClusterableModel):
    """A person who writes: shown in bylines, bios, feeds and structured data."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(
        max_length=120, unique=True, help_text="The author's name in addresses."
    )
    job_title = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    photo = models.ForeignKey(
        "library.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(
        "short note", blank=True, help_text="One to three sentences, shown under articles."
    )
    bio = RichTextField(
        blank=True,
        features=PROSE_FEATURES,
        validators=[validate_links],
        help_text="The longer story, shown on the author's own list.",
    )
    orcid = models.CharField(
        "ORCID iD", max_length=60, blank=True, help_text="Such as 0000-0002-1825-0097."
    )

    panels = [
        *named_panels(),
        MultiFieldPanel(["job_title", "organisation", "photo"], heading="Who they are"),
        MultiFieldPanel(["note", "bio"], heading="About"),
        MultiFieldPanel(
            [FieldPanel("orcid"), InlinePanel("links", heading="Links", label="Link")],
            heading="Elsewhere",
        ),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("organisation"),
        index.SearchField("note"),
        index.FilterField("slug"),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.orcid:
            try:
                self.orcid = normalise_orcid(self.orcid)
            except ValueError as error:
                raise ValidationError({"orcid": str(error)}) from error

    @classmethod
    def prefetch(cls, authors, visibility):
        """Loads what bios show of many authors, in a number of queries that does not grow."""
        authors = [a for a in authors if a is not None and "bio_html" not in vars(a)]
        if not authors:
            return
        prefetch_related_objects(authors, "photo", "links")
        for author in authors:
            photo = author.photo
            author.public_photo = photo if photo and visibility.shows_file(photo) else None
        prefetch_renditions([author.public_photo for author in authors])
        bios = expand_all([author.bio for author in authors])
        for author, html in zip(authors, bios, strict=True):
            author.bio_html = mark_safe(html)  # noqa: S308 - Wagtail's converter admits known tags

    @cached_property
    def public_photo(self):
        """The photo, or None when the public may not see it."""
        return self.photo if self.photo and Visibility().shows_file(self.photo) else None

    @cached_property
    def bio_html(self):
        return mark_safe(expand_all([self.bio])[0])  # noqa: S308 - Wagtail's converter, as above

    @property
    def orcid_url(self):
        """The iD in the form in which ORCID asks to show it, or None."""
        return f"https://orcid.org/{self.orcid}" if self.orcid else None

    @property
    def profile_links(self):
        """Kind, label and address of each profile elsewhere."""
        return [
            {"kind": link.kind, "label": link.get_kind_display(), "url": link.url}
            for link in self.links.all()
        ]

    def get_preview_template(self, request, mode_name):
        return "articles/author_preview.html"


class AuthorLink(Orderable):
    """One of an author's profiles at another place."""

    class Kind(models.TextChoices):
        WEBSITE = "website", "Website"
        LINKEDIN = "linkedin", "LinkedIn"
        RESEARCHGATE = "researchgate", "ResearchGate"
        SCHOLAR = "scholar", "Google Scholar"
        BLUESKY = "bluesky", "Bluesky"
        MASTODON = "mastodon", "Mastodon"
        GITHUB = "github", "GitHub"

    author = ParentalKey(Author, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.LINKEDIN)
    url = models.URLField("address", max_length=300, validators=[validate_web_address])

    panels = ["kind", "url"]

    class Meta(Orderable.Meta):
        pass
