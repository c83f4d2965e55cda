"""What editors are told of retracted works that pages cite: on the dashboard, and in a report."""

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BaseColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from articles.models import CitedInDraft, CitedWork
from articles.works_in_use import uses_shown
from evidence.models import Work

URL_NAME = "retracted_works"
RESULTS_URL_NAME = "retracted_works_results"
SEES_WORKS = ["add", "change", "delete", "view"]
"""Permissions of which one is enough, as in the list of works."""
WORKS_MAX = 5
"""Works on the dashboard."""
PAGES_MAX = 5
"""Pages of each there."""


def retracted_works(pages):
    """The retracted works that some of these pages cite, be it in a draft: a queryset."""
    pages = pages.order_by().values("pk")
    stored = CitedWork.in_force().filter(page__in=pages).values("work")
    drafted = CitedInDraft.in_force().filter(page_id__in=pages).values("work")
    used = Q(pk__in=stored) | Q(pk__in=drafted)
    return Work.objects.filter(used, is_retracted=True)


def may_see_works(user):
    return policy_registry.get_by_type(Work).user_has_any_permission(user, SEES_WORKS)


class RetractedWorksPanel(Component):
    """The works with the pages that the user may see, the last retracted first; else nothing."""

    name = "retracted_works"
    template_name = "articles/retracted_works_panel.html"
    order = 60

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        pages = PagePermissionPolicy().explorable_instances(user)
        works = sorted(
            retracted_works(pages).only("title", "notices"),
            key=lambda work: work.warning.date,
            reverse=True,
        )
        first = works[:WORKS_MAX]
        uses = uses_shown(first, user) if first else {}
        finder = AdminURLFinder(user)
        return {
            "works": [
                {
                    "work": work,
                    "url": finder.get_edit_url(work),
                    "uses": uses[work.pk][0][:PAGES_MAX],
                    "others": len(uses[work.pk][0][PAGES_MAX:]),
                }
                for work in first
            ],
            "others": len(works) - len(first),
            "report_url": reverse(URL_NAME) if may_see_works(user) else None,
        }


class NoticeColumn(BaseColumn):
    cell_template_name = "articles/tables/notice_cell.html"


class UsesColumn(BaseColumn):
    cell_template_name = "articles/tables/uses_cell.html"


class RetractedWorksView(ReportView):
    """The retracted works that pages cite, with the pages that the user may see."""

    model = Work
    any_permission_required = SEES_WORKS
    page_title = "Retracted works"
    header_icon = "warning"
    index_url_name = URL_NAME
    index_results_url_name = RESULTS_URL_NAME
    default_ordering = ("title", "pk")
    no_results_message = "No page cites a work that was retracted."
    export_filename = "retracted-works"
    list_export = ["title", "doi", "warning.said", "warning.date", "warning.doi", "cited_by"]
    export_headings = {
        "title": "Work",
        "doi": "DOI",
        "warning.said": "Notice",
        "warning.date": "Date of the notice",
        "warning.doi": "DOI of the notice",
        "cited_by": "Cited by",
    }

    @cached_property
    def columns(self):
        finder = AdminURLFinder(self.request.user)
        return [
            TitleColumn("title", label="Work", get_url=finder.get_edit_url, width="45%"),
            NoticeColumn("notice", width="20%"),
            UsesColumn("cited_by", width="35%"),
        ]

    def get_base_queryset(self):
        return retracted_works(Page.objects.all())

    def decorate_paginated_queryset(self, works):
        uses = uses_shown(works, self.request.user)
        for work in works:
            work.uses, work.others = uses[work.pk]
            work.cited_by = "; ".join(
                [use.title for use in work.uses] + [f"{work.others} more"] * bool(work.others)
            )
        return works


class RetractedWorksMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see_works(request.user)


def menu_item():
    """The report's line in the menu of reports."""
    return RetractedWorksMenuItem(
        RetractedWorksView.page_title,
        reverse(URL_NAME),
        name="retracted-works",
        icon_name=RetractedWorksView.header_icon,
        order=650,
    )
