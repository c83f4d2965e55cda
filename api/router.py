"""Wagtail's router, which also lists its endpoints and describes them."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from api.reference import Description, reference
from api.views import EndpointList


class APIRouter(WagtailAPIRouter):
    @property
    def endpoints(self):
        """The endpoint classes by name."""
        return dict(self._endpoints)

    def get_urlpatterns(self):
        return [
            path("", EndpointList.as_view(router=self), name="root"),
            path("openapi.json", Description.as_view(router=self), name="openapi"),
            path("docs/", reference, name="docs"),
            *super().get_urlpatterns(),
        ]
