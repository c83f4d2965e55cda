import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Site

from accounts.models import User
from cms import preparation
from cms.local_keys import LocalKeys
from tests.builders import make_article

KEYS = LocalKeys(secret_key="s" * 60, admin_username="admin", admin_password="made up by us")


@pytest.fixture
def commands(monkeypatch):
    """The management commands that are called, which are not run."""
    called = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **_: called.append(name))
    return called


@pytest.mark.django_db
def test_migrated_database_is_left_alone(commands):
    preparation.database()
    assert commands == []


@pytest.mark.django_db
def test_missing_migrations_are_applied(commands, capsys):
    MigrationRecorder(connection).record_unapplied("accounts", "0001_initial")
    preparation.database()
    assert commands == ["migrate"]
    assert "1 migration" in capsys.readouterr().out


def test_progress_is_told_now_and_then(capsys, monkeypatch):
    progress = preparation._Progress(30)
    monkeypatch.setattr(preparation.time, "monotonic", lambda: progress.told + progress.EVERY + 1)
    for text in ("  Applying a...", " OK\n", "  Applying b...", " OK\n"):
        progress.write(text)
    assert "2 of 30" in capsys.readouterr().out


@pytest.mark.django_db
def test_demo_is_loaded_into_an_empty_database(commands):
    preparation.demo()
    assert commands == ["load_demo"]


@pytest.mark.django_db
def test_demo_is_not_loaded_over_content(commands):
    make_article()
    preparation.demo()
    assert commands == []


@pytest.mark.django_db
def test_first_administrator_is_created_and_told():
    told = preparation.administrator(KEYS)
    user = User.objects.get(is_superuser=True)
    assert user.username in told
    assert user.check_password(KEYS.admin_password)
    assert KEYS.admin_password in told


@pytest.mark.django_db
def test_password_is_told_again_as_long_as_it_is_right():
    first = preparation.administrator(KEYS)
    assert preparation.administrator(KEYS) == first
    user = User.objects.get(is_superuser=True)
    user.set_password("changed")
    user.save()
    told = preparation.administrator(KEYS)
    assert KEYS.admin_password not in told
    assert "the password that you chose" in told
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.django_db
def test_no_administrator_is_added_to_those_that_exist():
    User.objects.create_superuser("somebody", password="something")
    told = preparation.administrator(KEYS)
    assert User.objects.count() == 1
    assert KEYS.admin_password not in told


@pytest.mark.django_db
def test_site_gets_host_and_port():
    preparation.site(8123)
    assert Site.objects.get().root_url == "http://localhost:8123"
    preparation.site(8000)
    assert Site.objects.get().root_url == "http://localhost:8000"


@pytest.mark.django_db
def test_site_of_another_host_is_left_alone(capsys):
    Site.objects.update(hostname="www.example.org", port=443)
    preparation.site(8123)
    assert Site.objects.get().root_url == "https://www.example.org"
    assert "https://www.example.org" in capsys.readouterr().out


def test_static_files_are_collected_when_one_has_changed(settings, tmp_path, commands):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    for change, expected in ((None, 1), (None, 1), ("a { color: red }", 2), (None, 2)):
        if change:
            (source / "a.css").write_text(change)
        preparation.static_files()
        assert commands == ["collectstatic"] * expected
