"""The one query behind the search page and the API's search."""

import re

from wagtail.models import Page

from delivery.visibility import Visibility

MAX_LENGTH = 200
MAX_WORDS = 12
"""Ranking costs as many times more as there are words that are found often."""

_WORD = re.compile(r"\w+")


def words(text):
    """The words of a text as the search indexes tell them apart, roughly."""
    return _WORD.findall(text)


def clean_query(text):
    """The words of a query as typed, without surrounding space and what is beyond the limits."""
    return " ".join(text.split()[:MAX_WORDS])[:MAX_LENGTH]


def search_pages(text, queryset=None, visibility=None):
    """The public pages that have all words of `text`, best first, as Wagtail search results."""
    visibility = visibility or Visibility()
    public = visibility.pages(Page.objects.all() if queryset is None else queryset)
    return searchable(public).search(text, operator="and")


def searchable(queryset):
    """The same objects in the same order, as a queryset that the search backend takes.

    The backend refuses conditions on fields that it does not index, such as the expiry.
    """
    return queryset.model.objects.filter(pk__in=queryset.order_by().values("pk")).order_by(
        *queryset.query.order_by
    )
