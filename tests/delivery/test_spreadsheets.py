import csv
from io import StringIO

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from delivery.spreadsheets import neutralise, neutralised
from tests import builders

FORMULA = '=HYPERLINK("https://example.org","x")'


@pytest.mark.parametrize("cell", [FORMULA, "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_would_be_run_is_shown_as_written(cell):
    assert neutralised(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "plain", "-12", "+3.5", "-1,000.5", "12%", "a=b", "2026-11-23"]
)
def test_any_other_cell_stays(cell):
    assert neutralised(cell) == cell


def test_rows_with_quotes_and_line_breaks_keep_their_form():
    row = 'plain,"two\r\nlines","say ""hi""",-4\r\n'
    assert list(neutralise([row, b"=1+1,x\r\n"])) == [
        'plain,"two\r\nlines","say ""hi""",-4\r\n',
        "'=1+1,x\r\n",
    ]


@pytest.fixture
def planted(db, client):
    """A formula wherever a person's words reach an export."""
    user = builders.make_user(username="@admin")
    client.force_login(user)
    work = builders.noted(builders.make_work(title=FORMULA))
    page = builders.make_article(title=FORMULA, body=builders.citing(work))
    page.save_revision(user=user, log_action=True).publish()
    Redirect.objects.create(old_path="=old/", redirect_page=page)
    builders.make_author(name=FORMULA)
    builders.make_topic(name=FORMULA)
    builders.make_cta(name=FORMULA)
    return client


@pytest.mark.parametrize(
    "view",
    [
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:aging_pages",
        "wagtailredirects:index",
        "retracted_works",
    ],
)
def test_no_export_holds_a_formula(planted, view):
    response = planted.get(reverse(view), {"export": "csv"})
    assert response["Content-Type"].startswith("text/csv")
    text = response.getvalue().decode()
    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
    planted_here = f"'{FORMULA}" if view != "wagtailredirects:index" else "'=old/"
    assert planted_here in cells
