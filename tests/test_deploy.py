"""The files in deploy/ and their explanation, held to the code and to each other."""

import json
import re
import shlex
from configparser import ConfigParser
from fnmatch import fnmatch
from importlib.util import find_spec

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import get_commands
from django.utils.module_loading import import_string
from granian.cli import cli

from cms.env import Environment
from cms.serve import GRANIAN
from cms.static_files import StaticFilesStorage

DEPLOY = settings.BASE_DIR / "deploy"
GUIDE = (settings.BASE_DIR / "docs/operations.md").read_text()
CONTAINERFILE = (DEPLOY / "Containerfile").read_text().replace("\\\n", "")
NGINX = (DEPLOY / "nginx.conf").read_text()
# Those that Python itself reads.
PYTHONS_OWN = {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


def unit(name):
    """The section [Service] of a unit: each key with the list of its values."""
    parser = ConfigParser(interpolation=None, strict=False, dict_type=Several)
    parser.optionxform = str
    parser.read_string((DEPLOY / f"citewell-{name}.service").read_text().replace("\\\n", ""))
    return {key: text.split("\n") for key, text in parser["Service"].items()}


class Several(dict):
    """Joins what stands at the same key again, as systemd does, where ConfigParser replaces it."""

    def __setitem__(self, key, value):
        if isinstance(value, list) and key in self:
            value = self[key] + value
        super().__setitem__(key, value)


def variables(assignments):
    return dict(pair.split("=", 1) for pair in shlex.split(assignments))


def variables_of(name):
    return variables(" ".join(unit(name)["Environment"]))


def granian(command):
    """What granian understands of a command line; fails where it would refuse to start."""
    program, *arguments = command
    assert program.split("/")[-1] == "granian"
    return cli.make_context("granian", arguments).params


def unit_command(name):
    return shlex.split(unit(name)["ExecStart"][0])


def image_command():
    return json.loads(re.search(r"^CMD (\[.+\])", CONTAINERFILE, flags=re.M)[1])


def function_in_guide():
    """The arguments of systemd-run in the function that the guide gives for commands."""
    body = re.search(r"^citewell\(\) \{\n(.+?)^\}", GUIDE, flags=re.M | re.S)[1]
    return shlex.split(body.replace("\\\n", ""))


def test_unit_and_image_start_the_same_web_server():
    in_unit, in_image = granian(unit_command("web")), granian(image_command())
    places = {key for key in in_unit if in_unit[key] != in_image[key]}
    assert places == {"host", "uds", "uds_permissions"}
    assert in_unit["app"] == "cms.wsgi:application"
    assert callable(import_string(in_unit["app"].replace(":", ".")))


def test_make_run_has_as_many_threads():
    local = granian(
        shlex.split(GRANIAN.format(port=8000).removeprefix("exec ").partition(" -m ")[2])
    )
    assert local["blocking_threads"] == granian(unit_command("web"))["blocking_threads"]


def test_worker_is_a_command():
    assert unit_command("worker")[1:] == ["manage.py", "run_worker"]
    assert "run_worker" in get_commands()


@pytest.mark.parametrize(
    "given",
    [
        variables_of("web"),
        variables_of("worker"),
        variables(" ".join(re.findall(r"^ENV (.+)", CONTAINERFILE, flags=re.M))),
        variables(" ".join(re.findall(r"--setenv=(\S+)", GUIDE))),
    ],
    ids=["web", "worker", "image", "guide"],
)
def test_variables_are_those_that_citewell_reads(given):
    module = given.pop("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    assert module == "cms.settings.production"
    assert find_spec(module)
    assert set(given) - PYTHONS_OWN <= set(Environment.model_fields)


def test_units_differ_in_what_they_run_only():
    own = {"ExecStart", "ExecReload", "Environment", "TimeoutStopSec"}
    own |= {"RuntimeDirectory", "RuntimeDirectoryMode"}
    web, worker = unit("web"), unit("worker")
    assert {key for key in web | worker if web.get(key) != worker.get(key)} == own


def test_nobody_else_on_the_server_may_read_what_citewell_writes():
    for name in ("web", "worker"):
        assert unit(name)["UMask"] == ["0027"]
        assert unit(name)["StateDirectoryMode"] == ["0750"]
    assert unit("web")["RuntimeDirectoryMode"] == ["0750"]


def test_commands_run_as_the_units_do():
    service, command = unit("worker"), function_in_guide()
    properties = {
        "User": "--uid={}",
        "Group": "--gid={}",
        "WorkingDirectory": "--working-directory={}",
        "EnvironmentFile": "--property=EnvironmentFile={}",
        "UMask": "--property=UMask={}",
    }
    for key, option in properties.items():
        assert option.format(service[key][0]) in command
    for name, value in variables_of("worker").items():
        assert name in PYTHONS_OWN or f"--setenv={name}={value}" in command
    # systemd-run looks for a relative program in the caller's folder.
    assert unit_command("worker")[0] in command


def test_nginx_finds_socket_and_static_files_where_the_units_put_them():
    assert f"server unix:{granian(unit_command('web'))['uds']};" in NGINX
    assert f"alias {variables_of('web')['DATA_DIR']}/static/;" in NGINX


def test_nginx_lets_through_more_than_the_forms_take():
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", NGINX)[1])
    limits = (settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    assert megabytes * 1024**2 > 2 * max(limits)


def test_nginx_knows_a_hashed_name_by_its_look():
    pattern = re.search(r'location ~ "(.+)" \{', NGINX)[1]
    hashed = StaticFilesStorage().hashed_name("citewell/site.css", ContentFile(b"body {}"))
    assert re.search(pattern, f"/static/{hashed}")
    assert not re.search(pattern, "/static/citewell/site.css")


def test_no_secrets_get_into_the_image():
    ignored = (settings.BASE_DIR / ".dockerignore").read_text().split()
    [name] = set(re.findall(r"--env-file (\S+)", GUIDE))
    for secret in (".env", name, "backup-2030-01-01.sqlite3", "backup-2030-01-01.dump"):
        assert any(fnmatch(secret, pattern) for pattern in ignored), secret


def test_health_check_of_the_image_asks_the_port_it_listens_on():
    [url] = re.findall(r"^HEALTHCHECK .+'(http.+)'", CONTAINERFILE, flags=re.M)
    assert url == f"http://127.0.0.1:{granian(image_command())['port']}/healthz"
