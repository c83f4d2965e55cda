"""Wagtail's database search, for the site, the API and the admin alike, asked for words only."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, TextField
from django.db.models.functions import Cast
from wagtail.search.backends import database
from wagtail.search.query import PlainText

from search.query import words as words_of


def words(query):
    """The query with a space for everything that is neither letter nor digit.

    Indexes hold none of it, and a quotation mark ends the strings in which the SQLite backend
    hands words to FTS5 (its section 3.1), which then refuses the whole query.
    """
    if isinstance(query, PlainText):
        query.query_string = words(query.query_string)
    return " ".join(words_of(query)) if isinstance(query, str) else query


class WordsOnly:
    """Mixed into the backend that fits the database."""

    def search(self, query, model_or_queryset, *args, **kwargs):
        results = super().search(words(query), model_or_queryset, *args, **kwargs)
        return with_model(results, model_or_queryset)

    def autocomplete(self, query, model_or_queryset, *args, **kwargs):
        results = super().autocomplete(words(query), model_or_queryset, *args, **kwargs)
        return with_model(results, model_or_queryset)


class ByIndex:
    """Mixed into SQLite's compiler of searches, whose time grew with the square of what it found.

    It compares the numbers of objects with the texts in the index, for which SQLite reads, for
    each object, all entries of its type. Made text, a number finds the one by their index. What
    is found is then looked up from the words, not from all entries of the type.
    """

    def search(self, config, start, stop, score_field=None):
        found = super().search(config, None, None, score_field)
        score = found.query.annotations.get(score_field or "_score")
        for condition in conditions_on("object_id", score):
            condition.rhs = Cast(condition.rhs, TextField())
        for part in found.query.where.children:
            for condition in conditions_on("content_type", getattr(part, "rhs", None)):
                # No index is used for what is computed.
                condition.lhs = Cast(condition.lhs, BigIntegerField())
        return found[start:stop]


def conditions_on(name, subquery):
    """The conditions of a subquery, if it is one, on a field of the entries of the index."""
    query = getattr(subquery, "query", subquery)
    for condition in query.where.children if hasattr(query, "where") else []:
        target = getattr(getattr(condition, "lhs", None), "target", None)
        if target is not None and target.name == name:
            yield condition


def with_model(results, model_or_queryset):
    """The same results; those of a query without a word lack the model that admin lists need."""
    if results.model is None:
        results.model = getattr(model_or_queryset, "model", model_or_queryset)
    return results


def SearchBackend(params):
    """The search backend that fits the database."""
    fitting = type(database.SearchBackend(dict(params)))
    own = {}
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        compiler = fitting.query_compiler_class
        own["query_compiler_class"] = type(compiler.__name__, (ByIndex, compiler), {})
    return type(fitting.__name__, (WordsOnly, fitting), own)(params)
