"""bin/install, on machines that lack something."""

import os
import shutil
import subprocess
import tempfile
from importlib.metadata import metadata
from pathlib import Path

import pytest
from django.conf import settings
from packaging.specifiers import SpecifierSet

TOOLS = ["sh", "cat", "dirname", "grep", "rm", "sort"]


@pytest.fixture
def machine():
    """A checkout, and a PATH with the shell's own tools and no Python."""
    # Not tmp_path, which nobody but its owner may enter.
    with tempfile.TemporaryDirectory() as folder:
        machine = Path(folder)
        machine.chmod(0o755)
        (machine / "checkout" / "bin").mkdir(parents=True)
        shutil.copy(settings.BASE_DIR / "bin/install", machine / "checkout/bin/install")
        (machine / "checkout/requirements.txt").write_text("")
        (machine / "path").mkdir()
        for tool in TOOLS:
            (machine / "path" / tool).symlink_to(shutil.which(tool))
        yield machine


def add_python(machine, script):
    python = machine / "path" / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


def install(machine, **options):
    return subprocess.run(
        ["sh", machine / "checkout/bin/install", "requirements.txt"],
        env={"PATH": str(machine / "path")},
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def told(machine, **options):
    done = install(machine, **options)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_no_python_is_told(machine):
    said = told(machine)
    assert said.startswith("Citewell cannot start: it needs Python 3.11 or newer and found no")


@pytest.mark.parametrize("version", ["Python 3.9.18", "Python 2.7.18"])
def test_old_python_is_told_with_its_version(machine, version):
    add_python(machine, f'[ "$1" = -V ] && echo {version} >&2 && exit 0; exit 1')
    assert f"found {version}; install one" in told(machine)


def test_newer_python_under_its_own_name_is_found(machine):
    add_python(machine, "exit 1")
    (machine / "path" / "python3").rename(machine / "path" / "old")
    (machine / "path" / "python3").symlink_to(machine / "path" / "old")
    # Modern, but without venv: that is what is told of it.
    modern = machine / "path" / "python3.12"
    modern.write_text('#!/bin/sh\ncase "$2" in *venv*) exit 1;; esac\n')
    modern.chmod(0o755)
    assert "no venv module" in told(machine)


def test_missing_venv_module_is_told_with_the_package(machine):
    add_python(machine, 'case "$2" in *venv*) exit 1;; esac')
    assert "apt install python3-venv" in told(machine)


def test_read_only_folder_is_told(machine):
    add_python(machine, "exit 0")
    (machine / "checkout").chmod(0o555)
    # For root every folder is writable; so it becomes somebody else.
    nobody = {"user": 65534} if os.geteuid() == 0 else {}
    assert "cannot be written to" in told(machine, **nobody)


def test_packages_are_installed_once_and_again_when_they_change(machine):
    # A stand-in for pip: notes that it was called.
    add_python(
        machine,
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; ln -s "$0" "$3/bin/python"; fi\n'
        'if [ "$2" = pip ]; then echo called >>pip-was; fi\n'
        "exit 0",
    )
    for tool in ("mkdir", "ln", "sleep"):
        (machine / "path" / tool).symlink_to(shutil.which(tool))
    calls = machine / "checkout" / "pip-was"
    requirements = machine / "checkout/requirements.txt"
    requirements.write_text("a==1\n")
    for expected in (1, 1):
        assert install(machine).returncode == 0
        assert calls.read_text().count("called") == expected
    requirements.write_text("a==2\n")
    assert install(machine).returncode == 0
    assert calls.read_text().count("called") == 2


def test_requirements_are_pinned_exactly():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (settings.BASE_DIR / name).read_text().splitlines():
            package = line.partition("#")[0].strip()
            assert not package or "==" in package or package == "-r requirements.txt", line


def test_every_package_accepts_the_oldest_python_that_is_promised():
    lines = (settings.BASE_DIR / "requirements-dev.txt").read_text().splitlines()
    lines += (settings.BASE_DIR / "requirements.txt").read_text().splitlines()
    for line in lines:
        name, pinned, _ = line.partition("==")
        if pinned:
            wanted = metadata(name)["Requires-Python"] or ""
            assert SpecifierSet(wanted).contains("3.11.0"), f"{name} wants {wanted}"
