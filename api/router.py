"""Wagtail's router, which also lists its endpoints and describes them."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from api.reference import Description, reference
from api.views import EndpointList
from delivery.resources import register


class APIRouter(WagtailAPIRouter):
    def register_endpoint(self, name, class_):
        super().register_endpoint(name, class_)
        class_.resource = name
        if class_.is_resource:
            register(name, class_.model)

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
