"""`make run` and `make dev` as a person meets them, from the prepared environment onwards."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import psutil
import pytest
from django.conf import settings

from tests import databases
from tests.builders import make_article

START_SECONDS = 60


def free_port():
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def start(folder, *arguments, **variables):
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "cms.serve", *arguments],
        cwd=settings.BASE_DIR,
        env=clean | {"DATA_DIR": str(folder)} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(folder, *arguments, **variables):
    """Citewell, from the printing of its addresses on; gives the process and what it printed."""
    citewell = start(folder, *arguments, **variables)
    try:
        printed = ""
        deadline = time.monotonic() + START_SECONDS
        while "  API  " not in printed:
            assert time.monotonic() < deadline, printed
            line = citewell.stdout.readline()
            assert line, printed
            printed += line
        yield citewell, printed
    finally:
        if citewell.poll() is None:
            for process in psutil.Process(citewell.pid).children(recursive=True):
                process.kill()
            citewell.kill()
            citewell.communicate()


def stop(citewell, number):
    """Tells Citewell to stop; gives the seconds it took and what it still said."""
    family = psutil.Process(citewell.pid).children(recursive=True)
    begin = time.monotonic()
    citewell.send_signal(number)
    said, _ = citewell.communicate(timeout=20)
    seconds = time.monotonic() - begin
    _, alive = psutil.wait_procs(family, timeout=1)
    assert not alive
    return seconds, said


def get(address, opener=None):
    with (opener or urllib.request.build_opener()).open(address, timeout=10) as response:
        return response.read().decode()


def told(address, method):
    """Status and headers of an answer, but for its moment."""
    request = urllib.request.Request(address, method=method, headers={"Accept-Encoding": "br"})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            status, headers = response.status, dict(response.headers)
    except urllib.error.HTTPError as error:
        status, headers = error.code, dict(error.headers)
    headers.pop("date")
    return status, headers


def log_in(site, password):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', get(f"{site}admin/login/", opener))[1]
    form = {"username": "admin", "password": password, "csrfmiddlewaretoken": token}
    with opener.open(f"{site}admin/login/", urlencode(form).encode(), timeout=10) as response:
        return response.url


@pytest.mark.django_db(transaction=True)
def test_everything_that_is_printed_is_true_and_is_printed_again(tmp_path):
    article = make_article()
    variables = {"DATABASE_URL": databases.address(), "PORT": str(free_port())}
    passwords = []
    for number in (signal.SIGINT, signal.SIGTERM):
        with running(tmp_path, **variables) as (citewell, printed):
            site, admin, api = re.findall(r"http://localhost:\d+\S+", printed)
            passwords += re.findall(r"as admin, password (\S+)\)", printed)
            page = get(site)
            assert f'href="{site}' in page
            assert re.search(r'href="/static/\S+\.[0-9a-f]{12}\.css"', page)
            listed = json.loads(get(api))["items"]
            assert f"{site}articles/{article.slug}/" in {
                item["meta"]["html_url"] for item in listed
            }
            for address in (api, f"{api}{article.pk}/", f"{api}?limit=x", f"{api}?x=%00"):
                assert told(address, "HEAD") == told(address, "GET")
            assert log_in(site, passwords[-1]) == admin
            assert json.loads(get(f"{site}readyz"))["status"] == "ok"
            seconds, said = stop(citewell, number)
        assert citewell.returncode == 0
        assert seconds < 8
        assert "Citewell has stopped." in said
        assert "Traceback" not in printed + said
    assert passwords[0] == passwords[1]
    assert (tmp_path / "local-keys.env").stat().st_mode & 0o777 == 0o600


@pytest.mark.alike
@pytest.mark.django_db(transaction=True)
def test_development_reloads_has_its_toolbar_and_ends_when_a_part_dies(tmp_path):
    make_article()
    variables = {"DATABASE_URL": databases.address(), "PORT": str(free_port())}
    with running(tmp_path, "--development", **variables) as (citewell, printed):
        site = re.search(r"http://localhost:\d+/", printed)[0]
        assert "djDebug" in get(site)
        family = psutil.Process(citewell.pid).children(recursive=True)
        (worker,) = [process for process in family if "run_worker" in process.cmdline()]
        # Two: the one that serves, and the one that watches the files and restarts it.
        assert sum("runserver" in process.cmdline() for process in family) == 2
        worker.kill()
        said, _ = citewell.communicate(timeout=20)
        assert not psutil.wait_procs(family, timeout=1)[1]
    assert citewell.returncode == 1
    assert "stopped by itself" in said


def refused(folder, **variables):
    citewell = start(folder, **variables)
    said, _ = citewell.communicate(timeout=START_SECONDS)
    assert citewell.returncode == 1
    assert said.count("\n") == 1
    return said


def test_port_in_use_is_told_with_the_mend(tmp_path):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused(tmp_path, PORT=str(port))
    assert said.startswith(f"Citewell cannot start: port {port} is in use; ")
    assert f"PORT={port + 1} make run" in said


def test_wrong_variable_is_told_with_the_mend(tmp_path):
    said = refused(tmp_path, PORT=str(free_port()), DATABASE_URL="mysql://db/name")
    assert said.startswith("Citewell cannot start: the environment variable DATABASE_URL cannot")


@pytest.mark.parametrize(
    "url", ["postgresql://me@127.0.0.1:1/news", "sqlite:////nowhere/at/all.sqlite3"]
)
def test_database_that_is_not_there_is_told_with_the_mend(tmp_path, url):
    said = refused(tmp_path, PORT=str(free_port()), DATABASE_URL=url)
    assert said.startswith("Citewell cannot start: the database cannot be used (")
    assert "mend DATABASE_URL, or leave it out" in said


def test_folder_that_cannot_be_written_to_is_told_with_the_mend(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    said = refused(tmp_path / "file" / "var", PORT=str(free_port()))
    assert "cannot be written to" in said
    assert "DATA_DIR" in said
