from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    PageChooserPanel,
    PublishingPanel,
)
from wagtail.models import DraftStateMixin, Page, PreviewableMixin, RevisionMixin
from wagtail.search import index

from articles.web_address import validate_web_address
from delivery.visibility import Visibility


class CallToActionForm(WagtailAdminModelForm):
    def clean(self):
        cleaned = super().clean()
        has_target = cleaned.get("page") or cleaned.get("url")
        target_refused = {"page", "url"} & self.errors.keys()
        if not (self.is_deferred_validation or has_target or target_refused):
            self.add_error("page", "Choose the page the button leads to, or give an address.")
        return cleaned


class CallToAction(PreviewableMixin, DraftStateMixin, RevisionMixin, index.Indexed, models.Model):
    """A campaign's invitation, stored once and shown wherever it is placed."""

    name = models.CharField(
        max_length=80, unique=True, help_text="What the team calls it. Readers do not see it."
    )
    heading = models.CharField(max_length=120)
    text = models.TextField(max_length=400, blank=True)
    button_label = models.CharField(max_length=40)
    page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where the button leads: a page of this site, or else the address below.",
    )
    url = models.URLField("address", max_length=500, blank=True, validators=[validate_web_address])

    private_columns = frozenset({"name", "first_published_at", "last_published_at"})

    base_form_class = CallToActionForm
    panels = [
        FieldPanel("name", required_on_save=True),
        MultiFieldPanel(["heading", "text", "button_label"], heading="Words"),
        MultiFieldPanel([PageChooserPanel("page"), FieldPanel("url")], heading="Target"),
        PublishingPanel(),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("heading"),
        index.FilterField("live"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = "call to action"
        verbose_name_plural = "calls to action"

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.page_id and self.url:
            message = "Give either a page or an address, not both."
            raise ValidationError({"page": message, "url": message})

    @property
    def approved_schedule(self):
        """As Wagtail's, without its query where a listing has annotated `is_scheduled`."""
        known = vars(self).get("is_scheduled")
        return super().approved_schedule if known is None else known

    def save_revision(self, *args, previous_revision=None, **options):
        if previous_revision is not None:
            # Going back, the form has checked all that a draft must have. Wagtail's view forgets
            # to say so, and would end in an exception where an old draft is incomplete.
            options["clean"] = False
        return super().save_revision(*args, previous_revision=previous_revision, **options)

    @classmethod
    def prefetch(cls, ctas, visibility):
        """Loads the public target pages of many CTAs with one query."""
        ctas = [cta for cta in ctas if cta is not None]
        wanted = {cta.page_id for cta in ctas if cta.page_id}
        pages = Page.objects.in_bulk(wanted) if wanted else {}
        for cta in ctas:
            page = pages.get(cta.page_id)
            cta.public_page = page if page and visibility.shows_page(page) else None

    @classmethod
    def public(cls, visibility):
        """Those that the public may see, as a queryset: live, with an `href`."""
        leads_somewhere = Q(page__in=visibility.addressed()) | Q(page=None) & ~Q(url="")
        return cls.objects.filter(visibility.live & leads_somewhere)

    @cached_property
    def public_page(self):
        """The target page, or None without one or when the public may not see it."""
        return self.page if self.page and Visibility().shows_page(self.page) else None

    @property
    def href(self):
        """Where the button leads, or None when it would lead nowhere."""
        if self.page_id:
            return self.public_page.url if self.public_page else None
        return self.url or None

    def get_preview_template(self, request, mode_name):
        return "articles/call_to_action_preview.html"
