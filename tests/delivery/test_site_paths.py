"""The addresses of sites: no process goes by old ones."""

import pytest
from django.core.cache import cache
from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY

from delivery import settling
from delivery.models import State
from delivery.site_paths import WAGTAIL_S_KEY, Seen
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_key_is_wagtail_s():
    assert WAGTAIL_S_KEY == SITE_ROOT_PATHS_CACHE_KEY


def test_what_another_process_told_is_seen_though_nothing_was_cleared_here(client, monkeypatch):
    article = builders.make_article()
    api = f"/api/v2/pages/{article.pk}/"
    before = client.get(api).json()["meta"]["html_url"]
    assert before.startswith("http://localhost/")
    with monkeypatch.context() as patch:
        patch.setattr(Site, "clear_site_root_paths_cache", lambda: None)
        patch.setattr(cache, "delete", lambda *_, **__: False)
        Site.objects.update(hostname="moved.example.org")
        settling.settle()
    assert client.get(api).json()["meta"]["html_url"].startswith("http://moved.example.org/")


def test_they_are_kept_from_one_change_to_the_next(client, django_assert_num_queries):
    builders.make_article()
    settling.settled()
    Site.get_site_root_paths()
    with django_assert_num_queries(0):
        Site.get_site_root_paths()


def test_who_tells_of_a_change_goes_by_its_number_at_once():
    builders.make_article()
    settling.settle()
    assert Seen.number == State.objects.get().number
