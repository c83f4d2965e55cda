import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from articles.work_links import LOCATOR_LENGTH
from evidence.models import Work
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(builders.make_user("Editors"))
    return client


def address_of(view, *args):
    return reverse(Work.snippet_viewset.chooser_viewset.get_url_name(view), args=args)


def told(answer):
    """What the dialog gets, its HTML as a tree."""
    assert answer.status_code == 200
    sent = json.loads(answer.content)
    return sent | {"html": BeautifulSoup(sent.get("html") or "", "html.parser")}


@pytest.fixture
def work():
    return builders.make_work(
        title="Opioid stewardship",
        author=[{"family": "Poulin", "given": "P."}, {"family": "O'Neill & Co <x>"}],
        issued={"date-parts": [[2022]]},
        DOI="10.1000/abc",
    )


def test_works_are_told_apart_by_names_and_year(admin, work):
    many = [{"family": f"Family{number}"} for number in range(30)]
    builders.make_work(title="Zeal", author=many, issued={})
    rows = told(admin.get(address_of("choose")))["html"].select("tbody tr")
    cells = [[cell.get_text(strip=True) for cell in row.select("td")] for row in rows]
    assert cells[0] == ["Opioid stewardship", "P. Poulin; O'Neill & Co <x>", "2022"]
    assert len(cells[1][1]) == 60
    assert cells[1][2] == ""
    found = admin.get(address_of("choose_results"), {"q": "Poulin"}).content.decode()
    assert "Opioid stewardship" in found
    assert "2022" in found
    assert "Zeal" not in found


def test_last_step_shows_the_work_and_asks_where_in_it(admin, work):
    sent = told(admin.get(address_of("locator", work.pk), {"locator": "pp. 4–5"}))
    assert sent["step"] == "locator"
    assert "(2022). Opioid stewardship." in sent["html"].get_text()
    assert sent["html"].select_one("[name=locator]")["value"] == "pp. 4–5"
    assert sent["html"].select_one("[data-another]")["data-another"] == address_of("choose")
    assert "retracted" not in sent["html"].get_text()


def test_last_step_says_that_a_work_was_retracted(admin, work):
    Work.objects.update(is_retracted=True)
    html = told(admin.get(address_of("locator", work.pk)))["html"]
    assert "This work was retracted." in html.get_text()


@pytest.mark.parametrize(
    ("typed", "locator", "text"),
    [
        ("", "", "(Poulin & O'Neill & Co <x>, 2022)"),
        (" pp. 4–5 ", "pp. 4–5", "(Poulin & O'Neill & Co <x>, 2022, pp. 4–5)"),
        ("Table  <2>", "Table <2>", "(Poulin & O'Neill & Co <x>, 2022, Table <2>)"),
    ],
)
def test_editor_gets_the_work_the_locator_and_the_words(admin, work, typed, locator, text):
    sent = told(admin.post(address_of("locator", work.pk), {"locator": typed}))
    assert sent["step"] == "located"
    assert sent["result"] == {
        "id": work.pk,
        "locator": locator,
        "title": "Opioid stewardship",
        "url": "https://doi.org/10.1000/abc",
        "parentId": None,
        "text": text,
    }


def test_locator_that_is_too_long_is_asked_for_again(admin, work):
    typed = {"locator": "x" * (LOCATOR_LENGTH + 1)}
    sent = told(admin.post(address_of("locator", work.pk), typed))
    assert sent["step"] == "locator"
    assert "at most 100 characters" in sent["html"].get_text()


@pytest.mark.parametrize("pk", [4711, 10**30])
def test_for_a_work_that_is_gone_another_is_chosen(admin, work, pk):
    for answer in (admin.get(address_of("locator", pk)), admin.post(address_of("locator", pk))):
        assert answer.status_code == 302
        assert answer.url == address_of("choose")


def test_readers_are_not_told(client, work):
    assert "login" in client.get(address_of("locator", work.pk)).url
