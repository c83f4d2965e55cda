"""A Redis of a test's own, which it stops, halts and starts."""

import signal
import socket
import subprocess
from contextlib import closing, contextmanager

import redis

from tests import tools
from tests.delivery.processes import until


def free_port():
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextmanager
def running(port, folder):
    """Redis, which keeps what it held when it is started again. Yields its process."""
    program = tools.program("redis")
    command = [program, "--port", str(port), "--dir", str(folder), "--appendonly", "yes"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with closing(redis.Redis(port=port)) as line:
            until(lambda: _answers(line))
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def halted(process):
    """It is connected to, and never answers."""
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def _answers(line):
    try:
        return line.ping()
    except redis.ConnectionError:
        return False
