"""A redirect to something hidden answers like no redirect, at every door."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from articles.models import ArticleIndexPage
from delivery.redirects import find_redirect, public_redirects
from delivery.visibility import Visibility
from home.models import StandardPage
from tests import builders
from tests.delivery.doors import answer_alike
from tests.delivery.secrets import WAYS

pytestmark = pytest.mark.django_db


def leading_to(page):
    """Redirects that lead to a page in every way there is."""
    made = [
        Redirect.add_redirect("/to-page", page),
        Redirect.add_redirect("/to-path", page.url),
        Redirect.add_redirect("/to-unslashed", page.url.rstrip("/")),
        Redirect.add_redirect("/to-address", f"https://localhost{page.url}?a=b"),
        Redirect.add_redirect("/to-redirect", "/to-page/"),
        Redirect.add_redirect("/to-chain", "http://localhost/to-redirect"),
        Redirect.add_redirect("/to-typed", "/to-path/"),
        Redirect.add_redirect("/of-site", page, site=Site.objects.get()),
        Redirect.add_redirect("/with-query?a=b", page),
    ]
    return made


def doors(redirect):
    path, mark, query = redirect.old_path.partition("?")
    return [
        f"{path}/{mark}{query}",
        f"/api/v2/redirects/{redirect.pk}/",
        f"/api/v2/redirects/find/?id={redirect.pk}",
        f"/api/v2/redirects/find/?html_path={redirect.old_path}",
        f"/api/v2/route/?path={redirect.old_path}",
    ]


def test_redirects_to_a_public_page_are_at_every_door(client):
    made = leading_to(builders.make_page())
    for redirect in made:
        statuses = [client.get(door).status_code for door in doors(redirect)]
        assert statuses == [301, 200, 302, 302, 200], redirect
    assert client.get("/api/v2/redirects/").json()["meta"]["total_count"] == len(made)


def test_a_draft_in_another_language_hides_no_redirect_to_its_address(client, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English"), ("fr", "French")]
    page = builders.make_page(slug="marmalade")
    draft = page.copy_for_translation(Locale.objects.create(language_code="fr"), copy_parents=True)
    made = [Redirect.add_redirect("/short", page.url), Redirect.add_redirect("/home", "/")]
    assert not draft.live
    for redirect in made:
        statuses = [client.get(door).status_code for door in doors(redirect)]
        assert statuses == [301, 200, 302, 302, 200], redirect
    page.unpublish()
    assert {client.get(door).status_code for door in doors(made[0])} == {404}


@pytest.mark.parametrize("hide", WAYS, ids=lambda way: way.__name__)
def test_redirects_to_a_hidden_page_are_at_no_door(client, hide):
    page = builders.make_article(slug="marmalade")
    made = leading_to(page)
    hide(page)
    missing = Redirect(pk=999, old_path="/missing")
    for none, *some in zip(doors(missing), *map(doors, made), strict=True):
        answer_alike(client, some, none)
    answer = client.get("/api/v2/redirects/").json()
    assert (answer["meta"]["total_count"], answer["items"]) == (0, [])
    query = {"old_path": "/to-page"}
    assert client.get("/api/v2/redirects/", query).json()["meta"]["total_count"] == 0


def test_list_and_look_up_judge_alike():
    public, private = builders.make_page(), builders.make_page()
    builders.make_private(private, PageViewRestriction.GROUPS)
    expired = builders.make_page(expire_at=timezone.now() - timedelta(seconds=1))
    outside = Page.objects.get(depth=1).add_child(instance=StandardPage(title="X", slug="x"))
    targets = [public, private, expired, outside, "/a", "/1", "/nowhere", "https://x.example/", ""]
    made = [Redirect.add_redirect(f"/{n}", target) for n, target in enumerate(targets)]
    index = Page.objects.get(depth=1).add_child(instance=ArticleIndexPage(title="Y", slug="y"))
    made.append(Redirect.add_redirect("/route", index, page_route_path="/feed/atom/"))
    Redirect.add_redirect("/a", "/b")
    Redirect.add_redirect("/b", "/a")
    visibility, site = Visibility(), Site.objects.get()
    listed = set(public_redirects(visibility))
    found = {redirect for redirect in made if find_redirect(redirect.old_path, site, visibility)}
    assert found == listed & set(made) == {made[n] for n in (0, 4, 6, 7)}


def test_a_page_at_the_path_goes_before_a_redirect_that_is_hidden(client):
    hidden = builders.make_page(live=False)
    page = builders.make_page(slug="here")
    Redirect.add_redirect("/here", hidden)
    Redirect.add_redirect("/old", "/here/")
    assert client.get("/old")["Location"] == "/here/"
    assert client.get(page.url).status_code == 200


def test_a_hidden_redirect_of_the_site_leaves_the_one_for_all(client):
    Redirect.add_redirect("/old", builders.make_page(live=False), site=Site.objects.get())
    Redirect.add_redirect("/old", "https://www.example.org/", is_permanent=False)
    answer = client.get("/old")
    assert (answer.status_code, answer["Location"]) == (302, "https://www.example.org/")


def test_a_redirect_for_the_whole_address_goes_before_one_for_the_path(client):
    Redirect.add_redirect("/old", "https://www.example.org/path/")
    Redirect.add_redirect("/old?b=1&a=2", "https://www.example.org/whole/")
    Redirect.add_redirect("/café", "https://www.example.org/café/")
    assert client.get("/old/?a=2&b=1")["Location"] == "https://www.example.org/whole/"
    assert client.get("/old/?a=3")["Location"] == "https://www.example.org/path/"
    assert client.get("/caf%C3%A9/")["Location"] == "https://www.example.org/caf%C3%A9/"


def test_a_moved_page_leaves_a_redirect_which_goes_with_its_unpublishing(
    client, django_capture_on_commit_callbacks
):
    page = builders.make_article()
    old = page.url
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "moved"
        page.save_revision().publish()
    assert client.get(old)["Location"] == "/articles/moved/"
    page.unpublish()
    answer_alike(client, [old], "/articles/missing/")
