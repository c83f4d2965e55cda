"""Editions: what is served of public objects, kept ready and never served stale.

`answered` stands around a view that answers for one public object. It answers with the edition
where that is fresh; else the view renders, and what it rendered becomes the edition. An edition is
stored only if nothing was written since the rendering began (compare and set), together with the
keys of all that it was read of.
"""

import hashlib
import json
import logging
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

import brotli
from django.conf import settings
from django.core.cache import caches
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from wagtail.models import Locale, Page, Site

from delivery import settling
from delivery.derived import is_for_everyone
from delivery.fingerprint import fingerprint
from delivery.models import Change, Dependency, Edition, PublicObject, Touch
from delivery.reads import reading, shared
from delivery.representation import HARDER, tag_of
from delivery.resources import resources
from delivery.settling import PAGE, Busy, alone, now_after
from delivery.tracking import query_of
from delivery.visibility import one_moment
from delivery.watched import PARTS, key

log = logging.getLogger(__name__)

HEADERS = {
    Edition.Form.JSON: {"Content-Type": "application/json", "Allow": "GET, HEAD, OPTIONS"},
    Edition.Form.HTML: {"Content-Type": "text/html; charset=utf-8", "Vary": "Cookie"},
}
"""What the ordinary views send with each form."""

EVERYWHERE = tuple(key(model, "") for model in (Site, Locale))
"""How keys begin of what everything depends on: whatever is written there marks all editions."""

NO_DOCUMENT = "none"
"""In the place of the tag of a document that could not be rendered."""

_switched_off = ContextVar("switched_off", default=False)


@contextmanager
def switched_off():
    """Inside, everything is rendered anew and nothing is kept."""
    token = _switched_off.set(True)
    try:
        yield
    finally:
        _switched_off.reset(token)


class Wanted(NamedTuple):
    """Names an edition."""

    form: Edition.Form
    site_id: int
    resource: str
    object_id: int

    def __str__(self):
        return f"{self.form} of {self.resource} {self.object_id}"

    @property
    def place(self):
        """The conditions under which an `Edition` is this one, of whatever release."""
        return {
            "public_object__resource": self.resource,
            "public_object__object_id": self.object_id,
            "site_id": self.site_id,
            "form": self.form,
        }


def content_state(request):
    """The `State` that an answer to the request reflects, or None where editions cannot be used.

    Asked once, before anything is read for the answer.
    """
    if not hasattr(request, "_content_state"):
        state = open_state()
        reflect(request, state, state and _site_of(request, state))
    return request._content_state


def reflect(request, state, site):
    """Says that the answer to a request reflects a `State`, or None, at a site."""
    request._content_state = state
    if state is not None:
        request.content_version = state.number
        # Where Wagtail looks for it first.
        request._wagtail_site = site


def _site_of(request, state):
    """The site at a request's address, kept by the number, which changes with every site."""
    address = f"{state.number} {request._get_raw_host()} {request.get_port()}"
    key = f"site:{hashlib.sha256(address.encode()).hexdigest()}"
    found = caches["hosts"].get(key)
    if found is None:
        found = [Site._find_for_request(request)]
        caches["hosts"].set(key, found)
    return found[0]


def open_state():
    """The `State` after all has been settled, or None where editions cannot be used just now."""
    if _switched_off.get():
        return None
    found = settling.state()
    try:
        if not found.is_settled:
            found, _ = settling.settle(wait=False)
    except Busy:
        return None
    except Exception:
        # Whatever is wrong with the editions, the ordinary views are right.
        log.exception("What was written cannot be settled. Everything is rendered anew.")
        return None
    return found if found.is_open else None


def are_used(state):
    """Whether editions may be answered with at this `State`."""
    return state.is_open and not _switched_off.get()


def is_for_all(request):
    """Whether the answer to a request is the same for everyone who asks it."""
    return request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES


def is_plain(request):
    """Whether a request has no parameters that an answer looks at."""
    return not query_of(request)


def fresh():
    """The editions of this release that nothing has altered, those with an error included.

    One without dependencies, as when their table was emptied by hand, nothing could alter.
    """
    noted = Exists(Dependency.objects.filter(edition=OuterRef("pk")))
    return Edition.objects.filter(noted, fingerprint=fingerprint(), is_fresh=True)


def find(wanted):
    """The fresh `Edition` that is wanted, or None."""
    return fresh().filter(error="", **wanted.place).first()


def unready():
    """The public objects that lack a fresh edition, those of the oldest changes first."""
    ready = fresh().filter(public_object=OuterRef("pk"))
    lacks_json = ~Exists(ready.filter(form=Edition.Form.JSON))
    lacks_html = ~Q(path="") & ~Exists(ready.filter(form=Edition.Form.HTML))
    return PublicObject.objects.filter(lacks_json | lacks_html).order_by("number")


def documents_at(site_id, resource):
    """The compressed JSON that a site answers for an object, as a subquery of its `OuterRef` pk.

    Null where it is not fresh. `read` makes it what it was.
    """
    documents = fresh().filter(
        public_object__resource=resource,
        public_object__object_id=OuterRef("pk"),
        site_id=site_id,
        form=Edition.Form.JSON,
        error="",
    )
    return Subquery(documents.values("brotli")[:1])


def read(document):
    """What `documents_at` has found, as a dict."""
    return json.loads(brotli.decompress(bytes(document)))


def response_of(edition):
    """The answer with an edition, for `delivery.representation` to select a coding of."""
    response = HttpResponse(edition.body, headers=HEADERS[edition.form])
    response.ready = edition
    response.is_edition = True
    return response


def answered(state, wanted, request, view):
    """The edition that is wanted, as an answer; else what the view answers, which becomes it.

    `state` is the `State` before anything was read for it. A 404 or a redirect is no edition, nor
    is what holds a token for whoever asked.
    """
    found = find(wanted)
    if found is not None:
        response = response_of(found)
        response.wanted = wanted
        return response
    with reading() as keys, one_moment():
        try:
            response = view()
            if hasattr(response, "render"):
                response.render()
        except Http404:
            raise
        except Exception as error:
            store(state, wanted, keys, {"error": f"{type(error).__name__}: {error}"})
            raise
    if is_for_everyone(request, response):
        made = _made(response.content)
        store(state, wanted, keys, made)
        response.is_edition = True
        response.compressed = {"br": made["brotli"], "gzip": made["gzip"]}
    return response


def store(state, wanted, keys, made):
    """Keeps an edition, unless something was written since `state`. Never waits for others.

    `made` are its tag and bodies, or its error. Never raises: what was rendered is right, kept or
    not.
    """
    try:
        with alone(wait=False) as now:
            if now.number == state.number and not _waits(now):
                _store(now, wanted, keys, made)
                # What this itself has told is no reason not to store the next.
                state.number = now.number
    except Busy:
        pass
    except Exception:
        log.exception("The %s could not be kept.", wanted)


def _waits(state):
    is_due = state.next_due is not None and state.next_due <= now_after(state.latest_due)
    return is_due or Touch.objects.exists()


def _made(body):
    return {"etag": tag_of(body), "brotli": HARDER["br"](body), "gzip": HARDER["gzip"](body)}


def _store(state, wanted, keys, made):
    place = {"site_id": wanted.site_id, "form": wanted.form, "fingerprint": fingerprint()}
    before = Edition.objects.filter(public_object=OuterRef("pk"), **place)
    told = PublicObject.objects.filter(resource=wanted.resource, object_id=wanted.object_id)
    one = told.annotate(edition=Subquery(before.values("pk")[:1])).first()
    if one is None:
        return
    values = {"etag": "", "error": "", "is_fresh": True, "rendered_at": timezone.now(), **made}
    pk = one.edition
    if pk is None:
        pk = Edition.objects.create(public_object=one, **place, **values).pk
    else:
        Edition.objects.filter(pk=pk).update(**values)
    keys = {text for text in keys if not text.startswith(EVERYWHERE)} | _of_itself(one)
    _note_dependencies(pk, keys)
    if wanted.form == Edition.Form.JSON and wanted.site_id == home_of(one):
        if values["error"]:
            # Whoever got no document is told as soon as there is one.
            one.etag, one.etag_number = NO_DOCUMENT, one.number
            one.save()
        else:
            _tell_if_altered(state, one, values["etag"])


def _of_itself(one):
    """The keys of an object itself, and of the pages above it: these decide a page's address, its
    privacy and what is placed on it."""
    tables = resources()[one.resource].tables
    keys = {f"{table}:{one.object_id}" for table in tables}
    if one.resource == "pages":
        path = _path_of(one.object_id)
        above = [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
        pages = Page.objects.filter(path__in=above).values_list("pk", flat=True)
        keys |= {f"{table}:{pk}" for pk in pages for table in (PAGE, PARTS)}
    return keys


def _path_of(pk):
    """The place of a page in the tree; empty where it is gone."""
    page = shared(pk)
    if page is not None:
        return page.path
    return Page.objects.values_list("path", flat=True).filter(pk=pk).first() or ""


def _note_dependencies(edition, keys):
    noted = Dependency.objects.filter(edition=edition)
    before = set(noted.values_list("key", flat=True))
    if before - keys:
        noted.filter(key__in=before - keys).delete()
    if keys - before:
        Dependency.objects.bulk_create(
            [Dependency(edition_id=edition, key=text) for text in sorted(keys - before)]
        )


def _tell_if_altered(state, one, etag):
    """Notes the tag of a document; tells of one that differs though no change has been told.

    So it is after a new release, and would be if a change went unnoticed.
    """
    if one.etag and one.etag != etag and one.etag_number == one.number:
        state.number += 1
        state.save()
        one.number = state.number
        one.change(Change.Event.UPDATED, timezone.now()).save(force_insert=True)
    one.etag, one.etag_number = etag, one.number
    one.save(update_fields=["number", "etag", "etag_number"])


def home_of(one, default=None):
    """The id of the site at which the log's documents of an object are rendered, or None.

    `default` is the id of the default site, where that is known.
    """
    if one.resource == "pages":
        return one.site_id
    return default or Site.objects.filter(is_default_site=True).values_list("pk", flat=True).first()


def page_at(site, path, form):
    """The edition of the page that a site's own address this path is, or None.

    Of pages in several languages that have one address, Wagtail finds that below the site's root in
    the language of the moment.
    """
    told = PublicObject.objects.filter(resource="pages", site_id=site.pk)
    told = told.filter(path=escape_uri_path(path))
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        below = Page.objects.descendant_of(site.root_page.localized, inclusive=True)
        told = told.filter(object_id__in=below.values("pk"))
    pk = told.values_list("object_id", flat=True).first()
    return pk and Wanted(form, site.pk, "pages", pk)
