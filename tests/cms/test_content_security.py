"""The Content-Security-Policy: strict for readers, out of the way of editors."""

import pytest

from tests.builders import make_article, make_user


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/search/", "/nothing/", "/_util/login/"])
def test_public_pages_allow_nothing_from_elsewhere(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db
def test_admin_has_no_policy(client):
    assert "Content-Security-Policy" not in client.get("/admin/login/")


def log_in(page, site):
    user = make_user()
    user.set_password("for the test")
    user.save()
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "for the test")
    page.click("button[type=submit]")
    page.wait_for_url(f"{site}/admin/")


@pytest.fixture
def refusals(page):
    """What the browser refuses to load or run on account of the policy."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    return lambda: [text for text in said if "Content Security Policy" in text]


def test_reader_s_page_keeps_to_the_policy(live_site, page, refusals):
    article = make_article()
    page.goto(f"{live_site}{article.url}")
    assert page.locator("h1").inner_text() == article.title
    assert refusals() == []


def test_userbar_works_for_an_editor(live_site, page, refusals):
    article = make_article()
    log_in(page, live_site)
    page.goto(f"{live_site}{article.url}")
    page.locator("wagtail-userbar").get_by_role("button").first.click()
    edit = page.locator("wagtail-userbar").get_by_role("menuitem", name="Edit this page")
    edit.wait_for()
    assert refusals() == []
    edit.click()
    page.wait_for_url(f"{live_site}/admin/pages/{article.pk}/edit/")


def test_preview_shows_in_the_editor(live_site, page, refusals):
    article = make_article()
    log_in(page, live_site)
    page.goto(f"{live_site}/admin/pages/{article.pk}/edit/")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    preview.locator("h1").wait_for()
    assert preview.locator("h1").inner_text() == article.title
    assert refusals() == []
