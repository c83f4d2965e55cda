"""A small publication, and what the public must be answered after whatever was done to it.

`check` compares every answer with one rendered anew, what is public with the facts (`facts.py`)
that editors leave (`editors.py`), and the log with the tables.
"""

import copy
import gc
import logging
import re
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Page,
    Site,
)

from articles.models import (
    ArticleIndexPage,
    ArticlePage,
    Author,
    CallToAction,
    Topic,
)
from delivery import editions, settling
from delivery.models import Change, PublicObject
from delivery.representation import tag_of
from delivery.resources import resources
from delivery.serving.layer import Serving
from delivery.visibility import Visibility
from evidence.models import Work
from library.models import Document, Image
from tests import databases
from tests.delivery.editors import ACTIONS, COMMON, Editors, NoPage
from tests.delivery.facts import Facts
from tests.delivery.wsgi import ask
from tests.newsroom import desk

WORD = re.compile(r"\bzq\d+\b")
MOVING = {"Expires", "X-Content-Version", "Cache-Control", "Content-Length", "ETag"}
"""Headers that tell a moment, or of pages only what is kept of them."""
TOKEN = re.compile(rb"\b[A-Za-z0-9]{64}\b")
DETAIL = re.compile(r"/api/v2/(\w+)/(\d+)/")
NO_DOOR = "no door"
"""Asks `check` for the log and for what is public alone."""
KEPT_MEDIA = Path(settings.DATA_DIR) / "kept-media"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list
    body: bytes
    is_kept: bool = field(compare=False)
    version: str | None = field(compare=False)


class Newsroom(Editors):
    """Begins with a publication of nine pages and two of everything else, all of it told."""

    def __init__(self):
        self.words = count(1)
        self.now = timezone.now().replace(microsecond=0)
        self.faults, self.quiet, self.is_releasing = [], set(), False
        self.desk, self.overrides = None, ExitStack()
        self.front = Serving(WSGIHandler())
        self.facts, self.paths, self.steps = Facts(), {}, 0
        self.replica, self.told = {}, 0
        with self.at_work():
            self.found()
            self.check(at="/")
            self.desk = desk.at_desk()
            self.start = copy.deepcopy((self.facts, self.paths, self.replica, self.told))
            self.begins = self.now
        shutil.copytree(settings.MEDIA_ROOT, KEPT_MEDIA, dirs_exist_ok=True)
        # With its connection: PostgreSQL copies no database to which somebody is connected.
        self.front = None
        gc.collect()
        databases.keep()
        self.front = Serving(WSGIHandler())

    def begin_again(self):
        """Puts everything back to where the newsroom began."""
        self.overrides.close()
        databases.go_back()
        self.front = Serving(WSGIHandler())
        shutil.rmtree(settings.MEDIA_ROOT)
        shutil.copytree(KEPT_MEDIA, settings.MEDIA_ROOT)
        for each in ("default", "answers", "hosts"):
            caches[each].clear()
        Visibility.not_before = None
        self.facts, self.paths, self.replica, self.told = copy.deepcopy(self.start)
        self.now, self.steps = self.begins, 0
        self.faults, self.quiet = [], set()

    @contextmanager
    def at_work(self):
        """While it lasts, the newsroom's clock goes, and what goes wrong inside is noted."""
        with (
            pytest.MonkeyPatch.context() as patch,
            override_settings(ALLOWED_HOSTS=["*"]),
            self.overrides,
        ):
            patch.setattr(timezone, "now", lambda: self.now)
            self._listen(patch)
            yield self
        Visibility.not_before = None

    def _listen(self, monkeypatch):
        """Makes faults of errors in the log, and of changes that only a rendering revealed."""
        room = self

        class Handler(logging.Handler):
            def emit(self, record):
                trouble = f": {record.exc_info[1]!r}" if record.exc_info else ""
                room.faults.append(f"{record.getMessage()}{trouble}")

        handler = Handler(logging.ERROR)
        for name in ("delivery.editions", "delivery.worker"):
            log = logging.getLogger(name)
            monkeypatch.setattr(log, "handlers", [*log.handlers, handler])
        ordinary = settling.Settling.settle

        def settle(self):
            ordinary(self)
            room.quiet |= set(range(self.told_before + 1, self.state.number + 1)) - set(
                Change.objects.filter(number__gt=self.told_before).values_list("number", flat=True)
            )

        monkeypatch.setattr(settling.Settling, "settle", settle)
        tell = editions._tell_if_altered

        def told(state, one, etag):
            before = state.number
            tell(state, one, etag)
            if state.number != before and not room.is_releasing:
                room.faults.append(f"An alteration of {one} had not been told.")

        monkeypatch.setattr(editions, "_tell_if_altered", told)

    # What must be public

    def public(self):
        """The ids of what must be public, by resource."""
        roots = set(Site.objects.values_list("root_page", flat=True))
        if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            for root in Page.objects.filter(pk__in=roots):
                roots |= set(root.get_translations().values_list("pk", flat=True))
        addressed = {
            pk
            for pk in self.facts.pages
            if self.facts.shows(pk, self.now) and roots & set(self.facts.above(pk))
        }
        return {
            "pages": addressed,
            "ctas": {
                pk
                for pk, cta in self.facts.ctas.items()
                if cta.is_live(self.now) and (cta.page in addressed if cta.page else cta.url)
            },
            "redirects": {
                redirect.pk
                for redirect in Redirect.objects.all()
                if not self.leads_to_hidden(redirect, addressed)
            },
            "authors": ids(Author),
            "topics": ids(Topic),
            "works": ids(Work),
            "settings": ids(Site),
            **{
                name: {pk for pk, place in known.items() if not self.facts.file_is_closed(place)}
                for name, known in self.facts.files.items()
            },
        }

    def leads_to_hidden(self, redirect, addressed, hops=5):
        """Whether a redirect, or one of those to which it leads, leads to a hidden page."""
        if redirect.redirect_page_id:
            return redirect.redirect_page_id not in addressed
        link = urlsplit(redirect.redirect_link)
        for site in Site.objects.select_related("root_page"):
            is_ours = redirect.site_id in (None, site.pk)
            if link.hostname != site.hostname if link.hostname else not is_ours:
                continue
            path = link.path.strip("/")
            roots = {site.root_page.url_path}
            if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
                roots |= {root.url_path for root in site.root_page.get_translations()}
            at = [f"{root}{path}/" if path else root for root in roots]
            # The address of a page in one language is public, whatever becomes of the others.
            pages = list(Page.objects.filter(url_path__in=at))
            if pages:
                if not any(self.facts.shows(page.pk, self.now) for page in pages):
                    return True
            elif hops > 1:
                onward = Redirect.get_for_site(site).filter(old_path=f"/{path}")
                if any(self.leads_to_hidden(other, addressed, hops - 1) for other in onward):
                    return True
        return False

    # What is answered

    def ask(self, host, path):
        """What an anonymous reader is answered, by what stands in front of Django."""
        # Wagtail tells sites at one name apart by the server's port.
        port = urlsplit(f"//{host}").port or 80
        given = ask(self.front, path, host, port=port)
        body, response = given.body, given.headers
        is_form = "csrftoken" in given.cookies
        # Tokens against forged forms are new each time.
        body = TOKEN.sub(b"", body) if is_form else body
        sent, tag = response.get("ETag", "").strip('"'), tag_of(body)
        assert is_form or not sent or sent == tag, f"{path} has the tag of another body."
        headers = {k: v for k, v in response.items() if k not in MOVING}
        vary = {*re.split(", *", headers.get("Vary", ""))} - {"Accept-Encoding", ""}
        headers = sorted((headers | {"Vary": sorted(vary)}).items())
        version = response.get("X-Content-Version")
        return Answer(given.status, headers, body, given.is_kept, version)

    @contextmanager
    def rendered_anew(self):
        """While it lasts, nothing that is kept is answered."""
        with editions.switched_off(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(self, "front", self.front.application)
            yield

    def sites(self):
        return {site.pk: f"{site.hostname}:{site.port}" for site in Site.objects.order_by("pk")}

    def doors(self):
        """Host and path of each address at which something public might be answered."""
        for site in Site.objects.select_related("root_page"):
            host = f"{site.hostname}:{site.port}"
            yield from ((host, path) for path in self.site_doors(site))

    def site_doors(self, site):
        for page in Page.objects.descendant_of(site.root_page, inclusive=True).order_by("path"):
            path = "/" + page.url_path[len(site.root_page.url_path) :]
            self.paths.setdefault(path, None)
        yield from self.paths
        for page in ArticleIndexPage.objects.descendant_of(site.root_page, inclusive=True):
            path = "/" + page.url_path[len(site.root_page.url_path) :]
            yield from (f"{path}feed/atom/", f"{path}feed/json/", f"{path}?page=1")
            yield from (f"{path}topic/{one.slug}/" for one in Topic.objects.all())
            yield from (f"{path}author/{one.slug}/" for one in Author.objects.all())
        for page in ArticlePage.objects.descendant_of(site.root_page):
            path = "/" + page.url_path[len(site.root_page.url_path) :]
            yield from (f"{path}cite/bibtex/", f"{path}references/ris/")
        yield from ("/sitemap.xml", "/sitemap-pages.xml", "/robots.txt", f"/search/?query={COMMON}")
        api = "/api/v2/"
        for name, model in ((r.name, r.model) for r in resources().values()):
            yield f"{api}{name}/?limit=100"
            yield f"{api}{name}/?limit=100&fields=*&order=-id"
            known = model.objects.order_by("pk").values_list("pk", flat=True)
            if model is Page:
                known = known.filter(path__startswith=site.root_page.path)
            yield from (f"{api}{name}/{pk}/" for pk in known)
        pages = f"{api}pages/?limit=100"
        yield f"{pages}&type=articles.ArticlePage&fields=*"
        yield f"{pages}&type=articles.ArticleIndexPage,home.HomePage,home.StandardPage&fields=*"
        yield f"{pages}&search={COMMON}&highlights=true"
        yield f"{pages}&child_of=root"
        for slug in Topic.objects.values_list("slug", flat=True):
            yield f"{pages}&topic={slug}"
        for slug in Author.objects.values_list("slug", flat=True):
            yield f"{pages}&author={slug}"
        old = Redirect.objects.values_list("old_path", flat=True)
        yield from old
        for path in [*self.paths, *old]:
            yield f"{api}route/?{urlencode({'path': path})}"

    # The proof

    def act(self, name, choice, what):
        """Does one thing a moment later, if there is something to do it with."""
        self.steps += 1
        self.now += timedelta(seconds=1)
        with suppress(NoPage):
            ACTIONS[name](self, choice, what)

    def check(self, share=1, at=""):
        """Raises AssertionError if anything public is not as it must be.

        Of the doors it asks one in `share`, others each time, or those that end with `at`, of
        which there must be one.
        """
        before = settling.settled().number
        self.compare_log()
        public = self.public()
        self.compare_public(public)
        hidden = self.hidden_words(public)
        doors = [door for door in dict.fromkeys(self.doors()) if door[1].endswith(at)]
        if not (doors or at == NO_DOOR):
            raise LookupError(f"No address ends with {at}.")
        for host, path in islice(doors, self.steps % share, None, share):
            given = self.compare_answer(host, path, hidden)
            if found := DETAIL.fullmatch(path):
                is_there = int(found[2]) in public[found[1]]
                assert given.status == (200 if is_there else 404), f"{host}{path}: {given}"
        if share == 1 and not at:
            self.compare_documents()
        assert not self.faults, self.faults
        assert settling.settled().number == before, "Reading has told something."

    def compare_answer(self, host, path, hidden):
        """What was rendered only now is not rendered a second time to be compared."""
        given = self.ask(host, path)
        where = f"{host}{path}"
        told = set(WORD.findall(given.body.decode())) & hidden
        assert not told, f"{where} tells of what is hidden: {told}"
        assert given.version in (None, str(self.told)), f"{where}: number {given.version}"
        if given.is_kept:
            with self.rendered_anew():
                anew = self.ask(host, path)
            assert given.status == anew.status, f"{where}: {given.status}, anew {anew.status}"
            assert given.body == anew.body, f"{where}:\n{difference(given.body, anew.body)}"
            assert given == anew, f"{where}: {given}, anew {anew}"
        return given

    def hidden_words(self, public):
        """The words of what is not public and of nothing that is."""
        shown = {
            Page: [pk for pk in self.facts.pages if self.facts.shows(pk, self.now)],
            Image: public["images"],
            Document: public["documents"],
        }
        words = {True: set(), False: set()}
        for model, pks in shown.items():
            for thing in model.objects.all():
                words[thing.pk in pks] |= set(WORD.findall(thing.title))
        names = " ".join(CallToAction.objects.values_list("name", flat=True))
        words[False] |= set(WORD.findall(names))
        return words[False] - words[True]

    def compare_public(self, public):
        told = {}
        for resource, pk in self.public_objects():
            told.setdefault(resource, set()).add(pk)
        for name, wanted in public.items():
            found = told.get(name, set())
            assert found == wanted, f"{name}: told {found - wanted}, untold {wanted - found}"

    def public_objects(self):
        settling.settled()
        found = PublicObject.objects.order_by("resource", "object_id")
        return list(found.values_list("resource", "object_id"))

    def document(self, resource, pk):
        """What the log's documents are: the detail at the object's own site, or None."""
        one = PublicObject.objects.get(resource=resource, object_id=pk)
        host = self.sites()[editions.home_of(one)]
        answer = self.ask(host, reverse(f"wagtailapi:{resource}:detail", args=[pk]))
        assert answer.status == 200, f"{resource} {pk} is told as public, its detail is not there."
        return answer.body

    def compare_log(self):
        """Replays what is new in the log, as consumers do."""
        number = settling.settled().number
        assert number >= self.told
        changes = list(Change.objects.filter(number__gt=self.told).order_by("number"))
        numbers = {change.number for change in changes}
        assert numbers | self.quiet >= set(range(self.told + 1, number + 1)), "A number is missing."
        assert not numbers or max(numbers) <= number
        self.told = number
        for change in changes:
            key = (change.resource, change.object_id)
            if change.event == Change.Event.DELETED:
                assert key in self.replica, f"{change}, but it was not there."
                del self.replica[key]
            else:
                is_known = key in self.replica
                assert is_known == (change.event == Change.Event.UPDATED), f"{change}"
                self.replica[key] = None
        public = set(self.public_objects())
        assert self.replica.keys() == public, self.replica.keys() ^ public
        for key, document in self.replica.items():
            if document is None:
                self.replica[key] = self.document(*key)

    def compare_documents(self):
        for key, document in self.replica.items():
            with self.rendered_anew():
                anew = self.document(*key)
            assert document == anew, f"{key} was altered untold:\n{difference(document, anew)}"


def ids(model):
    return set(model.objects.values_list("pk", flat=True))


def difference(given, wanted):
    """Where two bodies part."""
    pairs = enumerate(zip(given, wanted, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), min(len(given), len(wanted)))
    around = slice(max(0, at - 150), at + 150)
    return f"{given[around]!r}\nanew:\n{wanted[around]!r}"
