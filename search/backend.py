"""Wagtail's database search, for the site, the API and the admin alike, asked for words only."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, Case, Value, When
from django.db.models.functions import Cast
from modelsearch.utils import get_descendants_content_types_pks
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


class OnPostgreSQL:
    """Mixed into PostgreSQL's compiler of searches: see `OnSQLite` about scores."""

    def get_index_vectors(self, search_query):
        # Its own weighs a title by the length that titles have on average.
        return [(vector, 1.0) for vector, _ in super().get_index_vectors(search_query)]


class OnSQLite:
    """Mixed into SQLite's compiler of searches, for scores of its own and for speed.

    The order of public things must not tell of hidden ones. Stock scores do: BM25 weighs words by
    how many texts hold them, and titles by the length that titles have on average, all of them.
    Here a word counts 1 where it stands and `IN_TITLE` more where it stands in the title; the
    higher the sum, the lower the score, as with BM25. Equals stand from new to old.

    Stock's time grew with the square of what is found: it sought the entry of each object among
    all of its type, and all entries of the type among those that hold the words.
    """

    IN_TITLE = 4

    def search(self, config, start, stop, score_field=None):
        if not isinstance(self.query, PlainText):
            return super().search(config, start, stop, score_field)
        by_relevance, self.order_by_relevance = self.order_by_relevance, False
        found = super().search(config, None, None)
        self.order_by_relevance = by_relevance
        for condition in found.query.where.children:
            from_words(getattr(condition, "rhs", None))
        if by_relevance or score_field:
            score_field = score_field or "_score"
            found = found.annotate(**{score_field: self.score()})
        if by_relevance:
            found = found.order_by(score_field, "-pk")
        return found[start:stop]

    def score(self):
        words = self.query.query_string.split()
        counts = [(["title"], word, self.IN_TITLE) for word in words]
        if self.query.operator == "or":
            counts += [(self.FTS_TABLE_FIELDS, word, 1) for word in words]
        return sum(
            (
                Case(When(pk__in=self.holding(word, columns), then=Value(-weight)), default=0)
                for columns, word, weight in counts
            ),
            start=Value(0),
        )

    def holding(self, word, columns):
        """The ids of objects whose entry holds a word in one of these columns, as a subquery."""
        # It holds a model that PostgreSQL has no table for.
        from modelsearch.backends.database.sqlite.query import (
            Lexeme,
            MatchExpression,
            SearchQueryExpression,
            SQLiteFTSIndexEntry,
        )

        types = get_descendants_content_types_pks(self.queryset.model)
        entries = SQLiteFTSIndexEntry.objects.filter(
            MatchExpression(columns, SearchQueryExpression(Lexeme(word))),
            index_entry__content_type__in=types,
        ).values("index_entry__object_id")
        from_words(entries.query)
        return entries


def from_words(subquery):
    """Lets a subquery for entries of the index begin at the words, not at all of a type."""
    for condition in getattr(getattr(subquery, "where", None), "children", []):
        target = getattr(getattr(condition, "lhs", None), "target", None)
        if target is not None and target.name == "content_type":
            # No index is used for what is computed.
            condition.lhs = Cast(condition.lhs, BigIntegerField())


def with_model(results, model_or_queryset):
    """The same results; those of a query without a word lack the model that admin lists need."""
    if results.model is None:
        results.model = getattr(model_or_queryset, "model", model_or_queryset)
    return results


def SearchBackend(params):
    """The search backend that fits the database."""
    fitting = type(database.SearchBackend(dict(params)))
    compiler = fitting.query_compiler_class
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    scores = OnSQLite if vendor == "sqlite" else OnPostgreSQL
    own = {"query_compiler_class": type(compiler.__name__, (scores, compiler), {})}
    return type(fitting.__name__, (WordsOnly, fitting), own)(params)
