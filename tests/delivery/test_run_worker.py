import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

from delivery.models import WorkerHeartbeat
from delivery.worker import JOB
from tests import databases

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_beats_and_stops_at_once_when_told(number):
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker", "--interval", "3600"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": databases.address(),
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 60
        while WorkerHeartbeat.age(JOB) is None:
            assert worker.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        worker.send_signal(number)
        _, log = worker.communicate(timeout=5)
    finally:
        worker.kill()
    assert worker.returncode == 0
    assert "The worker has stopped." in log
    assert "Traceback" not in log
