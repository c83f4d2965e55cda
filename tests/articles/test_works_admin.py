"""Works in the admin: who cites them, what is refused, merging, and the chooser."""

import json

import bs4
import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.urls import reverse
from wagtail.models import GroupPagePermission

from articles import merging
from articles.works_in_use import uses_of
from evidence import intake
from evidence.models import Work
from tests import builders
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

LINE = "Quill, A. (2021). Small steps. Journal of Steps, 4(2), 1–9."


@pytest.fixture
def moderator():
    return desk.at_desk("Moderators")


@pytest.fixture
def work():
    return builders.make_work(title="Small steps")


def address(name, *args):
    return reverse(Work.snippet_viewset.get_url_name(name), args=args)


def chooser(name, *args):
    return reverse(Work.snippet_viewset.chooser_viewset.get_url_name(name), args=args)


def live(work, **fields):
    return builders.make_article(title="Headline", body=builders.citing(work), **fields)


def without_pages():
    """A browser of somebody who may do everything with works, and sees no page in the admin."""
    group = Group.objects.create(name="Librarians")
    names = ["add_work", "change_work", "delete_work", "access_admin"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    assert not GroupPagePermission.objects.filter(group=group).exists()
    return desk.at_desk("Librarians")


# Who cites it


def test_the_form_lists_the_pages_that_cite_the_work(moderator, work):
    page = live(work)
    draft = builders.make_article(title="Begun", body=builders.citing(work), published=False)
    shown = desk.told(moderator.get(desk.edit_address(work)))
    assert f'<a href="{desk.edit_address(page)}">Headline</a>' in shown
    assert f'<a href="{desk.edit_address(draft)}">Begun (draft)</a>' in shown
    nobody = desk.told(moderator.get(desk.edit_address(builders.make_work())))
    assert "No page cites this work." in nobody


def test_the_form_tells_no_titles_of_pages_that_the_editor_may_not_see(work):
    live(work)
    shown = desk.told(without_pages().get(desk.edit_address(work)))
    assert "By 1 page that you may not see." in shown
    assert "Headline" not in shown


def test_the_form_leads_to_no_page_that_the_editor_may_not_edit(work):
    page = live(work)
    group = Group.objects.create(name="Publishers")
    names = ["change_work", "access_admin"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=publish)
    shown = desk.told(desk.at_desk("Publishers").get(desk.edit_address(work)))
    assert "<li>Headline</li>" in shown


# Deleting


def test_deleting_a_cited_work_is_refused_with_the_pages(moderator, work):
    live(work)
    answer = moderator.post(address("delete", work.pk), follow=True)
    assert "“Small steps” cannot be deleted: it is cited by “Headline”." in desk.told(answer)
    assert Work.objects.filter(pk=work.pk).exists()


def test_of_several_works_none_is_deleted_when_one_is_cited(moderator, work):
    live(work)
    other = builders.make_work()
    ids = f"id={work.pk}&id={other.pk}"
    action = reverse("wagtail_bulk_action", args=["evidence", "work", "delete"])
    answer = moderator.post(f"{action}?{ids}&next=/admin/", follow=True)
    assert "it is cited by “Headline”." in desk.told(answer)
    assert Work.objects.count() == 2


def test_the_refusal_tells_no_titles_that_the_editor_may_not_see(work):
    live(work)
    answer = without_pages().post(address("delete", work.pk), follow=True)
    shown = desk.told(answer)
    assert "it is cited by 1 page." in shown
    assert "Headline" not in shown


def test_a_work_that_nobody_cites_is_deleted(moderator, work):
    assert moderator.post(address("delete", work.pk)).status_code == 302
    assert not Work.objects.exists()


# Merging


def test_a_work_is_merged_into_another(moderator, work):
    page, into = live(work), builders.make_work(title="Larger steps")
    form = desk.told(moderator.get(address("merge", work.pk)))
    assert "Headline" in form
    answer = moderator.post(address("merge", work.pk), {"into": into.pk}, follow=True)
    assert "“Small steps” is now part of this work." in desk.told(answer)
    assert [use.page.pk for use in uses_of([into])[into.pk]] == [page.pk]
    assert not Work.objects.filter(pk=work.pk).exists()


@pytest.mark.parametrize(
    ("into", "message"),
    [
        ("", "This field is required."),
        ("itself", "This is the work itself. Please choose the other one."),
        ("999999", "Select a valid choice."),
        ("no id", "Select a valid choice."),
        ("9" * 30, "Select a valid choice."),
    ],
)
def test_a_merge_into_nothing_is_refused(moderator, work, into, message):
    into = work.pk if into == "itself" else into
    answer = moderator.post(address("merge", work.pk), {"into": into})
    assert message in desk.told(answer)
    assert Work.objects.filter(pk=work.pk).exists()


@pytest.mark.parametrize("right", ["change_work", "delete_work"])
def test_merging_is_for_those_who_may_change_works_and_delete_them(work, right):
    group = Group.objects.create(name="Librarians")
    names = [right, "access_admin"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    editor, other = desk.at_desk("Librarians"), builders.make_work()
    assert editor.get(address("merge", work.pk)).status_code == 302
    assert editor.post(address("merge", work.pk), {"into": other.pk}).status_code == 302
    assert Work.objects.count() == 2
    if right == "change_work":
        assert "Merge with another work" not in desk.told(editor.get(desk.edit_address(work)))
    moderator = desk.at_desk("Moderators")
    assert "Merge with another work" in desk.told(moderator.get(desk.edit_address(work)))


def test_merging_a_work_that_is_gone_is_not_found(moderator):
    assert moderator.get(address("merge", 999999)).status_code == 404


# The chooser


def taken(browser, text):
    answer = browser.post(chooser("create"), {"intake": text})
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_a_work_is_made_where_it_is_chosen(moderator):
    answer = taken(moderator, LINE)
    work = Work.objects.get()
    assert answer["step"] == "chosen"
    assert answer["result"]["id"] == str(work.pk)
    assert answer["result"]["string"] == "Small steps"
    assert work.csl["volume"] == "4"


def test_a_work_that_is_known_is_taken_instead(moderator, work):
    answer = taken(moderator, f"{LINE} https://doi.org/{work.doi}")
    assert answer["result"]["id"] == str(work.pk)
    assert Work.objects.get() == work


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "This field is required."),
        ("Once upon a time", "This is in no form that can be read."),
        (f"{LINE}\n{LINE}", "There are 2 works in this text. Please leave one here."),
        ("10.1000/182 10.1000/183", "There are 2 works in this text. Please leave one here."),
        ("@article{x, author={Quill, Ada}, year={2020}}", "title"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays(moderator, text, message):
    answer = taken(moderator, text)
    assert answer["step"] == "reshow_creation_form"
    assert message in answer["htmlFragment"]
    assert all(line in answer["htmlFragment"] for line in text.splitlines())
    assert not Work.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("view", ["form", "chooser"])
def test_look_ups_keep_no_other_writer_waiting(view, monkeypatch):
    moderator, asked = desk.at_desk("Moderators"), []

    def look_up(text):
        asked.append(connection.in_atomic_block)
        raise intake.NotTaken("Nobody answers.")

    monkeypatch.setattr(intake, "one_taken", look_up)
    at = {"form": address("add"), "chooser": chooser("create")}[view]
    answer = moderator.post(at, {"intake": "10.1000/182", "take": "1"})
    assert "Nobody answers." in answer.content.decode()
    assert asked == [False]


# The list


def test_the_list_tells_what_became_of_works(moderator):
    retracted = builders.noted(builders.make_work(title="Small steps"))
    builders.make_work(title="Larger steps", author=[{"family": f"Quill{n}"} for n in range(30)])
    shown = bs4.BeautifulSoup(moderator.get(address("list")).content, "html.parser")
    rows = shown.select("tr:has(td.title)")
    said = [row.get_text(" ", strip=True) for row in rows]
    assert len(said) == 2
    assert retracted.warning.text in said[1]
    assert "Retracted" not in said[0]
    assert "Quill0" in said[0]
    assert "Quill20" not in said[0]


def test_a_merge_beside_somebody_who_begins_to_cite_the_work_is_refused(
    moderator, work, monkeypatch
):
    into, ordinary = builders.make_work(), merging._cite

    def cite(*args):
        ordinary(*args)
        builders.make_article(title="Meanwhile", body=builders.citing(work))

    live(work)
    monkeypatch.setattr(merging, "_cite", cite)
    answer = moderator.post(address("merge", work.pk), {"into": into.pk})
    assert "Somebody began to cite “Small steps” just now" in desk.told(answer)
    assert "Meanwhile" not in desk.told(answer)
    assert [use.page.title for use in uses_of([work])[work.pk]] == ["Headline"]


def test_who_may_not_import_is_not_told_to(work):
    group = Group.objects.create(name="Adders")
    names = ["add_work", "access_admin"]
    group.permissions.set(Permission.objects.filter(codename__in=names))
    sent = {"intake": "10.1000/1 10.1000/2", "take": "1"}
    shown = desk.told(desk.at_desk("Adders").post(address("add"), sent))
    assert "There are 2 works in this text. Please leave one here." in shown
    assert "import all" not in shown
    assert "import all" in desk.told(desk.at_desk("Moderators").post(address("add"), sent))
