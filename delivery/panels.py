"""What editors see of delivery.

A side panel where pages and snippets are edited, and one on the dashboard if something is wrong.
"""

from wagtail.admin.ui.components import Component, MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel

from delivery.editions import unready
from delivery.effects import Effects, described, failed
from delivery.models import WorkerHeartbeat
from delivery.worker import JOB, stands_still

MANY = 100
"""Public objects whose rendering is worth a word on the dashboard."""


class PublicationSidePanel(BaseSidePanel):
    """What publishing changes, and what has been done of it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle publication"
        icon_name = "site"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context):
            context = super().get_context_data(parent_context)
            return context | {"count": self.panel.effects.failed_count}

    name = "publication"
    title = "Publication"
    template_name = "delivery/publication_side_panel.html"
    order = 200

    class Media:
        css = {"all": ["delivery/panels.css"]}

    def __init__(self, object, request):
        super().__init__(object, request)
        self.effects = Effects(object, request.user)

    def get_context_data(self, parent_context):
        verb = "Publishing" if self.effects.has_drafts else "Saving"
        kind = self.object._meta.verbose_name
        context = {"effects": self.effects, "verb": verb, "kind": kind}
        return super().get_context_data(parent_context) | context


class TellsEffects:
    """An edit view with the side panel. Mix into the edit views of public pages and snippets."""

    def get_side_panels(self):
        panels = super().get_side_panels()
        if self.request.method != "GET" or self.hydrate_create_view:
            return panels
        thing = self.page if hasattr(self, "page") else self.object
        first, *others = panels
        return MediaContainer([first, PublicationSidePanel(thing, self.request), *others])


class UnreadyPanel(Component):
    """What could not be rendered, and whether the worker lags behind; else nothing."""

    name = "unready"
    template_name = "delivery/unready_panel.html"
    order = 50

    class Media:
        css = {"all": ["delivery/panels.css"]}

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        waiting = unready().order_by().count()
        failures = described(failed(), user)
        return {
            "failures": failures,
            "failed_count": failed().count() if failures else 0,
            "waiting_count": waiting if waiting > MANY else 0,
            "worker_is_late": stands_still(WorkerHeartbeat.age(JOB)),
        }
