"""Feeds of an article index: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org)."""

from django.http import HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape


class ArticleFeed(Atom1Feed):
    """Atom whose entries name all their authors, not only the first."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["further_authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


def atom(index, articles):
    """The articles as an Atom feed."""
    publisher = index.get_site().site_name or index.title
    feed = ArticleFeed(
        title=index.title,
        link=index.full_url,
        description=index.meta_description,
        feed_url=index.atom_url,
        language="en",
    )
    for article in articles:
        names = [author.name for author in article.authors] or [publisher]
        feed.add_item(
            title=article.title,
            link=article.full_url,
            unique_id=article.full_url,
            description=escape(article.summary),
            author_name=names[0],
            further_authors=names[1:],
            pubdate=article.publication_date,
            updateddate=article.modified_at,
            categories=[topic.name for topic in article.topics],
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def json_feed(index, articles):
    """The articles as a JSON feed."""
    items = [
        {
            "id": article.full_url,
            "url": article.full_url,
            "title": article.title,
            "summary": article.summary,
            "content_text": article.summary,
            "image": article.og_image_url,
            "date_published": article.publication_date.isoformat(),
            "date_modified": article.modified_at.isoformat(),
            "authors": [{"name": author.name} for author in article.authors],
            "tags": [topic.name for topic in article.topics],
        }
        for article in articles
    ]
    for item in items:
        if item["image"] is None:
            del item["image"]
    return JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": index.title,
            "home_page_url": index.full_url,
            "feed_url": index.json_feed_url,
            "description": index.meta_description,
            "language": "en",
            "items": items,
        },
        content_type="application/feed+json",
    )
