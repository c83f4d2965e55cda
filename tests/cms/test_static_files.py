import gzip
import json

import brotli
import pytest
from django.core.management import call_command

CSS = "/* a comment, said again and again */\n" * 200


@pytest.fixture
def collected(settings, tmp_path):
    source = tmp_path / "source"
    (source / "citewell").mkdir(parents=True)
    (source / "citewell/site.css").write_text(CSS + "body { background: url(leaf.svg) }\n")
    (source / "citewell/leaf.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    storage = {"BACKEND": "cms.static_files.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": storage}
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


def hashed(collected, name):
    manifest = json.loads((collected / "staticfiles.json").read_text())
    return collected / manifest["paths"][name]


def test_names_change_with_the_content(collected):
    stylesheet = hashed(collected, "citewell/site.css")
    assert stylesheet.name != "site.css"
    assert hashed(collected, "citewell/leaf.svg").name in stylesheet.read_text()


def test_hashed_files_are_compressed_beforehand(collected):
    stylesheet = hashed(collected, "citewell/site.css")
    content = stylesheet.read_bytes()
    assert brotli.decompress((stylesheet.parent / f"{stylesheet.name}.br").read_bytes()) == content
    assert gzip.decompress((stylesheet.parent / f"{stylesheet.name}.gz").read_bytes()) == content


def test_plain_names_stay_for_pages_that_must_not_fail(collected):
    assert (collected / "citewell/site.css").exists()
    assert not (collected / "citewell/site.css.br").exists()
