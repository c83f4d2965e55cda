"""What Wagtail's own groups may do with what this project adds, as their members expect."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage

from articles.models import Author, CallToAction, Topic
from evidence.models import Work
from home.models import SiteSettings
from tests import builders

SNIPPETS = [Author, CallToAction, Topic, Work]
pytestmark = pytest.mark.django_db


def address_of(model, view, *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def is_allowed(client, url):
    """Whether the admin lets the person in; it sends others back to its start page."""
    return client.get(url).status_code == 200


@pytest.fixture
def things():
    return {
        Author: builders.make_author(),
        CallToAction: builders.make_cta(),
        Topic: builders.make_topic(),
        Work: builders.make_work(),
    }


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
@pytest.mark.parametrize("model", SNIPPETS)
def test_both_groups_make_and_change_snippets(client, things, group, model):
    client.force_login(builders.make_user(group))
    assert is_allowed(client, address_of(model, "list"))
    assert is_allowed(client, address_of(model, "add"))
    assert is_allowed(client, address_of(model, "edit", things[model].pk))


@pytest.mark.parametrize("model", SNIPPETS)
def test_only_moderators_delete_snippets(client, things, model):
    url = address_of(model, "delete", things[model].pk)
    client.force_login(builders.make_user("Editors"))
    assert not is_allowed(client, url)
    client.force_login(builders.make_user("Moderators"))
    assert is_allowed(client, url)


@pytest.mark.parametrize(("group", "may"), [("Editors", False), ("Moderators", True)])
def test_only_moderators_publish_calls_to_action(group, may):
    user = builders.make_user(group)
    assert user.has_perm("articles.publish_calltoaction") is may


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
@pytest.mark.parametrize("kind", ["wagtailimages", "wagtaildocs"])
def test_both_groups_add_files(client, group, kind):
    client.force_login(builders.make_user(group))
    assert is_allowed(client, reverse(f"{kind}:add"))


@pytest.mark.parametrize(("group", "may"), [("Editors", False), ("Moderators", True)])
def test_editors_write_articles_and_moderators_publish_them(client, group, may):
    index = builders.article_index()
    client.force_login(builders.make_user(group))
    add = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", index.pk])
    response = client.get(add)
    assert response.status_code == 200
    assert (b'name="action-publish"' in response.content) is may


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_neither_group_changes_users_or_settings(client, group):
    client.force_login(builders.make_user(group))
    assert not is_allowed(client, reverse("wagtailusers_users:index"))
    edit = reverse("wagtailsettings:edit", args=["home", "sitesettings"])
    assert not is_allowed(client, edit)
    assert not Permission.objects.filter(
        group__name=group, content_type__model=SiteSettings._meta.model_name
    ).exists()


def test_the_workflow_is_wagtails_own_and_the_only_one():
    workflow = Workflow.objects.get()
    assert WorkflowPage.objects.get(workflow=workflow).page.depth == 1
    assert workflow.tasks.get().specific.groups.get() == Group.objects.get(name="Moderators")
