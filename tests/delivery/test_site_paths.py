"""Wagtail's addresses of sites are never older than what is asked."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from wagtail.models import Site

from delivery import settling

pytestmark = pytest.mark.django_db(transaction=True)


def roots():
    return [root.root_url for root in Site.get_site_root_paths()]


def by_another(act):
    """What another thread, with a connection of its own, makes of it."""

    def acting():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(acting).result()


def move():
    """Moves the site as another host would; this thread hears nothing of it."""
    Site.objects.update(hostname="moved.example")
    settling.settle()


def test_they_are_kept_while_a_request_goes_on(django_assert_num_queries):
    roots()
    with django_assert_num_queries(0):
        roots()


def test_they_are_not_kept_beyond_a_request(client, django_assert_num_queries):
    roots()
    client.get("/healthz")
    with django_assert_num_queries(1):
        roots()


def test_who_has_looked_at_the_log_has_none_from_before():
    assert roots() == ["http://localhost"]
    by_another(move)
    settling.state()
    assert roots() == ["http://moved.example"]


def test_who_settles_has_none_from_before():
    assert roots() == ["http://localhost"]
    by_another(move)
    with settling.alone():
        assert roots() == ["http://moved.example"]


def test_what_is_not_committed_no_other_sees():
    with transaction.atomic():
        site = Site.objects.get()
        site.hostname = "draft.example"
        site.save()
        assert roots() == ["http://draft.example"]
        # On SQLite, the others read while this one writes.
        assert by_another(roots) == ["http://localhost"]
        transaction.set_rollback(True)
    assert by_another(roots) == ["http://localhost"]


def test_nothing_of_them_is_in_a_cache_that_is_shared():
    roots()
    assert not caches["default"]._cache
