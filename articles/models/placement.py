from dataclasses import dataclass, field
from itertools import chain

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel
from wagtail.models import Orderable, Page

from articles.models.call_to_action import CallToAction
from articles.tree import paths_above


class Slot(models.TextChoices):
    TOP = "top", "Top"
    SIDEBAR = "sidebar", "Sidebar"
    BOTTOM = "bottom", "Bottom"


class CallToActionPlacement(Orderable):
    """Puts a call to action into a slot of a page and of the pages below it.

    For each slot the nearest page with placements wins, the article itself first. A placement
    without a call to action leaves its slot empty from there on down.
    """

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="cta_placements")
    slot = models.CharField(max_length=10, choices=Slot.choices)
    cta = models.ForeignKey(
        CallToAction,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="placements",
        verbose_name="call to action",
        help_text="Empty: this slot shows nothing, here and below.",
    )

    panels = ["slot", "cta"]

    class Meta(Orderable.Meta):
        pass


@dataclass
class Slots:
    """The calls to action that a page shows, in order, by slot."""

    top: list = field(default_factory=list)
    sidebar: list = field(default_factory=list)
    bottom: list = field(default_factory=list)


class ShowsCallsToAction(models.Model):
    """A page whose slots show calls to action, wherever they are placed. Mix into page types."""

    class Meta:
        abstract = True

    @classmethod
    def prefetch_public(cls, pages, visibility, fields=()):
        super().prefetch_public(pages, visibility, fields)
        if "ctas" in fields:
            fill_slots(pages, visibility)

    @cached_property
    def ctas(self):
        """The calls to action of this page's slots."""
        fill_slots([self], self.visibility)
        return vars(self)["ctas"]


def fill_slots(pages, visibility):
    """Gives each page its `ctas`, with the same queries whatever the number of pages."""
    prefetch_related_objects(pages, "cta_placements__cta")
    above = [paths_above(page) for page in pages]
    placed = {}
    inherited = (
        CallToActionPlacement.objects.filter(page__path__in=set(chain(*above)))
        .select_related("cta", "page")
        .order_by("sort_order")
    )
    for placement in inherited:
        placed.setdefault(placement.page.path, []).append(placement)
    for page, paths in zip(pages, above, strict=True):
        nearest_first = [placed.get(path, []) for path in reversed(paths)]
        by_slot = {}
        for placements in [list(page.cta_placements.all()), *nearest_first]:
            here = {}
            for placement in placements:
                here.setdefault(placement.slot, []).append(placement.cta)
            by_slot = here | by_slot
        page.ctas = Slots(**by_slot)
    everything = [cta for page in pages for slot in vars(page.ctas).values() for cta in slot]
    CallToAction.prefetch(everything, visibility)
    for page in pages:
        for slot, ctas in vars(page.ctas).items():
            shown = [cta for cta in ctas if cta and visibility.is_live(cta) and cta.href]
            setattr(page.ctas, slot, shown)


def cta_slots_panel(
    help_text="What is placed here shows on this page and on all pages below it, "
    "until one of them fills the same slot.",
):
    """Where editors place calls to action, on a page of any type."""
    return InlinePanel(
        "cta_placements", heading="Calls to action", label="Placement", help_text=help_text
    )
