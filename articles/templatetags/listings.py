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
def listing_seo(page, topic, author, number):
    """The `Seo` of one page of an index's lists, which are not the index itself."""
    title, name, description, url = page.title, page.meta_title, page.meta_description, ""
    if topic:
        title, name, description = topic.name, topic.name, topic.description
        url = page.reverse_subpage("by_topic", args=[topic.slug])
    elif author:
        title, name, description = author.name, author.name, author.note
        url = page.reverse_subpage("by_author", args=[author.slug])
    if number > 1:
        name = f"{name}, page {number}"
        url += f"?page={number}"
    return page.seo.model_copy(
        update={
            "title": page.document_title(name),
            "description": description,
            "canonical": page.seo.canonical + url,
            "open_graph": page.seo.open_graph.model_copy(update={"title": title}),
        }
    )
