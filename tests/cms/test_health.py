from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from cms import health
from delivery.models import WorkerHeartbeat
from delivery.worker import JOB


@pytest.fixture(autouse=True)
def _unknown(monkeypatch):
    """Each test starts with a process that does not know yet whether it is migrated."""
    monkeypatch.setattr(health, "_migrated", False)


@pytest.fixture
def beating(db):
    WorkerHeartbeat.beat(JOB)


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("beating")
def test_readyz_is_content_when_all_is_well(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "worker": "ok"},
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("beating")
def test_readyz_asks_once_whether_the_migrations_are_applied(client, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


@pytest.mark.django_db
def test_readyz_misses_a_worker_that_never_ran(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "never run" in response.json()["checks"]["worker"]


@pytest.mark.usefixtures("beating")
def test_readyz_misses_a_worker_that_has_stopped(client):
    stopped = timezone.now() - health.stale_after() - timedelta(seconds=1)
    WorkerHeartbeat.objects.update(beat_at=stopped)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["worker"].startswith("last ran")


def test_worker_is_given_three_rounds(settings):
    settings.WORKER_INTERVAL = 600
    assert health.stale_after() == timedelta(seconds=1800)


@pytest.mark.usefixtures("beating")
def test_readyz_misses_a_migration(client):
    MigrationRecorder(connection).record_unapplied("accounts", "0001_initial")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"].startswith("not all applied")


def test_readyz_misses_the_database(client, monkeypatch):
    def down(*_):
        raise OperationalError("connection to the secret host failed")

    monkeypatch.setattr(health, "_is_migrated", down)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "does not answer"
    assert b"secret host" not in response.content


@pytest.mark.usefixtures("beating")
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_need_no_host_name_and_no_https(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.head(address).status_code == 200
