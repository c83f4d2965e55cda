"""The API on one screen: Wagtail's API v2, each endpoint a line. See docs/api.md."""

from api.changes import PublicChanges
from api.endpoints import PublicDocuments, PublicImages, PublicPages
from api.export import PublicExport
from api.redirects import PublicRedirects
from api.route import PublicRoute
from api.router import APIRouter
from articles.endpoints import PublicAuthors, PublicCTAs, PublicTopics, PublicWorks
from home.endpoints import PublicSettings

router = APIRouter("wagtailapi")
router.register_endpoint("pages", PublicPages)
router.register_endpoint("images", PublicImages)
router.register_endpoint("documents", PublicDocuments)
router.register_endpoint("authors", PublicAuthors)
router.register_endpoint("topics", PublicTopics)
router.register_endpoint("ctas", PublicCTAs)
router.register_endpoint("works", PublicWorks)
router.register_endpoint("redirects", PublicRedirects)
router.register_endpoint("settings", PublicSettings)
router.register_endpoint("route", PublicRoute)
router.register_endpoint("changes", PublicChanges)
router.register_endpoint("export", PublicExport)
