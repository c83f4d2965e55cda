"""Wagtail's router, with a list of the endpoints at its root."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from api.views import EndpointList


class APIRouter(WagtailAPIRouter):
    def get_urlpatterns(self):
        root = EndpointList.as_view(router=self)
        return [path("", root, name="root"), *super().get_urlpatterns()]
