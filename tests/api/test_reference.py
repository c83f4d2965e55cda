"""The page that shows the API's description."""

from urllib.parse import urlsplit

import pytest

from cms.api import router


def test_page_is_drawn_from_the_description_and_asks_nobody_else(live_site, page):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append((message.type, message.text)))
    page.goto(f"{live_site}/api/v2/docs/")
    page.wait_for_selector("#operations-pages-list_pages, .opblock")
    shown = page.locator(".opblock-summary-path").all_inner_texts()
    for name in router.endpoints:
        assert any(f"/api/v2/{name}/" in text.replace("\u200b", "") for text in shown)
    assert not [text for kind, text in said if kind == "error"]
    here = urlsplit(str(live_site)).netloc
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {here}


@pytest.mark.django_db
def test_page_without_javascript_leads_to_the_description(client):
    assert b'<a href="/api/v2/openapi.json">' in client.get("/api/v2/docs/").content
