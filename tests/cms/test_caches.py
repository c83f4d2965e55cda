"""Redis that is away: nothing is lost but speed."""

import time

import pytest
from django.core.cache import caches
from wagtail.models import Site

from cms.redis import PATIENCE
from cms.settings.caches import caches_of
from delivery import settling
from tests import builders
from tests.redis import free_port, running

pytestmark = [pytest.mark.django_db, pytest.mark.redis]


@pytest.fixture
def port():
    return free_port()


def test_all_is_answered_while_redis_is_away_and_nothing_old_comes_back(
    client, settings, port, tmp_path
):
    article = builders.make_article(title="Counter 0")
    api, listed = f"/api/v2/pages/{article.pk}/", "/api/v2/pages/?type=articles.ArticlePage"
    addresses = [article.url, api, listed, "/search/?query=counter", "/admin/login/"]
    settings.CACHES = caches_of(f"redis://127.0.0.1:{port}/0", tmp_path)

    def ask():
        found = [client.get(address) for address in addresses]
        assert [answer.status_code for answer in found] == [200] * len(addresses)
        (listed,) = found[2].json()["items"]
        return listed["meta"]["html_url"], listed["title"]

    with running(port, tmp_path):
        assert ask() == (f"http://localhost{article.url}", "Counter 0")
        caches["default"].set("kept", 1)
        assert caches["default"].get("kept") == 1
    assert caches["default"].get("kept") is None
    assert ask() == (f"http://localhost{article.url}", "Counter 0")
    Site.objects.update(hostname="moved.example.org")
    type(article).objects.update(title="Counter 1")
    Site.clear_site_root_paths_cache()
    settling.settle()
    now = (f"http://moved.example.org{article.url}", "Counter 1")
    assert ask() == now
    with running(port, tmp_path):
        # In which nobody tries.
        time.sleep(PATIENCE + 0.1)
        # What it held is there again.
        assert caches["default"].get("kept") == 1
        assert ask() == now


def test_a_rate_counts_nobody_while_redis_is_away(client, settings, port, tmp_path):
    settings.CACHES = caches_of(f"redis://127.0.0.1:{port}/0", tmp_path)
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {
        "DEFAULT_THROTTLE_RATES": {"anon": "1/hour"}
    }
    builders.home_page()
    assert [client.get("/api/v2/nothing/").status_code for _ in range(3)] == [404] * 3
