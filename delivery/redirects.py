"""Redirects as the public may follow them: one that leads to something hidden is not there."""

from collections import defaultdict
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.db import models, transaction
from django.db.models import Q
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from delivery.visibility import Visibility

HOPS_MAX = 5
"""Redirects that are followed from one to the next when asking where a redirect leads."""


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's own, but that no redirect names the address of a hidden page."""

    def process_response(self, request, response):
        if response.status_code != 404:
            return response
        site = Site.find_for_request(request)
        redirect = find_redirect(request.get_full_path(), site, Visibility())
        if redirect is None:
            return response
        answer = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
        return answer(redirect.link)


def public_redirects(visibility):
    """The redirects that lead to something public, as a queryset."""
    to_page, to_address = Q(redirect_page__in=visibility.addressed()), Q(redirect_page=None)
    redirects = Redirect.objects.filter(to_page | to_address & ~Q(redirect_link=""))
    of_ours = Q(redirect_link__startswith="/")
    for root in Site.get_site_root_paths():
        of_ours |= Q(redirect_link__icontains=f"//{urlsplit(root.root_url).hostname}")
    hidden = _leading_to_hidden(redirects.filter(to_address & of_ours), visibility)
    return redirects.exclude(pk__in=hidden)


def find_redirect(address, site, visibility):
    """The redirect that the public follows from an address of a site, or None.

    `address` is a percent-encoded path with its query. As in Wagtail, a redirect for the whole
    address goes before one for the path alone, and one for the site before one for all.
    """
    whole = Redirect.normalise_path(address, decode_unicode=False)
    path = urlsplit(whole).path.partition(";")[0]
    spellings = [uri_to_iri(whole), whole, uri_to_iri(path), path]
    found = Redirect.get_for_site(site).filter(old_path__in=spellings)
    found = found.select_related("redirect_page", "site")
    hidden = _leading_to_hidden(found, visibility)
    return min(
        (redirect for redirect in found if redirect.pk not in hidden and redirect.link),
        key=lambda redirect: (spellings.index(redirect.old_path), redirect.site_id is None),
        default=None,
    )


class LeavesRedirects(models.Model):
    """A page whose new slug leaves redirects in the same transaction. Mix into page types.

    Wagtail makes them after the commit, so that a process that ends in between would leave the
    old addresses of the page and of all below it dead.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, update_fields=None, **kwargs):
        # Not importable before all models are.
        from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change

        before = None
        if self.pk and (update_fields is None or "slug" in update_fields):
            stored = type(self)._base_manager.filter(pk=self.pk)
            before = stored.exclude(slug=self.slug).first()
        super().save(*args, update_fields=update_fields, **kwargs)
        if before:
            autocreate_redirects_on_slug_change(before, self)
            self.has_left_redirects = True


def leave_redirects_of_plain_page(instance, instance_before, **_):
    """What Wagtail does after the commit, for a page saved as a plain `Page`, as scripts may."""
    from wagtail.contrib.redirects.signal_handlers import autocreate_redirects_on_slug_change

    if not getattr(instance, "has_left_redirects", False):
        autocreate_redirects_on_slug_change(instance_before, instance)


class _Place(NamedTuple):
    """Where on a site a redirect leads: as a page's path in the tree, and as a redirect's own."""

    site_id: int
    url_path: str
    old_path: str


def _places(redirect, roots):
    """The places of our sites that a redirect to an address may mean; none for one elsewhere."""
    try:
        link = urlsplit(redirect.redirect_link)
    except ValueError:
        return
    path = unquote(link.path).strip("/")
    for root in roots:
        if link.hostname:
            is_here = link.hostname == urlsplit(root.root_url).hostname
        else:
            is_here = redirect.site_id in (None, root.site_id)
        if is_here:
            url_path = f"{root.root_path}{path}/" if path else root.root_path
            yield _Place(root.site_id, url_path, f"/{path}")


def _leading_to_hidden(redirects, visibility):
    """The ids of those redirects that lead to a hidden page, at once or through other redirects."""
    roots = Site.get_site_root_paths()
    hidden, ways = set(), {(redirect.pk, redirect) for redirect in redirects}
    for _ in range(HOPS_MAX):
        hidden |= {
            start
            for start, redirect in ways
            if redirect.redirect_page and not visibility.has_address(redirect.redirect_page)
        }
        steps = {
            (start, place)
            for start, redirect in ways
            if not redirect.redirect_page_id
            for place in _places(redirect, roots)
        }
        if not steps:
            break
        pages = Page.objects.filter(url_path__in={place.url_path for _, place in steps})
        pages = pages.only("url_path", "path", "live", "go_live_at", "expire_at")
        shown = {page.url_path: visibility.shows_page(page) for page in pages}
        # An address of a site may be a page's in each language; one that is shown names it anyway.
        found = defaultdict(list)
        for start, place in steps:
            if place.url_path in shown:
                found[start, place.site_id].append(shown[place.url_path])
        hidden |= {start for (start, _), are_shown in found.items() if not any(are_shown)}
        steps = {(start, place) for start, place in steps if (start, place.site_id) not in found}
        onward = _by_old_path({place.old_path for _, place in steps})
        ways = {
            (start, redirect)
            for start, place in steps
            for redirect in onward.get(place.old_path, [])
            if redirect.site_id in (None, place.site_id)
        }
    return hidden


def _by_old_path(paths):
    found = {}
    for redirect in Redirect.objects.filter(old_path__in=paths).select_related("redirect_page"):
        found.setdefault(redirect.old_path, []).append(redirect)
    return found
