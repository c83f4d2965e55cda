"""Links inside rich text, resolved to what the public may see and to nothing else."""

import re

from wagtail.documents import get_document_model
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from delivery.visibility import Visibility


def stored_ids(attrs_list):
    """The ids that a rich text's link tags hold, without what is no id of a row."""
    ids = (attrs.get("id", "") for attrs in attrs_list)
    return [pk for pk in ids if re.fullmatch(r"[0-9]{1,18}", pk)]


class PublicPageLinkHandler(PageLinkHandler):
    """Links to pages that the public may see; any other link keeps its words and leads nowhere."""

    @classmethod
    def get_many(cls, attrs_list):
        shown, found = Visibility().shows_page, Page.objects.filter(pk__in=stored_ids(attrs_list))
        pages = {str(page.pk): page for page in found if shown(page) and page.url}
        return [pages.get(str(attrs.get("id"))) for attrs in attrs_list]


class PublicDocumentLinkHandler(DocumentLinkHandler):
    """Links to documents outside private collections."""

    @classmethod
    def get_many(cls, attrs_list):
        documents = get_document_model().objects.filter(pk__in=stored_ids(attrs_list))
        shown = Visibility().shows_file
        found = {str(document.pk): document for document in documents if shown(document)}
        return [found.get(str(attrs.get("id"))) for attrs in attrs_list]
