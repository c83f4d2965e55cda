"""What `manage.py check` refuses, and what does not depend on it."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from articles.models import Author
from delivery import worker
from tests import builders

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def test_tasks_that_are_never_run_are_refused(settings):
    settings.TASKS = DUMMY
    with pytest.raises(SystemCheckError, match=r"delivery\.E001") as refused:
        call_command("check")
    assert "Leave TASKS out" in str(refused.value)


def test_tasks_that_are_run_are_accepted(settings):
    call_command("check")
    settings.TASKS = IMMEDIATE
    call_command("check")


@pytest.mark.django_db
def test_noticing_what_was_written_needs_no_tasks(settings):
    settings.TASKS = DUMMY
    author = builders.make_author(name="Ada Byron")
    article = builders.make_article(authors=[author])
    worker.go_round()
    assert "Ada Byron" in Client().get(article.url).content.decode()
    author.name = "Ada Lovelace"
    author.save()
    article.title = "Another title"
    article.save_revision().publish()
    html = Client().get(article.url).content.decode()
    assert "Ada Lovelace" in html
    assert "Another title" in html
    assert Client().get(f"/api/v2/pages/{article.pk}/").json()["title"] == "Another title"
    Author.objects.update(name="Ada King")
    assert "Ada King" in Client().get(article.url).content.decode()
