"""What articles, plain pages and works add to the API's parameters of lists."""

import re
from typing import Annotated, Literal

from django.apps import apps
from django.db.models import BigIntegerField, Q
from pydantic import Field
from wagtail.models import Page

from api.list_parameter import ListParameter
from articles.blocks import ArticleBody, PlainBody
from delivery.visibility import Visibility
from evidence.doi import normalise_doi

LARGEST = BigIntegerField.MAX_BIGINT
KINDS = sorted({*ArticleBody().child_blocks, *PlainBody().child_blocks})

BETWEEN_DOIS = r",(?=\s*(?:10\.|doi|dx\.|info:|urn:|https?:|www\.))"
"""A DOI can hold commas: one parts two DOIs only where another begins behind it."""


SlugOrId = Annotated[str, Field(pattern="^[-A-Za-z0-9_]+$", max_length=255)]


def slug_or_id(text):
    if not re.fullmatch("[-A-Za-z0-9_]{1,255}", text):
        raise ValueError("Allowed are slugs and ids, separated by commas.")
    return text


def kind(text):
    if text not in KINDS:
        raise ValueError(f"Allowed are {', '.join(KINDS)}.")
    return text


def with_line(model, name):
    """Finds pages by the slug or id of what one of their lines points to."""

    def apply(pages, values):
        # A slug may look like an id.
        ids = [int(value) for value in values if value.isdecimal() and len(value) < 19]
        wanted = Q(**{f"{name}__slug__in": values}) | Q(**{f"{name}__in": ids})
        lines = apps.get_model("articles", model).objects.filter(wanted)
        return pages.filter(pk__in=lines.values("page"))

    return apply


def with_key(name):
    """Finds pages by what their bodies hold."""

    def apply(pages, values):
        keys = apps.get_model("articles", "ContentKey").objects
        return pages.filter(pk__in=keys.filter(name=name, value__in=values).values("page"))

    return apply


def citing(column):
    """Finds pages by a column of the works that they cite."""

    def apply(pages, values):
        lines = apps.get_model("articles", "CitedWork").objects
        return pages.filter(pk__in=lines.filter(**{f"{column}__in": values}).values("page"))

    return apply


def yes_or_no(text):
    if text not in ("true", "false"):
        raise ValueError("Allowed are true, false.")
    return text == "true"


def resting_on_what_is_retracted(pages, values):
    """Finds pages by whether they cite a work that was retracted."""
    lines = apps.get_model("articles", "CitedWork").objects.filter(work__is_retracted=True)
    cites = Q(pk__in=lines.values("page"))
    return pages if len({*values}) > 1 else pages.filter(cites if values[0] else ~cites)


def id_of(text):
    value = int(text) if re.fullmatch("[0-9]+", text) else 0
    if not value:
        raise ValueError("Allowed are ids, separated by commas.")
    # None is larger, and a database refuses to compare with what is.
    return min(value, LARGEST)


def cited_in(works, values):
    """Finds works by the public pages that cite them."""
    pages = Visibility().addressed(Page.objects.filter(pk__in=values))
    lines = apps.get_model("articles", "CitedWork").objects.filter(page__in=pages)
    return works.filter(pk__in=lines.values("work"))


Id = Annotated[int, Field(ge=1)]


author = ListParameter(
    name="author",
    description="Articles by one of these authors: slugs or ids.",
    parse=slug_or_id,
    answer=SlugOrId,
    apply=with_line("ArticleAuthor", "author"),
)
topic = ListParameter(
    name="topic",
    description="Articles about one of these topics: slugs or ids.",
    parse=slug_or_id,
    answer=SlugOrId,
    apply=with_line("ArticleTopic", "topic"),
)
has_block = ListParameter(
    name="has_block",
    description="Pages whose body has a block of one of these kinds.",
    parse=kind,
    answer=Literal[tuple(KINDS)],
    apply=with_key("block"),
)
cites = ListParameter(
    name="cites",
    description="Articles that cite one of these works: DOIs in any spelling.",
    parse=normalise_doi,
    answer=Annotated[str, Field(json_schema_extra={"format": "doi"})],
    separator=BETWEEN_DOIS,
    apply=citing("work__doi"),
)
cites_work = ListParameter(
    name="cites_work",
    description="Articles that cite one of these works: ids.",
    parse=id_of,
    answer=Id,
    apply=citing("work"),
)
cites_retracted = ListParameter(
    name="cites_retracted",
    description="Whether pages cite a work that was retracted.",
    parse=yes_or_no,
    answer=bool,
    apply=resting_on_what_is_retracted,
)
cited_by = ListParameter(
    name="cited_by",
    description="Works that one of these pages cites: ids.",
    parse=id_of,
    answer=Id,
    apply=cited_in,
)
