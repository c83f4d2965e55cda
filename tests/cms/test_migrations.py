"""The data migrations, run forwards on a database as it was before them."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, Site

from articles.models import ContentKey
from home.models import HomePage
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(app, name):
    call_command("migrate", app, name, verbosity=0)


def test_editorial_rights_are_granted_and_taken_back():
    def rights(group):
        found = Permission.objects.filter(group__name=group, content_type__app_label="articles")
        return set(found.values_list("codename", flat=True))

    migrate("articles", "0001")
    assert rights("Editors") == rights("Moderators") == set()
    migrate("articles", "0002")
    assert {"add_author", "change_topic", "change_calltoaction"} <= rights("Editors")
    assert "publish_calltoaction" not in rights("Editors")
    assert {"delete_author", "publish_calltoaction"} <= rights("Moderators")


def test_rights_are_not_missed_where_a_group_is_gone():
    migrate("articles", "0001")
    Group.objects.filter(name="Editors").delete()
    migrate("articles", "0002")
    assert Group.objects.get(name="Moderators").permissions.filter(codename="add_author").exists()


def as_wagtail_left_it(**changes):
    """Turns the home page back into Wagtail's welcome page."""
    home = HomePage.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM home_homepage")
    stock = ContentType.objects.get_for_model(Page)
    changes = {"title": "Welcome to your new Wagtail site!", "content_type": stock} | changes
    Page.objects.filter(pk=home.pk).update(**changes)
    return home.pk


def test_welcome_page_becomes_the_home_page_and_stays_the_root_of_the_site():
    migrate("home", "0001")
    pk = as_wagtail_left_it()
    migrate("home", "0002")
    home = HomePage.objects.get()
    assert (home.pk, home.title, home.slug, home.live) == (pk, "Home", "home", True)
    assert type(Page.objects.get(pk=pk).specific) is HomePage
    assert Site.objects.get().root_page_id == pk


def test_a_welcome_page_that_was_moved_aside_is_left_alone():
    migrate("home", "0001")
    as_wagtail_left_it(slug="welcome")
    migrate("home", "0002")
    assert not HomePage.objects.exists()


def test_bodies_that_are_there_already_are_found_by_what_they_hold():
    doi = "10.1080/24740527.2022.2126754"
    cited = [("citation", {"doi": f"https://doi.org/{doi}"}), ("citation", {"doi": "no DOI"})]
    article = builders.make_article(body=[*cited, ("text", {"content": "<p>x</p>"})])
    page = builders.make_page(body=[("quote", {"text": "x"})])

    def keys(found):
        return set(ContentKey.objects.filter(page=found.pk).values_list("name", "value"))

    before = {found.pk: keys(found) for found in (article, page)}
    migrate("home", "0002")
    migrate("articles", "0002")
    migrate("articles", "0003")
    assert not ContentKey.objects.exists()
    migrate("home", "0003")
    assert keys(article) == {("block", "citation"), ("block", "text"), ("cites", doi)}
    assert keys(page) == {("block", "quote")}
    assert {found.pk: keys(found) for found in (article, page)} == before
