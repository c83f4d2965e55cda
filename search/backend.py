"""Wagtail's database search, for the site, the API and the admin alike, asked for words only."""

import re

from wagtail.search.backends import database
from wagtail.search.query import PlainText


def words(query):
    """The query with a space for everything that is neither letter nor digit.

    Indexes hold none of it, and a quotation mark ends the strings in which the SQLite backend
    hands words to FTS5 (its section 3.1), which then refuses the whole query.
    """
    if isinstance(query, PlainText):
        query.query_string = words(query.query_string)
    return " ".join(re.findall(r"\w+", query)) if isinstance(query, str) else query


class WordsOnly:
    """Mixed into the backend that fits the database."""

    def search(self, query, model_or_queryset, *args, **kwargs):
        results = super().search(words(query), model_or_queryset, *args, **kwargs)
        return with_model(results, model_or_queryset)

    def autocomplete(self, query, model_or_queryset, *args, **kwargs):
        results = super().autocomplete(words(query), model_or_queryset, *args, **kwargs)
        return with_model(results, model_or_queryset)


def with_model(results, model_or_queryset):
    """The same results; those of a query without a word lack the model that admin lists need."""
    if results.model is None:
        results.model = getattr(model_or_queryset, "model", model_or_queryset)
    return results


def SearchBackend(params):
    """The search backend that fits the database."""
    fitting = type(database.SearchBackend(dict(params)))
    return type(fitting.__name__, (WordsOnly, fitting), {})(params)
