"""The proof that nothing hidden shows at any door, and that each guard is needed for it.

The site with its hidden things answers as the same site without them. docs/security.md tells more.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache, caches
from django.db import models, transaction
from django.test import Client, override_settings

from tests import builders, chance
from tests.delivery import doors
from tests.delivery.guards import GUARDS, NO_DOORS
from tests.delivery.secrets import KINDS, WORD, PlantedSite, word

pytestmark = pytest.mark.django_db

DOCUMENT = (settings.BASE_DIR / "docs/security.md").read_text()


@dataclass
class Proof:
    site: PlantedSite
    seeds: set
    """The doors that routes and parameters name; the others stand in answers."""
    answers: dict
    """What each door answers while the hidden things are there."""
    without: dict
    """What it answers when they have been deleted."""
    asking: tuple


def forget():
    """Empties the caches, which know nothing of what is rolled back."""
    cache.clear()
    for each in ("answers", "hosts"):
        caches[each].clear()


@pytest.fixture(scope="module")
def proof(django_db_setup, django_db_blocker):
    """Planted and crawled once for all tests here."""
    languages = [("en-gb", "English"), ("fr", "French")]
    with (
        override_settings(WAGTAIL_I18N_ENABLED=True, WAGTAIL_CONTENT_LANGUAGES=languages),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        site = PlantedSite()
        asking = site.asking
        seeds = [*doors.route_doors(site), *doors.parameter_doors(site)]
        found = doors.crawl(Client(), seeds)
        with transaction.atomic():
            site.remove_hidden()
            forget()
            without = {door: doors.ask(Client(), door) for door in found}
            transaction.set_rollback(True)
        forget()
        yield Proof(site, set(seeds), found, without, asking)
        transaction.set_rollback(True)


def kinds_of(words):
    """The kinds of hidden thing whose words these are."""
    by_length = sorted(KINDS, key=len, reverse=True)
    return {
        next((kind for kind in by_length if found.startswith(word(kind, ""))), found)
        for found in words
    }


def asks(answer):
    """Whether an answer wants a login or a password and says nothing else."""
    to_login = answer.status == 302 and "\nLocation: /_util/login/?next=" in answer.headers
    return to_login or (answer.status == 200 and 'type="password"' in answer.body)


def is_asked(door, asking):
    return door.partition("?")[0].startswith(asking) or door.startswith("/_util/")


def test_no_word_of_anything_hidden_shows(proof):
    found = {door: doors.leaks(door, answer) for door, answer in proof.answers.items()}
    assert {door: words for door, words in found.items() if words} == {}


def test_every_door_answers_as_if_nothing_hidden_were_there(proof):
    differing = {
        door
        for door, answer in proof.answers.items()
        if not doors.tells_the_same(door, answer, proof.without[door])
    }
    where_asked = {door for door in differing if is_asked(door, proof.asking)}
    assert differing - where_asked == set()
    assert {door for door in where_asked if not asks(proof.answers[door])} == set()


def test_no_door_breaks(proof):
    broken = {door for door, answer in proof.answers.items() if answer.status >= 500}
    assert broken - {"/readyz"} == set()


def test_the_crawl_has_been_everywhere(proof):
    """What it looks for in vain it would have seen: everything public shows."""
    found = "\n".join(set(proof.answers) - proof.seeds)
    assert all(part in found for part in ("?page=2", "cursor=W"))
    everything = "".join(answer.text for answer in proof.answers.values())
    shown = [proof.site.public.url, proof.site.page.url, *(p.url for p in proof.site.illustrated)]
    assert all(address in proof.answers for address in shown)
    assert all(proof.answers[address].status == 200 for address in shown)
    assert proof.site.topic.name in everything


def test_every_kind_of_hidden_thing_is_planted(proof):
    """Each table with texts holds a hidden one, or is known to have nothing to hide."""
    holding = defaultdict(set)
    for model in apps.get_models():
        for row in model._base_manager.values_list(*text_fields(model)):
            holding[model._meta.label] |= set(WORD.findall(f"{row}".lower()))
    sessions = {word("sessions", "data")}
    planted = set().union(*holding.values()) | sessions
    assert kinds_of(planted) >= set(KINDS)
    with_text = [model for model in apps.get_models() if text_fields(model)]
    empty = {model._meta.label for model in with_text if not holding[model._meta.label]}
    assert empty == set(NOTHING_HIDDEN)


NOTHING_HIDDEN = {
    "articles.ArticleIndexPage": "a page, as articles are",
    "articles.Author": "public",
    "articles.AuthorLink": "public",
    "articles.CallToActionPlacement": "choices",
    "articles.ContentKey": "kinds of blocks",
    "articles.Topic": "public",
    "evidence.Work": "public",
    "auth.Permission": "code",
    "axes.AccessLog": "not kept",
    "contenttypes.ContentType": "code",
    "delivery.Dependency": "ids",
    "delivery.Due": "ids",
    "delivery.Edition": "public",
    "delivery.PublicObject": "public",
    "delivery.Touch": "ids",
    "delivery.WorkerHeartbeat": "code",
    "home.HomePage": "a page, as articles are",
    "home.SiteSettings": "public",
    "sessions.Session": "planted, and stored encoded",
    "wagtailadmin.EditingSession": "ids",
    "wagtailcore.Locale": "codes of languages",
    "wagtailcore.ReferenceIndex": "ids",
    "wagtailcore.Site": "public",
    "wagtailcore.WorkflowState": "ids",
    "wagtaildocs.Document": "replaced by library.Document",
    "wagtailembeds.Embed": "not used: embeds are links",
    "wagtailimages.Image": "replaced by library.Image",
    "wagtailimages.Rendition": "replaced by library.Rendition",
}


def text_fields(model):
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]


@pytest.mark.alike
@pytest.mark.parametrize("method", ["head", "options"])
def test_no_word_shows_to_other_methods(proof, method):
    for door in proof.answers:
        if "?" not in door:
            answer = doors.ask(Client(), door, method)
            assert doors.leaks(door, answer) == set(), door
            if method == "head":
                assert answer.status == proof.answers[door].status, door


@pytest.mark.alike
def test_administrators_get_the_same_from_the_api(proof):
    client = Client()
    client.force_login(builders.make_user())
    for door in proof.answers:
        if door.startswith(doors.API) and "?" not in door:
            assert doors.ask(client, door) == proof.answers[door], door


def test_all_else_asks_for_a_login_and_says_nothing(proof):
    hidden = proof.site.pages["draft"]
    for route, address in doors.denied_addresses(hidden).items():
        answer = doors.ask(Client(), address)
        assert (answer.status, answer.body) == (302, ""), route
        assert f"\nLocation: /admin/login/?next={address}" in answer.headers, route


def test_what_asks_for_no_login_is_there():
    known = {doors.plain(route) for route in doors.routes()}
    assert set(doors.OPEN) <= known


@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize("guard", chance.some_on_second(GUARDS), ids=lambda guard: guard.name)
def test_without_this_guard_the_proof_fails(proof, guard, monkeypatch):
    guarded = guard.doors(proof.site)
    assert set(guarded) <= set(proof.answers)
    guard.remove(monkeypatch)
    answers = {door: doors.ask(Client(), door) for door in guarded}
    found = set().union(*(doors.leaks(door, answer) for door, answer in answers.items()))
    assert kinds_of(found) >= set(guard.kinds)
    assert any(answers[door] != proof.answers[door] for door in guarded)


def test_every_module_that_asks_what_is_public_has_its_guard():
    rooms = ("api", "articles", "cms", "delivery", "home", "library", "search")
    paths = [path for room in rooms for path in (settings.BASE_DIR / room).rglob("*.py")]
    asking = {
        str(path.relative_to(settings.BASE_DIR))
        for path in paths
        if re.search(r"\bVisibility\(\)", path.read_text())
    }
    assert asking == ASKING | set(NO_DOORS)


ASKING = {
    "api/endpoints.py",
    "articles/parameters.py",
    "articles/seo.py",
    "delivery/links.py",
    "delivery/redirects.py",
    "delivery/views.py",
    "delivery/wagtail_hooks.py",
    "home/models/site_settings.py",
    "library/views.py",
    "search/views.py",
}


def test_the_document_lists_every_kind_and_every_guard():
    def listed(heading):
        section = re.split("^## ", DOCUMENT.partition(f"## {heading}\n")[2], flags=re.M)[0]
        return re.findall(r"^\| ([^|]+?) \|", section, flags=re.M)[2:]

    assert sorted(listed("What is hidden")) == sorted(KINDS)
    assert sorted(listed("What guards it")) == sorted(guard.name for guard in GUARDS)
