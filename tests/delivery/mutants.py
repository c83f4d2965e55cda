"""Each signal that must not be missed, with how to miss it and what editors do that shows it.

`script` is what a `Newsroom` does, step by step; `at` is the end of the addresses that are asked
afterwards. At a step `("look", at)` such addresses are asked in between, and rendered anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

from django.db import connection

from delivery import editions, reads, triggers
from delivery.models import Edition
from delivery.settling import Settling
from delivery.watched import watches
from home.templatetags import site_tags
from tests.delivery.newsroom import NO_DOOR


@dataclass(frozen=True)
class Mutant:
    name: str
    breaks: Callable
    """Gets pytest's monkeypatch."""
    script: list
    at: str = NO_DOOR
    """By default none is asked: the log and what is public tell already."""


def nothing(owner, name, answer=None):
    """A function that does nothing but answer."""
    return lambda monkeypatch: monkeypatch.setattr(owner, name, lambda *_, **__: answer)


def without_triggers(table, name="row"):
    def breaks(monkeypatch):
        prefix = f"{triggers.PREFIX}{table[:24]}_{name}_"
        gone = [trigger for trigger in triggers._installed() if trigger.startswith(prefix)]
        assert gone
        monkeypatch.setattr(triggers, "_installed", lambda: gone)
        with connection.cursor() as cursor:
            triggers._drop(cursor)

    return breaks


def only_the_restricted(self):
    return self._of("restricted")


def without_ancestors(one):
    return {text for text in OF_ITSELF(one) if text.endswith(f":{one.object_id}")}


OF_ITSELF = editions._of_itself


def store_unseen(state, wanted, keys, made):
    with editions.alone() as now:
        editions._store(now, wanted, keys, made)


def find_of_any_release(wanted):
    return Edition.objects.filter(
        public_object__resource=wanted.resource,
        public_object__object_id=wanted.object_id,
        site_id=wanted.site_id,
        form=wanted.form,
        is_fresh=True,
    ).first()


def without_finders(self, ordinary=Settling._add_queries):
    with patch("delivery.settling.finders", list):
        ordinary(self)


def only_what_is_still_public(self, resource, ids, written, ordinary=Settling._compare_some):
    ordinary(self, resource, ids, written)
    self.seen[resource.name] -= {one.object_id for one in self.gone}


def settles_sites_alone(self, ordinary=Settling._read_keys):
    ordinary(self)
    self.alters_all = False


def unnoted(table):
    """Nothing that is loaded of a table is noted."""

    def breaks(monkeypatch):
        class Keys(set):
            def update(self, keys):
                super().update(key for key in keys if not key.startswith(f"{table}:"))

        monkeypatch.setattr(reads, "set", Keys, raising=False)

    return breaks


def replaced(owner, name, other):
    return lambda monkeypatch: monkeypatch.setattr(owner, name, other)


HOME, INDEX, NOTES, ABOUT, ARTICLE = 0, 1, 2, 3, 7
"""Of the pages, in the order in which they are made."""

FOUND, PICTURES = "query=zebra", "images/?limit=100&fields=*&order=-id"

MUTANTS = [
    Mutant(
        "what is below a page",
        nothing(reads, "below"),
        [("look", "/page-1/"), ("create", 0, 1)],
        "/page-1/",
    ),
    Mutant(
        "all of a model",
        nothing(site_tags, "all_of"),
        [
            *(("edit_settings", 0, 7), ("edit_settings", 0, 8)),
            *(("unpublish", INDEX, 1), ("unpublish", NOTES, 1)),
            *(("look", "/page-5/"), ("publish_again", 0, 0)),
        ],
        "/page-5/",
    ),
    Mutant(
        "translations",
        nothing(reads, "translations"),
        [("translate", ABOUT, 0), ("look", "pages/6/"), ("translate", ABOUT + 1, 0)],
        "pages/6/",
    ),
    Mutant(
        "pages above",
        replaced(editions, "_of_itself", without_ancestors),
        [("look", "pages/11/"), ("place", 3, 1)],
        "pages/11/",
    ),
    Mutant(
        "below a restriction",
        replaced(Settling, "_restricted", only_the_restricted),
        [("restrict", INDEX, 0)],
    ),
    Mutant(
        "aliases of a hidden page",
        nothing(Settling, "_aliases", set()),
        [("alias", 5, 0), ("look", NO_DOOR), ("restrict", ARTICLE, 0)],
    ),
    Mutant(
        "moments to come",
        nothing(Settling, "_plan"),
        [("schedule", ARTICLE, 4), ("look", NO_DOOR), ("wait", 0, 1)],
    ),
    Mutant(
        "writes during a rendering",
        replaced(editions, "store", store_unseen),
        [("write_while_read", 0, 0)],
        "pages/9/",
    ),
    Mutant(
        "another release",
        replaced(editions, "find", find_of_any_release),
        [("release", 0, 0)],
        "pages/5/",
    ),
    Mutant(
        "files of a closed collection",
        nothing(Settling, "_find_files"),
        [("file_elsewhere", 0, 2), ("look", NO_DOOR), ("close_collection", 1, 0)],
    ),
    Mutant(
        "what leads to a hidden page",
        nothing(Settling, "_led", set()),
        [("hide_by_update", ABOUT, 0)],
    ),
    Mutant(
        "what has just been hidden",
        replaced(Settling, "_compare_some", only_what_is_still_public),
        [("unpublish_cta", 1, 0)],
        "pages/9/",
    ),
    Mutant(
        "what a hidden page cites",
        replaced(Settling, "_add_queries", without_finders),
        [("create", 0, 0), ("look", "works/1/"), ("publish_again", 0, 0)],
        "works/1/",
    ),
    Mutant(
        "another site's address",
        replaced(Settling, "_read_keys", settles_sites_alone),
        [("change_site", 0, 1)],
        "pages/5/",
    ),
    Mutant(
        "words in the search index",
        nothing(Settling, "_search_has_changed", False),
        [("look", FOUND), ("forget_words", ARTICLE, 0)],
        FOUND,
    ),
    Mutant(
        "what is loaded",
        unnoted("articles_author"),
        [("look", "pages/9/"), ("edit_author", 0, 0)],
        "pages/9/",
    ),
]

SCRIPTS = {
    "home_homepage row": ([("write_in_sql", 0, 9)], "pages/2/"),
    "home_sitesettings row": ([("edit_settings", 0, 0)], "settings/1/"),
    "home_standardpage row": ([("write_in_sql", 0, 10)], "pages/5/"),
    "articles_topic row": ([("edit_topic", 0, 0)], "topics/1/"),
    "articles_author row": ([("edit_author", 0, 0)], "authors/1/"),
    "articles_authorlink row": ([("edit_author", 0, 3)], "authors/1/"),
    "articles_calltoaction row": ([("unpublish_cta", 0, 0)], NO_DOOR),
    "articles_calltoactionplacement row": ([("place", 3, 1)], "pages/11/"),
    "articles_articlepage row": ([("write_in_sql", 0, 2)], "pages/9/"),
    "articles_articleauthor row": ([("lose_line", 0, 0)], "pages/9/"),
    "articles_articletopic row": ([("lose_line", 0, 1)], "pages/9/"),
    "articles_articleindexpage row": ([("write_in_sql", 0, 11)], "pages/3/"),
    "articles_citedwork row": (
        [("make_snippet", 0, 3), ("look", "works/2/"), ("merge_works", 0, 1)],
        "works/2/",
    ),
    "evidence_work row": ([("edit_work", 0, 0)], "works/1/"),
    "library_image row": ([("edit_image", 0, 0)], "images/1/"),
    "library_rendition row": ([("look", PICTURES), ("lose_renditions", 0, 0)], PICTURES),
    "library_document row": ([("edit_document", 0, 0)], "documents/1/"),
    "wagtailredirects_redirect row": ([("edit_redirect", 0, 0)], "redirects/1/"),
    "wagtailsearch_indexentry row": (
        [("look", FOUND), ("forget_words", ARTICLE, 0)],
        FOUND,
    ),
    "wagtailcore_site row": ([("change_site", 0, 1)], "settings/1/"),
    "wagtailcore_collectionviewrestriction row": (
        [("file_elsewhere", 0, 2), ("look", NO_DOOR), ("close_collection", 1, 0)],
        NO_DOOR,
    ),
    "wagtailcore_collection row": (
        [
            ("file_elsewhere", 0, 4),
            ("close_collection", 1, 0),
            ("look", NO_DOOR),
            ("move_collection", 1, 0),
        ],
        NO_DOOR,
    ),
    "wagtailcore_page face": ([("hide_by_update", ABOUT, 0)], NO_DOOR),
    "wagtailcore_page own": ([("write_in_sql", ABOUT, 1)], "pages/5/"),
    "wagtailcore_pageviewrestriction row": ([("restrict", ABOUT, 0)], NO_DOOR),
    "taggit_tag row": ([("tag", 0, 0), ("look", "images/1/"), ("tag", 0, 4)], "images/1/"),
    "taggit_taggeditem row": ([("tag", 0, 0), ("look", "images/1/"), ("tag", 0, 2)], "images/1/"),
}
"""What shows that the triggers of a `Watch` are gone, by its table and name."""

NOT_MISSED = {
    "articles_contentkey row": "written together with the body of its page alone",
    "wagtailcore_locale row": "a locale is renamed by none of the editors' forms",
}
"""Watches whose loss shows in no answer."""

MUTANTS += [
    Mutant(f"triggers of {name}", without_triggers(*name.split()), script, at)
    for name, (script, at) in SCRIPTS.items()
]
UNTRIED = (
    {f"{watch.table} {watch.name}" for watch in watches()} - SCRIPTS.keys() - NOT_MISSED.keys()
)
