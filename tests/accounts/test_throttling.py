from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from accounts.throttling import client_ip
from tests.builders import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a right good password"
LIMIT = 10


@pytest.fixture(autouse=True)
def _throttled(settings):
    settings.AXES_ENABLED = True


@pytest.fixture
def user():
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client, user, password=PASSWORD, address="/admin/login/", **extra):
    form = {"username": user.username, "password": password}
    return client.post(address, form, **extra)


def guess(client, user, times=LIMIT, **extra):
    return [log_in(client, user, f"guess {n}", **extra).status_code for n in range(times)]


def is_in(client):
    return "_auth_user_id" in client.session


def test_ten_wrong_passwords_make_the_login_wait(client, user):
    assert guess(client, user)[:-1] == [200] * (LIMIT - 1)
    response = log_in(client, user)
    assert response.status_code == 429
    assert not is_in(client)


def test_waiting_is_told_in_plain_words_on_a_styled_page(client, user):
    guess(client, user)
    response = log_in(client, user)
    page = response.content.decode()
    assert "wait 5 minutes" in page
    assert "citewell/site.css" in page
    assert response["Retry-After"] == "300"


def test_login_of_readers_waits_too(client, user):
    address = "/_util/login/"
    guess(client, user, address=address)
    assert log_in(client, user, address=address).status_code == 429
    assert log_in(client, user).status_code == 429


def test_nine_wrong_passwords_do_not(client, user):
    guess(client, user, times=LIMIT - 1)
    log_in(client, user)
    assert is_in(client)


def test_right_password_wipes_the_slate(client, user):
    guess(client, user, times=LIMIT - 1)
    log_in(client, user)
    client.logout()
    guess(client, user, times=LIMIT - 1)
    log_in(client, user)
    assert is_in(client)


def test_waiting_ends_by_itself(client, user):
    guess(client, user)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=6))
    log_in(client, user)
    assert is_in(client)


def test_a_try_during_the_wait_does_not_lengthen_it(client, user):
    guess(client, user)
    started = timezone.now() - timedelta(minutes=4)
    AccessAttempt.objects.update(attempt_time=started)
    log_in(client, user)
    assert AccessAttempt.objects.get().attempt_time == started


def test_others_do_not_have_to_wait(client, user):
    guess(client, user)
    other = make_user()
    other.set_password(PASSWORD)
    other.save()
    log_in(client, other)
    assert is_in(client)


def test_the_owner_elsewhere_does_not_have_to_wait(client, user):
    guess(client, user, REMOTE_ADDR="10.1.1.1")
    log_in(client, user, REMOTE_ADDR="10.2.2.2")
    assert is_in(client)


def test_no_password_is_kept(client, user):
    guess(client, user, times=1)
    assert "guess" not in AccessAttempt.objects.get().post_data


def test_odd_bytes_in_a_login_are_no_fault_of_the_server(client, user):
    form = {"username": user.username, "password": "wrong", "next": "\0", "more\0": "x" * 5000}
    response = client.post("/admin/login/", form, headers={"user-agent": "x" * 5000})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, expected):
    settings.PROXY_COUNT = proxies
    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="10.0.0.1")
    assert client_ip(request) == expected
