"""Feeds of an article index: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org)."""

import re
from datetime import UTC, datetime

from django.http import HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

# What XML 1.0 (section 2.2) has no way to write, and text pasted from elsewhere may hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was last updated that has no entries and whose index was never published anew."""


class ArticleFeed(Atom1Feed):
    """Atom whose entries name all their authors, not only the first.

    Stock's feed without entries says that it was updated now, whenever it is asked.
    """

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["without_entries"]

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
        title=writable(index.title),
        link=index.full_url,
        description=None,
        subtitle=writable(index.meta_description) or None,
        feed_url=index.atom_url,
        feed_guid=permanent_id(index),
        language=index.locale.language_code,
        without_entries=index.last_published_at or UNKNOWN,
    )
    for article in articles:
        names = [writable(author.name) for author in article.authors] or [writable(publisher)]
        feed.add_item(
            title=writable(article.title),
            link=article.full_url,
            unique_id=permanent_id(article),
            description=escape(writable(article.summary)),
            author_name=names[0],
            further_authors=names[1:],
            pubdate=article.publication_date,
            updateddate=article.modified_at,
            categories=[writable(topic.name) for topic in article.topics],
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def json_feed(index, articles):
    """The articles as a JSON feed."""
    return JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": index.title,
            "home_page_url": index.full_url,
            "feed_url": index.json_feed_url,
            "description": index.meta_description,
            "language": index.locale.language_code,
            "items": [item(article) for article in articles],
        },
        content_type="application/feed+json",
    )


def item(article):
    """An article in a JSON feed."""
    data = {
        "id": permanent_id(article),
        "url": article.full_url,
        "title": article.title,
        "summary": article.summary,
        "content_text": article.summary,
        "date_published": article.publication_date.isoformat(),
        "date_modified": article.modified_at.isoformat(),
        "authors": [{"name": author.name} for author in article.authors],
        "tags": [topic.name for topic in article.topics],
    }
    return data | ({"image": article.og_image.url} if article.og_image else {})


def permanent_id(page):
    """What names a page in feeds for good, wherever it moves (RFC 4287, 4.2.6)."""
    return f"urn:uuid:{page.translation_key}"


def writable(text):
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
