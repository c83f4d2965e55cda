"""The API's endpoints of what articles share."""

from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Page, Site

from api.snippets import PublicSnippets, SearchedSnippets
from articles.api_fields import TopicData, topic_data
from articles.blocks.author_bio import AuthorData, author_data
from articles.blocks.cta import CallToActionData, call_to_action_data
from articles.citing import CitedWorkData, CitingPage, cited_work_data
from articles.models import Author, CallToAction, CitedWork, Topic
from articles.parameters import cited_by, cites_work
from delivery.answers import absolute_url
from evidence.doi import normalise_doi
from evidence.models import Work


class PublicAuthors(SearchedSnippets):
    name = "authors"
    model = Author
    answer = AuthorData
    find_query_parameters = SearchedSnippets.find_query_parameters | {"slug"}

    def prefetch(self, authors):
        Author.prefetch(authors, self.visibility)

    def public(self, author):
        return author_data(author, self.base_url, self.resolve_rich_text_format())


class PublicTopics(SearchedSnippets):
    name = "topics"
    model = Topic
    answer = TopicData
    find_query_parameters = SearchedSnippets.find_query_parameters | {"slug"}

    def public(self, topic):
        return topic_data(topic)


class PublicCTAs(PublicSnippets):
    """Without a search: its index holds the names that only the team knows."""

    name = "ctas"
    model = CallToAction
    answer = CallToActionData

    def get_queryset(self):
        return CallToAction.public(self.visibility).order_by("id")

    def prefetch(self, ctas):
        CallToAction.prefetch(ctas, self.visibility)

    def public(self, cta):
        return call_to_action_data(cta, self.base_url)


PAGES_MAX = 100
"""Pages in the answer of one work."""


class PublicWorks(SearchedSnippets):
    name = "works"
    model = Work
    answer = CitedWorkData
    find_query_parameters = SearchedSnippets.find_query_parameters | {"doi"}

    @classmethod
    def declared_parameters(cls):
        return {cited_by.name: cited_by}

    def find_object(self, queryset, request):
        if "doi" in request.GET:
            try:
                return queryset.get(doi=normalise_doi(request.GET["doi"]))
            except ValueError as error:
                raise BadRequestError(f"doi: {error}") from error
        return super().find_object(queryset, request)

    def prefetch(self, works):
        pages = CitedWork.citing(works, self.visibility, PAGES_MAX)
        for work in works:
            work.citing_pages = pages.get(work.pk, [])

    def public(self, work):
        first, others = work.citing_pages[:PAGES_MAX], work.citing_pages[PAGES_MAX:]
        pages = [self.citing_page(page) for page in first]
        return cited_work_data(work, pages, self.all_citing(work) if others else None)

    def all_citing(self, work):
        """The address of the list of pages that cite a work."""
        path = self.request.wagtailapi_router.get_model_listing_urlpath(Page)
        return absolute_url(f"{path}?{cites_work.name}={work.pk}", self.base_url)

    def citing_page(self, page):
        path = self.request.wagtailapi_router.get_object_detail_urlpath(Page, page.pk)
        site = Site.find_for_request(self.request)
        site_id, root_url, _ = page.get_url_parts()
        # A site answers for its own pages alone.
        is_here = site is not None and site_id == site.pk
        return CitingPage(
            id=page.pk,
            title=page.title,
            html_url=page.full_url,
            detail_url=absolute_url(path, self.base_url if is_here else root_url),
        )
