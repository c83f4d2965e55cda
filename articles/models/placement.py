from dataclasses import dataclass, field

from django.db import models
from django.db.models import prefetch_related_objects
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel
from wagtail.models import Orderable, Page

from articles.models.call_to_action import CallToAction


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


def slots_for(page, visibility):
    """The `Slots` of a page, with the same queries whatever the depth and number of placements."""
    steps = range(page.steplen, len(page.path or "") + 1, page.steplen)
    above = [page.path[:end] for end in steps if page.path[:end] != page.path or not page.pk]
    inherited = (
        CallToActionPlacement.objects.filter(page__path__in=above)
        .select_related("cta", "page")
        .order_by("-page__depth", "sort_order")
    )
    by_slot = {slot: [] for slot in Slot.values}
    winner = {}
    own = list(page.cta_placements.all())
    prefetch_related_objects(own, "cta")
    for owner, placement in [*((None, p) for p in own), *((p.page_id, p) for p in inherited)]:
        if winner.setdefault(placement.slot, owner) == owner and placement.cta:
            by_slot[placement.slot].append(placement.cta)
    CallToAction.prefetch([cta for ctas in by_slot.values() for cta in ctas], visibility)
    return Slots(
        **{
            slot: [cta for cta in ctas if visibility.is_live(cta) and cta.href]
            for slot, ctas in by_slot.items()
        }
    )


def cta_slots_panel(
    help_text="What is placed here shows on this page and on all pages below it, "
    "until one of them fills the same slot.",
):
    """Where editors place calls to action, on a page of any type."""
    return InlinePanel(
        "cta_placements", heading="Calls to action", label="Placement", help_text=help_text
    )
