"""`make run` and `make dev`: prepares what is missing, then runs web server and worker together."""

import errno
import os
import shlex
import signal
import socket
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException

from honcho.manager import Manager
from honcho.printer import Printer

from cms import local_keys
from cms.env import BASE_DIR, BadEnvironment, read, read_dotenv

HOST = "127.0.0.1"
PYTHON = shlex.quote(sys.executable)
WORKER = f"exec {PYTHON} manage.py run_worker"
# One process with a few threads: SQLite has one writer anyway. Granian would warn of so many where
# cores are few; most of them wait for slow clients.
GRANIAN = (
    f"exec {PYTHON} -m granian --interface wsgi --host {HOST} --port {{port}} --workers 1 "
    "--blocking-threads 8 --workers-kill-timeout 3 --log-level error cms.wsgi:application"
)
RUNSERVER = f"exec {PYTHON} manage.py runserver {HOST}:{{port}}"


class CannotStart(Exception):
    """Something is missing. The text is one plain sentence with the mend."""


def main(development=False):
    """Prepares, serves until told to stop, and returns the exit code."""
    read_dotenv()
    os.environ["DJANGO_SETTINGS_MODULE"] = (
        "cms.settings.development" if development else "cms.settings.embedded"
    )
    os.environ["PYTHONUNBUFFERED"] = "1"
    try:
        env = read()
        _check_port(env.PORT)
        keys = _keys(BASE_DIR / env.DATA_DIR)
        os.environ.setdefault("SECRET_KEY", keys.secret_key)
        login = _prepare(env.PORT, keys, development)
    except (BadEnvironment, CannotStart) as problem:
        print(f"Citewell cannot start: {problem}", file=sys.stderr)
        return 1
    return _run(env.PORT, login, RUNSERVER if development else GRANIAN)


def _check_port(port):
    for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise CannotStart(
                        f"port {port} is in use; stop the program that uses it, or choose another "
                        f"port: PORT={port + 1} make run."
                    ) from None
                if error.errno == errno.EACCES:
                    raise CannotStart(
                        f"port {port} is for the administrator of this machine; choose one above "
                        "1023: PORT=8000 make run."
                    ) from None
                # What is left is a machine without IPv6, which is none the worse for it.


def _keys(data_dir):
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return local_keys.kept_in(data_dir)
    except OSError as error:
        raise CannotStart(
            f"the folder {data_dir} cannot be written to ({error.strerror}); make it writable, or "
            "name another folder in DATA_DIR."
        ) from None


def _prepare(port, keys, development):
    import django

    django.setup()
    from django.db import Error, connection

    from cms import preparation

    try:
        preparation.database()
        preparation.demo()
        preparation.site(port)
        login = preparation.administrator(keys)
    except Error as error:
        reason = str(error).strip().partition("\n")[0]
        raise CannotStart(
            f"the database cannot be used ({reason}); mend DATABASE_URL, or leave it out to use "
            "the embedded SQLite."
        ) from None
    if not development:
        preparation.static_files()
    connection.close()
    return login


def _run(port, login, web):
    runner = _Runner(port, login)
    runner.add_process("web", web.format(port=port), cwd=BASE_DIR)
    runner.add_process("worker", WORKER, cwd=BASE_DIR)
    # The closing of the terminal is a wish to stop, too.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    runner.loop()
    if runner.was_told_to_stop:
        print("Citewell has stopped.", flush=True)
        return 0
    print("Citewell stopped by itself; the lines above say why.", file=sys.stderr)
    return 1


class _Runner(Manager):
    """Honcho's process manager; tells the addresses as soon as the server answers."""

    def __init__(self, port, login):
        super().__init__(printer=_Lines())
        self._port = port
        self._login = login

    def _start(self):
        super()._start()
        # Not before: forking a process that has threads is unsafe.
        threading.Thread(target=self._announce, daemon=True).start()

    def _announce(self):
        site = f"http://localhost:{self._port}"
        while not _answers(self._port):
            time.sleep(0.1)
        print(
            f"\nCitewell is up. Ctrl-C stops it.\n\n"
            f"  Site   {site}/\n"
            f"  Admin  {site}/admin/   ({self._login})\n"
            f"  API    {site}/api/v2/pages/\n",
            flush=True,
        )

    @property
    def was_told_to_stop(self):
        return self.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM)


class _Lines(Printer):
    """Prints what web server and worker say, and leaves out what honcho says of itself."""

    def write(self, message):
        if message.name != "system":
            text = message.data.decode(errors="replace").rstrip("\n")
            print(f"{message.name:6} | {text}", file=self.output, flush=True)


def _answers(port):
    connection = HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    try:
        sys.exit(main(development="--development" in sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped before Citewell was up.")
