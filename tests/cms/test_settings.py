"""The settings modules as processes meet them, and what the parts of `base` are made of."""

import json
import logging.config
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from cms.env import BadEnvironment, read
from cms.settings.caches import caches_of
from cms.settings.databases import database_of
from cms.settings.logs import logging_of
from cms.settings.storages import storages_of

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "k3y-" * 20 + "0123456789abcdef",
    "ALLOWED_HOSTS": "www.example.org",
    "WAGTAILADMIN_BASE_URL": "https://www.example.org",
}
S3 = {
    "MEDIA_STORAGE": "s3",
    "S3_BUCKET": "private",
    "S3_PUBLIC_BUCKET": "public",
    "S3_PUBLIC_URL": "https://pictures.example.org",
    "S3_ENDPOINT_URL": "https://store.example.org",
    "S3_REGION": "here",
    "S3_ACCESS_KEY_ID": "id",
    "S3_SECRET_ACCESS_KEY": "secret",
}


def run(*command, **variables):
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        env=clean | {"DATA_DIR": str(settings.DATA_DIR)} | variables,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("secret", ["SECRET_KEY", "ALLOWED_HOSTS", "WAGTAILADMIN_BASE_URL"])
def test_production_refuses_to_start_without_a_secret(secret):
    rest = {name: value for name, value in PRODUCTION.items() if name != secret}
    for command in (("manage.py", "check"), ("-c", "import cms.wsgi")):
        done = run(*command, **rest)
        assert done.returncode == 1
        assert done.stderr.startswith(f"Citewell cannot start: {secret} is not set; set it")
        assert done.stderr.count("\n") == 1


def test_production_passes_the_deployment_check():
    done = run("manage.py", "check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


@pytest.mark.parametrize("module", ["development", "embedded"])
def test_local_settings_are_sound(module):
    variables = {"DJANGO_SETTINGS_MODULE": f"cms.settings.{module}", "SECRET_KEY": "x" * 60}
    done = run("manage.py", "check", **variables)
    assert done.returncode == 0, done.stderr


def test_a_bare_command_works_without_the_packages_of_developers():
    code = (
        "import sys; sys.modules['debug_toolbar'] = None; sys.argv = ['manage.py', 'check']; "
        "import manage; manage.main()"
    )
    done = run("-c", code)
    assert done.returncode == 0, done.stderr


def test_origins_and_a_rate_pass_the_check():
    variables = {"CORS_ORIGINS": "https://a.example,http://localhost:3000", "API_RATE": "9/second"}
    done = run("manage.py", "check", "--fail-level", "INFO", **PRODUCTION, **variables)
    assert done.returncode == 0, done.stderr


def test_no_model_waits_for_its_migration():
    done = run("manage.py", "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr


def test_embedded_settings_ask_for_no_https_and_answer_to_this_machine_only():
    code = (
        "from cms.settings import embedded as s; import json; print(json.dumps([s.DEBUG, "
        "s.ALLOWED_HOSTS, [n for n in dir(s) if n.startswith('SECURE_')]]))"
    )
    done = run("-c", code, SECRET_KEY="x" * 60, ALLOWED_HOSTS="www.example.org")
    assert json.loads(done.stdout) == [False, ["localhost", "127.0.0.1", "[::1]"], []]


def test_the_api_believes_as_many_proxies_as_there_are():
    code = (
        "from django.conf import settings as s; "
        "print(s.REST_FRAMEWORK['NUM_PROXIES'], s.PROXY_COUNT)"
    )
    for variables in (PRODUCTION | {"PROXY_COUNT": "2"}, PRODUCTION | {"PROXY_COUNT": "0"}):
        expected = variables["PROXY_COUNT"]
        assert run("-c", code, **variables).stdout.split() == [expected, expected]
    local = {"DJANGO_SETTINGS_MODULE": "cms.settings.embedded", "SECRET_KEY": "x" * 60}
    assert run("-c", code, **local).stdout.split() == ["0", "0"]


def test_sqlite_is_tuned_for_a_web_server(tmp_path):
    database = database_of(None, tmp_path)["default"]
    assert database["NAME"] == tmp_path / "citewell.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] >= 5
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_relative_sqlite_path_starts_at_the_project():
    database = database_of("sqlite:///var/other.sqlite3", Path("/elsewhere"))["default"]
    assert database["NAME"] == settings.BASE_DIR / "var/other.sqlite3"


def test_postgresql_connections_persist_and_are_checked():
    url = "postgresql://me:p%40ss@db:5433/news?sslmode=require"
    database = database_of(url, None)["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("me", "p@ss")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", 5433, "news")
    assert database["CONN_MAX_AGE"] > 0
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["sslmode"] == "require"
    assert 0 < database["OPTIONS"]["tcp_user_timeout"] <= 15_000, "milliseconds"


@pytest.mark.parametrize(
    ("url", "backend", "location"),
    [
        (None, "FileBasedCache", "/data/cache"),
        ("file:///shared", "FileBasedCache", "/shared"),
        ("locmem://", "LocMemCache", None),
        ("dummy://", "DummyCache", None),
        ("redis://cache:6379/1", "RedisCache", "redis://cache:6379/1"),
        ("unix:///run/redis.sock", "RedisCache", "unix:///run/redis.sock"),
    ],
)
def test_cache_is_chosen_by_its_address(url, backend, location):
    cache = caches_of(url, Path("/data"))["default"]
    assert import_string(cache["BACKEND"]).__name__ == backend
    assert cache.get("LOCATION") == location


def test_renditions_are_never_cached():
    assert caches_of("redis://cache", Path("/data"))["renditions"]["BACKEND"].endswith("DummyCache")


def build(storage):
    return import_string(storage["BACKEND"])(**storage["OPTIONS"])


def test_originals_in_a_store_are_reached_by_signed_addresses_only():
    storage = build(storages_of(read(S3), None, None)["default"])
    url = urlsplit(storage.url("original_images/a.jpg"))
    assert "Signature" in url.query
    assert storage.bucket_name == "private"


def test_renditions_in_a_store_have_plain_public_addresses():
    storage = build(storages_of(read(S3), None, None)["renditions"])
    assert storage.url("images/a.jpg") == "https://pictures.example.org/images/a.jpg"
    assert storage.bucket_name == "public"


def test_public_address_of_a_store_may_have_a_path():
    env = read(S3 | {"S3_PUBLIC_URL": "http://localhost:9000/public"})
    storage = build(storages_of(env, None, None)["renditions"])
    assert storage.url("images/a.jpg") == "http://localhost:9000/public/images/a.jpg"


def test_a_store_needs_its_buckets():
    with pytest.raises(BadEnvironment, match="S3_BUCKET and S3_PUBLIC_BUCKET and S3_PUBLIC_URL"):
        storages_of(read({"MEDIA_STORAGE": "s3"}), None, None)


def test_pages_may_show_pictures_of_the_store_and_of_nobody_else():
    code = "from cms.settings import base; print(base.CONTENT_SECURITY_POLICY['DIRECTIVES'])"
    assert "https://pictures.example.org" in run("-c", code, **S3).stdout
    assert "http" not in run("-c", code).stdout


def test_json_log_is_one_object_a_line(capfd):
    saved = logging.root.handlers[:], logging.root.level
    try:
        logging.config.dictConfig(logging_of("INFO", "json"))
        try:
            raise ValueError("two\nlines")
        except ValueError:
            logging.getLogger("cms.test").exception("it broke: %s", "so")
        logging.getLogger("cms.test").debug("not told")
    finally:
        logging.root.handlers[:], logging.root.level = saved
    (line,) = capfd.readouterr().err.splitlines()
    entry = json.loads(line)
    assert entry["event"] == "it broke: so"
    assert entry["level"] == "error"
    assert entry["logger"] == "cms.test"
    assert "ValueError: two" in entry["exception"]
    assert time.strptime(entry["timestamp"][:19], "%Y-%m-%dT%H:%M:%S")


def test_no_third_party_is_asked_for_anything():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False


def test_autosave_is_on():
    assert getattr(settings, "WAGTAIL_AUTOSAVE_INTERVAL", 500) > 0
