"""When `manage.py load_demo` refuses, and what it leaves behind."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect

from home.demo import loader
from library.pictures import SHARE_SPEC, specs_for
from tests.builders import (
    article_index,
    home_page,
    make_author,
    make_cta,
    make_document,
    make_image,
    make_page,
    make_topic,
)

pytestmark = pytest.mark.django_db


def load():
    """Runs the command without making renditions; returns what it wrote."""
    out = StringIO()
    call_command("load_demo", "--without-renditions", stdout=out)
    return out.getvalue()


def make_redirect():
    Redirect.add_redirect("/old/", "/new/")


@pytest.mark.parametrize(
    "make",
    [
        article_index,
        make_page,
        make_author,
        make_cta,
        make_document,
        make_image,
        make_redirect,
        make_topic,
    ],
)
def test_any_content_is_enough_to_refuse(make):
    make()
    with pytest.raises(CommandError, match="already holds content"):
        load()


def test_a_home_page_that_somebody_edited_is_kept():
    home_page().save_revision()
    with pytest.raises(CommandError, match="1 revisions"):
        load()


def test_a_failure_leaves_nothing_behind(monkeypatch):
    def fail(*args):
        raise KeyboardInterrupt

    def stored():
        folder = "original_images"
        return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []

    before = stored()
    monkeypatch.setattr(loader.Demo, "add_snippets", fail)
    with pytest.raises(KeyboardInterrupt):
        load()
    loader.check_empty()
    assert stored() == before


def test_rendering_makes_every_size_once():
    image = make_image()
    loader.render(print)
    loader.render(print)
    specs = sorted(image.renditions.values_list("filter_spec", flat=True))
    assert specs == sorted([*specs_for(image), SHARE_SPEC])
