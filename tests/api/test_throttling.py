"""How often one address may ask, when `API_RATE` says so."""

import pytest
from django.test import Client
from rest_framework.throttling import AnonRateThrottle

from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_a_minute(monkeypatch):
    """`API_RATE=2/minute`, with a clock that stands still; gives the clock."""
    clock = [1_000_000.0]
    monkeypatch.setattr(AnonRateThrottle, "rate", "2/minute", raising=False)
    monkeypatch.setattr(AnonRateThrottle, "timer", lambda throttle: clock[0])
    return clock


def statuses(times, path="/api/v2/", **environ):
    client = Client()
    return [client.get(path, **environ).status_code for _ in range(times)]


def test_without_a_rate_nobody_waits(settings):
    assert settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] == {"anon": None}
    assert set(statuses(50)) == {200}


def test_more_than_the_rate_is_a_429_in_json_that_says_how_long_to_wait(client, two_a_minute):
    assert statuses(2) == [200, 200]
    two_a_minute[0] += 15.5
    answer = client.get("/api/v2/pages/")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "45"
    assert answer["Cache-Control"] == "no-store"
    assert set(answer.json()) == {"message"}
    assert "45 seconds" in answer.json()["message"]


def test_after_the_wait_requests_are_answered_again(two_a_minute):
    assert statuses(3) == [200, 200, 429]
    two_a_minute[0] += 60
    assert statuses(3) == [200, 200, 429]


def test_the_rate_is_that_of_the_whole_api(two_a_minute):
    article = builders.make_article()
    paths = ["nothing/", "pages/", f"pages/{article.pk}/", "images/", "documents/", "x", ""]
    assert statuses(2) == [200, 200]
    assert {statuses(1, f"/api/v2/{path}")[0] for path in paths} == {429}
    assert Client().head("/api/v2/pages/").status_code == 429


def test_others_do_not_have_to_wait(two_a_minute):
    assert statuses(3, REMOTE_ADDR="10.1.1.1")[-1] == 429
    assert statuses(1, REMOTE_ADDR="10.2.2.2") == [200]


def test_pages_for_readers_and_the_admin_have_no_rate(two_a_minute, client):
    assert statuses(3)[-1] == 429
    assert statuses(5, "/") == [200] * 5
    client.force_login(builders.make_user())
    paths = ["/admin/api/main/pages/"] * 5
    assert [client.get(path).status_code for path in paths] == [200] * 5


@pytest.mark.parametrize(
    ("proxies", "ours"), [(0, ""), (1, "1.2.3.4"), (2, "1.2.3.4, 10.0.0.2")], ids=str
)
def test_a_forged_address_does_not_help(two_a_minute, settings, proxies, ours):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": proxies}
    found = []
    for forged in range(3):
        forwarded = ", ".join(filter(None, [f"6.6.6.{forged}", ours]))
        found += statuses(1, headers={"x-forwarded-for": forwarded})
    assert found == [200, 200, 429]
    if proxies:
        other = f"6.6.6.6, {ours.replace('1.2.3.4', '5.6.7.8')}"
        assert statuses(1, headers={"x-forwarded-for": other}) == [200]
