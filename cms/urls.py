"""Every address of the site, first match wins."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from api.views import NoEndpoint
from cms.api import router
from delivery.atomic import atomic_writes
from delivery.views import password, public_list, public_page, robots, sitemap
from library.views import original, rendition
from search.views import search

urlpatterns = [
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, atomic_writes))),
    path("api/v2/", router.urls),
    re_path("^api/", NoEndpoint.as_view()),
    path("documents/", include(wagtaildocs_urls)),
    path("media/originals/<path:name>", original),
    path("media/renditions/<path:name>", rendition),
    path("robots.txt", robots),
    path("search/", public_list(search), name="search"),
    path("sitemap.xml", public_list(sitemap)),
    path("sitemap-pages.xml", public_list(sitemap), {"section": "pages"}, name="sitemap"),
    # In front of Wagtail's own, which is at the same address.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", password
    ),
]

if "debug_toolbar" in settings.INSTALLED_APPS:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()

urlpatterns += [path("", include(decorate_urlpatterns(wagtail_urls.urlpatterns, public_page)))]

handler400 = "cms.errors.bad_request"
handler403 = "cms.errors.permission_denied"
handler404 = "cms.errors.page_not_found"
handler500 = "cms.errors.server_error"
