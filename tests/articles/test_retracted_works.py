"""What editors are told of retracted works that pages cite."""

import csv
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission

from articles.retracted_works import PAGES_MAX, WORKS_MAX
from evidence.models import Work
from tests import builders
from tests.articles.blocks.asking import words

pytestmark = pytest.mark.django_db

PANEL = "retracted-works-section"


@pytest.fixture
def editor(client):
    client.force_login(builders.make_user("Editors"))
    return client


@pytest.fixture
def retracted():
    return builders.noted(builders.make_work(title="Small steps"))


def only_below(page, *permissions):
    """One who may edit a part of the pages alone, and has these permissions for works."""
    group = Group.objects.create(name="Part")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"),
        *Permission.objects.filter(codename__in=permissions),
    )
    right = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=right)
    return builders.make_user("Part")


def panel(client):
    """The panel on the dashboard, or None."""
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    return page.find(id=PANEL)


def rows(found):
    return [[words(cell) for cell in row("td")] for row in found.select(".listing tbody tr")]


def report(client, **query):
    response = client.get(reverse("retracted_works"), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def cited(work, **fields):
    return builders.make_article(body=builders.citing(work), **fields)


# The dashboard


def test_the_dashboard_says_nothing_where_no_page_rests_on_a_retracted_work(editor, retracted):
    cited(builders.make_work())
    cited(builders.noted(builders.make_work(), "expression-of-concern"))
    gone = cited(retracted)
    gone.body = []
    gone.save_revision().publish()
    assert panel(editor) is None


def test_the_dashboard_names_works_and_pages_drafts_included(editor, retracted):
    live, draft = cited(retracted, title="Live"), cited(retracted, title="Begun", published=False)
    found = panel(editor)
    assert rows(found) == [
        ["Small steps", "Retracted on 31 January 2019 (notice)", "Begun (draft), Live"]
    ]
    links = [link["href"] for link in found.select("tbody a")]
    edit = reverse(Work.snippet_viewset.get_url_name("edit"), args=[retracted.pk])
    pages = [reverse("wagtailadmin_pages:edit", args=[one.pk]) for one in (draft, live)]
    assert links == [edit, "https://doi.org/10.5555/notice", *pages]
    assert found.find("a", href=reverse("retracted_works"))


def test_a_draft_of_a_live_page_is_told_of(editor, retracted):
    page = cited(builders.make_work(), title="Live")
    page.body = builders.citing(retracted)
    page.save_revision()
    assert rows(panel(editor))[0][2] == "Live (draft)"


def test_a_live_page_is_told_of_although_its_draft_cites_the_work_no_more(editor, retracted):
    page = cited(retracted, title="Live")
    page.body = []
    page.save_revision()
    assert rows(panel(editor))[0][2] == "Live"


def test_the_dashboard_shows_the_last_retracted_and_counts_the_others(editor):
    for year in range(2000, 2000 + WORKS_MAX + 2):
        work = builders.noted(builders.make_work(title=f"Of {year}"), date=str(year))
        cited(work)
    for _ in range(PAGES_MAX + 1):
        cited(work, title="Like this")
    found = panel(editor)
    titles = [row[0] for row in rows(found)]
    assert titles == [f"Of {2000 + WORKS_MAX + 1 - back}" for back in range(WORKS_MAX)]
    assert rows(found)[0][2].endswith(f"{', Like this' * (PAGES_MAX - 1)} and 2 more")
    assert "And 2 more works." in words(found)


def test_the_dashboard_tells_nothing_of_pages_that_the_user_may_not_see(client, retracted):
    part, other = builders.article_index(slug="part"), builders.article_index(slug="other")
    cited(retracted, parent=other, title="Elsewhere")
    client.force_login(only_below(part))
    assert panel(client) is None
    mine = cited(retracted, parent=part, title="Mine")
    found = panel(client)
    assert rows(found)[0][2] == "Mine"
    # Nor does it lead to works that they may not see.
    assert [link["href"] for link in found.select("td a")] == [
        "https://doi.org/10.5555/notice",
        reverse("wagtailadmin_pages:edit", args=[mine.pk]),
    ]


def test_the_dashboard_costs_the_same_for_one_work_as_for_four(editor):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert panel(editor)
        return len(queries)

    cited(builders.noted(builders.make_work()))
    cost()
    one = cost()
    for _ in range(3):
        work = builders.noted(builders.make_work())
        cited(work)
        cited(work, published=False)
    assert cost() == one


# The report


def test_the_report_lists_works_in_use_with_their_pages(editor, retracted):
    builders.noted(builders.make_work(title="In no page"))
    cited(retracted, title="Live")
    cited(retracted, title="Begun", published=False)
    [row] = rows(report(editor))
    assert row == [
        "Small steps",
        "Retracted on 31 January 2019 10.5555/notice",
        "Begun (draft) Live",
    ]


def test_the_report_says_that_there_is_nothing(editor):
    assert "No page cites a work that was retracted." in report(editor).get_text()


def test_the_report_is_for_those_who_may_see_works(client, retracted):
    part, other = builders.article_index(slug="part"), builders.article_index(slug="other")
    cited(retracted, parent=part, title="Mine")
    cited(retracted, parent=other, title="Elsewhere")
    user = only_below(part)
    client.force_login(user)
    for name in ("retracted_works", "retracted_works_results"):
        assert client.get(reverse(name)).status_code == 302
    assert not is_in_menu(client)
    view = Permission.objects.get(content_type__model="work", codename="view_work")
    user.groups.get().permissions.add(view)
    assert client.get(reverse("retracted_works_results")).status_code == 200
    assert rows(report(client))[0][2] == "Mine And 1 page more that you may not see."
    assert is_in_menu(client)
    sheet = client.get(reverse("retracted_works"), {"export": "csv"}).getvalue().decode()
    assert "Mine; 1 more" in sheet
    assert "Elsewhere" not in sheet


def is_in_menu(client):
    return reverse("retracted_works") in client.get(reverse("wagtailadmin_home")).content.decode()


HEADINGS = ["Work", "DOI", "Notice", "Date of the notice", "DOI of the notice", "Cited by"]


def test_the_report_is_a_spreadsheet_too(editor, retracted):
    cited(retracted, title="Live")
    cited(retracted, title="Begun", published=False)
    line = [
        *("Small steps", retracted.doi, "Retracted", "2019-01-31", "10.5555/notice"),
        "Begun (draft); Live",
    ]
    address = reverse("retracted_works")
    text = editor.get(address, {"export": "csv"}).getvalue().decode()
    assert list(csv.reader(StringIO(text, newline=""))) == [HEADINGS, line]
    file = BytesIO(editor.get(address, {"export": "xlsx"}).getvalue())
    assert [list(row) for row in load_workbook(file).active.values] == [HEADINGS, line]


def test_the_report_costs_the_same_for_one_work_as_for_four(editor):
    def cost(**query):
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("retracted_works"), query).getvalue() if query else report(editor)
        return len(queries)

    def costs():
        return [cost(), cost(export="csv")]

    cited(builders.noted(builders.make_work()))
    costs()
    one = costs()
    for _ in range(3):
        cited(builders.noted(builders.make_work()))
    assert costs() == one
