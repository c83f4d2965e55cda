"""The API's endpoints of what articles share."""

from wagtail.api.v2.utils import BadRequestError

from api.snippets import PublicSnippets, SearchedSnippets
from articles.api_fields import TopicData, topic_data
from articles.blocks.author_bio import AuthorData, author_data
from articles.blocks.cta import CallToActionData, call_to_action_data
from articles.citing import WorkData, work_data
from articles.models import Author, CallToAction, Topic
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


class PublicWorks(SearchedSnippets):
    name = "works"
    model = Work
    answer = WorkData
    find_query_parameters = SearchedSnippets.find_query_parameters | {"doi"}

    def find_object(self, queryset, request):
        if "doi" in request.GET:
            try:
                return queryset.get(doi=normalise_doi(request.GET["doi"]))
            except ValueError as error:
                raise BadRequestError(f"doi: {error}") from error
        return super().find_object(queryset, request)

    def public(self, work):
        return work_data(work)
