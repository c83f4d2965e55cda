"""Other processes on the database of a test: each runs a function and may be killed at any moment.

They are forked off one process in which Django is set up, and so start at once. What they import
must not be a test module, which pytest alone can import.
"""

import multiprocessing
import os
import signal
import socket
import subprocess
import time
import traceback
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException

from django.conf import settings
from django.db import connection, connections

from cms.serve import GRANIAN, HOST
from cms.settings.databases import database_of
from tests import databases

SECONDS = 60
"""How long anything may take before the test fails."""
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["cms.wsgi", "tests.delivery.roles", "tests.delivery.warm"])


class Ended(Exception):
    """The other process has ended, or has nothing to say. The text is its traceback, if any."""


class Other:
    """A process that runs `function(line, *given)`; `line` is its end of a pipe to this one.

    It says through the pipe what the function sends and, at the end, what it returns.
    """

    def __init__(self, function, *given):
        self._line, theirs = FORKS.Pipe()
        given = (databases.address(), theirs, function, given)
        self._process = FORKS.Process(target=_run, args=given, daemon=True)
        # For what they are all forked off, which begins with the first.
        with _environment(DATABASE_URL=databases.address()):
            self._process.start()
        theirs.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def hear(self):
        """What it says next. Raises `Ended` where it does not."""
        try:
            said = self._line.recv() if self._line.poll(SECONDS) else Ended("It says nothing.")
        except (EOFError, ConnectionResetError):
            said = Ended("It is gone.")
        if isinstance(said, Ended):
            raise said
        return said

    def tell(self, what=None):
        self._line.send(what)

    def kill(self):
        """As `kill -9`."""
        self._process.kill()
        self._process.join()


def _run(address, line, function, given):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection.settings_dict.update(database_of(address, None)["default"])
    try:
        line.send(function(line, *given))
    except Exception:
        line.send(Ended(traceback.format_exc()))
    finally:
        connections.close_all()


@contextmanager
def _environment(**variables):
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def web_server(workers):
    """Citewell's web server with so many workers; gives its port."""
    with closing(socket.socket()) as trial:
        trial.bind((HOST, 0))
        port = trial.getsockname()[1]
    command = GRANIAN.format(port=port).replace("--workers 1", f"--workers {workers}")
    variables = {"DATABASE_URL": databases.address(), "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    # A group of its own, which ends as a whole.
    server = subprocess.Popen(
        ["/bin/sh", "-c", command],
        cwd=settings.BASE_DIR,
        env=os.environ | variables,
        start_new_session=True,
    )
    try:
        until(lambda: is_answered(port))
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def is_answered(port):
    connection = HTTPConnection(HOST, port, timeout=SECONDS)
    with closing(connection):
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False


def halt(line, where):
    """Says where this process has stopped, and waits to be killed."""
    line.send(where)
    while True:
        signal.pause()


def until(condition):
    """Waits until the condition holds."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "What was waited for has not come."
        time.sleep(0.005)
