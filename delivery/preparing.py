"""Renders editions before anybody asks for them: by who wrote them, and by the worker."""

import logging
from urllib.parse import unquote

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse
from wagtail.models import Site

from delivery import settling
from delivery.editions import Wanted, fresh, home_of, open_state, page_at, reflect, store
from delivery.models import Edition, PublicObject, Touch
from delivery.reads import reading, sharing
from delivery.visibility import one_moment

log = logging.getLogger(__name__)

SHADOWED = "Something else answers at this address: give the page another slug."
AT_ONCE = 20
"""Objects whose editions are rendered by who wrote them; the worker renders those of more."""


def tell_written():
    """Tells what has been committed. Returns resource and id of what was itself written.

    What goes wrong is logged: the commit stands, and whoever reads next tells it.
    """
    try:
        if Touch.objects.exists():
            return settling.settle()[1]
    except Exception:
        log.exception("What was written could not be told.")
    return []


def prepare_written(written):
    """Renders the editions of what was written, with pictures in all sizes: no reader waits for it.

    What goes wrong is logged: readers are answered by the ordinary views.
    """
    try:
        for resource, pk in written[:AT_ONCE]:
            for one in PublicObject.objects.filter(resource=resource, object_id=pk):
                prepare(one)
    except Exception:
        log.exception("What was written could not be made ready.")


def prepare(one):
    """Renders the editions of a `PublicObject` that are not fresh.

    What raises is kept as the edition's error, and logged.
    """
    site, state = Site.objects.filter(pk=home_of(one)).first(), open_state()
    if site is None or state is None:
        return
    with reading(), one_moment(), sharing():
        for form in Edition.Form if one.path else [Edition.Form.JSON]:
            _prepare(one, form, site, state)


def _prepare(one, form, site, state):
    path, wanted = path_of(one, form), Wanted(form, site.pk, one.resource, one.object_id)
    if form == Edition.Form.HTML and not (
        is_of_a_page(path) and page_at(site, unquote(path), form) == wanted
    ):
        _keep_error(wanted, state, SHADOWED)
        return
    try:
        visit(site, path, state)
    except Http404:
        pass
    except Exception:
        log.exception("%s of %s cannot be rendered.", path, site)


def is_of_a_page(path):
    """Whether the website looks for a page at a path, rather than answer with its own view."""
    try:
        return resolve(unquote(path)).url_name == "wagtail_serve"
    except Resolver404:
        return False


def _keep_error(wanted, state, error):
    if not fresh().filter(error=error, **wanted.place).exists():
        store(state, wanted, set(), {"error": error})


def path_of(one, form):
    """Where a `PublicObject` is read in a form, such as `/api/v2/pages/5/`."""
    if form == Edition.Form.HTML:
        return one.path
    return reverse(f"wagtailapi:{one.resource}:detail", args=[one.object_id])


def visit(site, path, state=None):
    """What an anonymous reader is answered at a path of a site, past all middleware.

    `state` is the `State` that the answer is to reflect; without it, the one of the moment.
    """
    path = unquote(path)
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.META = {
        "HTTP_HOST": site.root_url.partition("//")[2],
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port),
        "wsgi.url_scheme": site.root_url.partition(":")[0],
    }
    request.user = AnonymousUser()
    request.is_internal = True
    if state is not None:
        reflect(request, state, site)
    match = resolve(path)
    request.resolver_match = match
    response = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response
