"""The site's addresses, with Wagtail's stock API of the same content beside its own."""

from django.urls import include, path

from benchmarks.stock import router

urlpatterns = [path("stock/", router.urls), path("", include("cms.urls"))]
