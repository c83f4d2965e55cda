"""The addresses that Wagtail's tests ask, with this project's endpoints in place of Wagtail's."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.test.urls import urlpatterns as stock

from api.endpoints import PublicDocuments, PublicImages, PublicPages
from api.redirects import PublicRedirects


class PagesWithoutMeta(PublicPages):
    """An endpoint without meta fields, as Wagtail's tests have one."""

    meta_fields = []


router = WagtailAPIRouter("wagtailapi_v2")
router.register_endpoint("pages", PublicPages)
router.register_endpoint("images", PublicImages)
router.register_endpoint("documents", PublicDocuments)
router.register_endpoint("redirects", PublicRedirects)
router.register_endpoint("issue_10411", PagesWithoutMeta)

[place] = [
    index
    for index, pattern in enumerate(stock)
    if getattr(pattern, "namespace", None) == router.url_namespace
]
urlpatterns = [*stock[:place], path("api/main/", router.urls), *stock[place + 1 :]]
