"""The curl examples of docs/api.md: each answers what the guide prints below it."""

import argparse
import shlex
from http import HTTPStatus

import pytest
from django.test import Client
from wagtail.models import Site

from tests import databases, guide
from tests.home.test_load_demo import load

pytestmark = pytest.mark.django_db
EXAMPLES = [example for example in guide.examples("sh") if example.code.startswith("curl")]
curl = argparse.ArgumentParser()
curl.add_argument("url")
curl.add_argument("-H", dest="headers", action="append", default=[])
curl.add_argument("-I", dest="head", action="store_true")
curl.add_argument("-L", dest="follow", action="store_true")
curl.add_argument("-s", action="store_true")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo site at the address of the guide, pictures in one size."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("library.pictures.WIDTHS", (400,))
        Site.objects.update(hostname="localhost", port=8000)
        load()
        # What makes pictures makes them here, once.
        for example in EXAMPLES:
            answers(example)
        yield
        databases.restore()


def answers(example):
    """The answers to each line of an example; `…` in a line is what the answer before it told."""
    found = []
    for line in example.code.splitlines():
        if found and "…" in line:
            by_cursor = "cursor=…" in line
            told = found[-1].json()["meta"]["next_cursor"] if by_cursor else found[-1]["ETag"]
            line = line.replace("…", told)
        found.append(ask(curl.parse_args(shlex.split(line)[1:])))
    return found


def ask(asked):
    assert asked.url.startswith(guide.SITE)
    return getattr(Client(), "head" if asked.head else "get")(
        asked.url.removeprefix(guide.SITE),
        follow=asked.follow,
        headers=dict(header.split(": ") for header in asked.headers),
        SERVER_NAME="localhost",
        SERVER_PORT="8000",
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code.splitlines()[-1])
def test_every_example_answers_what_the_guide_prints(demo, example):
    answer = answers(example)[-1]
    if example.printed_as == "http":
        first, *headers = example.printed.strip().splitlines()
        assert first == f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}"
        for name, printed in (header.split(": ") for header in headers):
            assert guide.same_text(printed, answer[name]), name
    else:
        assert guide.differences(example.printed, answer.json()) == []


def test_every_example_prints_an_answer():
    assert len(EXAMPLES) > 10
    assert not [example.code for example in EXAMPLES if not example.printed]
