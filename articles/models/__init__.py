from articles.models.article import ArticleAuthor, ArticlePage, ArticleTopic
from articles.models.author import Author, AuthorLink
from articles.models.call_to_action import CallToAction
from articles.models.cited_work import CitedInDraft, CitedWork
from articles.models.content_key import ContentKey
from articles.models.index import ArticleIndexPage
from articles.models.placement import CallToActionPlacement
from articles.models.topic import Topic
from articles.models.words_due import WordsDue

__all__ = [
    "ArticleAuthor",
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleTopic",
    "Author",
    "AuthorLink",
    "CallToAction",
    "CallToActionPlacement",
    "CitedInDraft",
    "CitedWork",
    "ContentKey",
    "Topic",
    "WordsDue",
]
