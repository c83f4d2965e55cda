"""The documents of public objects, as consumers of the log get them.

A document is the detail answer of an object at its home site, as bytes of JSON on one line.
"""

import logging

from django.urls import reverse
from wagtail.models import Site

from delivery import editions
from delivery.fingerprint import fingerprint
from delivery.models import Edition
from delivery.preparing import visit

log = logging.getLogger(__name__)


class Homes:
    """The sites at which objects are at home, loaded once."""

    def __init__(self):
        self.sites = Site.objects.in_bulk()
        self.default = next((pk for pk, site in self.sites.items() if site.is_default_site), None)

    def of(self, one):
        """The home `Site` of a `PublicObject` or a `Change`, or None."""
        return self.sites.get(editions.home_of(one, self.default))


def documents(objects, state, homes):
    """The document of each `PublicObject`, by its id.

    None where it has none any more, or cannot be rendered. `state` is the `State` before anything
    was read. One query where all editions are fresh; those that are not are rendered.
    """
    found = _stored(objects, homes) if editions.are_used(state) else {}
    return {one.pk: found.get(one.pk) or _rendered(one, homes.of(one)) for one in objects}


def _stored(objects, homes):
    at = {one.pk: homes.of(one) for one in objects}
    fresh = Edition.objects.filter(
        public_object__in=at,
        site_id__in={site.pk for site in at.values() if site},
        form=Edition.Form.JSON,
        fingerprint=fingerprint(),
        is_fresh=True,
        error="",
    ).only("public_object", "site_id", "brotli")
    return {
        edition.public_object_id: edition.body
        for edition in fresh
        if edition.site_id == at[edition.public_object_id].pk
    }


def _rendered(one, site):
    if site is None:
        return None
    path = reverse(f"wagtailapi:{one.resource}:detail", args=[one.object_id])
    try:
        response = visit(site, path)
    except Exception:
        log.exception("%s of %s cannot be rendered.", path, site)
        return None
    return response.content if response.status_code == 200 else None
