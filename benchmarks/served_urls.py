"""The site's addresses, behind those of the floors that Django answers."""

from django.urls import include, path

from benchmarks import served

urlpatterns = [
    path("-/view/", served.view),
    path("-/select/", served.select),
    path("", include("cms.urls")),
]
