"""/healthz: this process answers.  /readyz: it can also do its work."""

import logging
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import JsonResponse
from django.utils.cache import add_never_cache_headers

from delivery.models import WorkerHeartbeat
from delivery.worker import JOB, stale_after

log = logging.getLogger(__name__)

OK = "ok"


class HealthMiddleware:
    """Answers the two addresses before anything else looks at the request.

    A load balancer asks by IP address and over plain HTTP; the host check and the redirect to
    HTTPS, further in, would turn it away.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.answers = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request):
        answer = self.answers.get(request.path_info)
        if answer is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        response = answer()
        add_never_cache_headers(response)
        return response


def healthz():
    """200 as long as the process answers at all. Touches nothing."""
    return JsonResponse({"status": OK})


def readyz():
    """200 if database, migrations and worker are as they should be, else 503; says which is not."""
    checks = {"database": OK, "migrations": OK, "worker": OK}
    try:
        if not _is_migrated():
            checks["migrations"] = "not all applied: run `manage.py migrate`"
            checks["worker"] = "not known before the migrations"
        else:
            checks["worker"] = _worker()
    except DatabaseError:
        log.exception("the database does not answer")
        connection.close()
        checks = dict.fromkeys(checks, "not known without the database")
        checks["database"] = "does not answer"
    ready = all(found == OK for found in checks.values())
    return JsonResponse(
        {"status": OK if ready else "not ready", "checks": checks}, status=200 if ready else 503
    )


def _worker():
    age = WorkerHeartbeat.age(JOB)
    if age is None:
        return "has never run: start `manage.py run_worker`"
    if age > stale_after():
        return f"last ran {int(age.total_seconds())} seconds ago: see to `manage.py run_worker`"
    return OK


# Migrations are not taken back under a running process: once all are there, nobody asks again.
_migrated = False


def _is_migrated():
    global _migrated
    if not _migrated:
        applied = MigrationRecorder(connection).applied_migrations()
        _migrated = all(leaf in applied for leaf in _last_migrations())
    return _migrated


@cache
def _last_migrations():
    return MigrationLoader(None).graph.leaf_nodes()
