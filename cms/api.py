"""The API on one screen: Wagtail's API v2, each endpoint a line. See docs/api.md."""

from api.endpoints import PublicDocuments, PublicImages, PublicPages
from api.router import APIRouter

router = APIRouter("wagtailapi")
router.register_endpoint("pages", PublicPages)
router.register_endpoint("images", PublicImages)
router.register_endpoint("documents", PublicDocuments)
