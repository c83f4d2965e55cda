"""The public resources of the API, whose changes the log tells. Endpoints register themselves."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.db.models import ForeignKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page, Site

from delivery.models import PublicObject
from delivery.redirects import public_redirects
from delivery.watched import OWN, PARTS, watched_models

_registered = {}


def resources():
    """Each `Resource` by its name."""
    # Endpoints are registered where the addresses are listed.
    import_module(settings.ROOT_URLCONF)
    return _registered


@dataclass(frozen=True)
class Resource:
    """An endpoint of the API whose objects have a detail answer."""

    name: str
    model: type

    def public(self, visibility):
        """The objects that the public may see and that have a detail answer, as a queryset."""
        if self.model is Page:
            return visibility.addressed()
        if self.model is Redirect:
            return public_redirects(visibility)
        return visibility.of(self.model)

    def described(self, objects):
        """A `PublicObject`, without a number, for each object of a queryset."""
        if self.model is not Page:
            for pk in objects.order_by().values_list("pk", flat=True):
                yield PublicObject(resource=self.name, object_id=pk, type=self.model._meta.label)
            return
        for page in objects.select_related("locale"):
            site_id, _, path = page.get_url_parts()
            yield PublicObject(
                resource=self.name,
                object_id=page.pk,
                type=page.specific_class._meta.label,
                locale=page.locale.language_code,
                site_id=site_id,
                path=path,
            )

    @property
    def tables(self):
        """The tables in whose keys an object of the resource is known by its id."""
        if self.model is Page:
            pages = [model for model in watched_models() if issubclass(model, Page)]
            return {OWN, PARTS, *(model._meta.db_table for model in pages)}
        tables = {self.model._meta.db_table}
        if self.model is Site:
            settings = [m for m in watched_models() if issubclass(m, BaseSiteSetting)]
            tables |= {model._meta.db_table for model in settings}
        return tables

    @property
    def leading_to_pages(self):
        """The names of the fields by which objects lead to pages, and are hidden with them."""
        if self.model in (Page, Site):
            return []
        return [
            field.name
            for field in self.model._meta.concrete_fields
            if isinstance(field, ForeignKey) and issubclass(field.related_model, Page)
        ]


def register(name, model):
    """Says that an endpoint of this name answers for the objects of a model."""
    _registered[name] = Resource(name, model)
