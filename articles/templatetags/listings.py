"""Addresses of the lists of an article index, also for what stands outside the index."""

from django import template

from articles.models import ArticleIndexPage, ArticlePage

register = template.Library()


def index_url(page):
    """The address of an article index, or of the one that an article stands in; None unsaved."""
    if isinstance(page, ArticlePage):
        return page.url and page.url.removesuffix("/")[: -len(page.slug)]
    return page.url if isinstance(page, ArticleIndexPage) else None


@register.simple_tag
def topic_url(page, topic):
    """The address of a topic's list in the index that `page` is or stands in."""
    return _listing_url(page, "by_topic", topic)


@register.simple_tag
def author_url(page, author):
    """The address of an author's list in the index that `page` is or stands in."""
    return _listing_url(page, "by_author", author)


def _listing_url(page, route, thing):
    start = index_url(page)
    return start + ArticleIndexPage().reverse_subpage(route, args=[thing.slug]) if start else ""


@register.simple_tag
def listing_link(page, topic, author, number):
    """Title, description and absolute address of one page of an index's lists, for the head."""
    title, description, start = page.title, page.meta_description, page.full_url
    if topic:
        title, description = topic.name, topic.description
        start += page.reverse_subpage("by_topic", args=[topic.slug])
    elif author:
        title, description = author.name, author.note
        start += page.reverse_subpage("by_author", args=[author.slug])
    return {
        "title": title,
        "description": description,
        "url": f"{start}?page={number}" if number > 1 else start,
    }
