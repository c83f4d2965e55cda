"""JSON-LD in schema.org's vocabulary, read off the same derived values as HTML and JSON."""

from typing import Literal

from pydantic import ConfigDict, Field

from delivery.answers import Answer
from evidence.names import family_of


class LinkedData(Answer):
    """An object of schema.org's vocabulary, ready for a script element of its own.

    Which other keys it has depends on its type and on what there is to say.
    """

    model_config = ConfigDict(extra="allow")

    context: Literal["https://schema.org"] = Field(alias="@context")
    type: str = Field(alias="@type")


def breadcrumb_list(breadcrumbs):
    """BreadcrumbList of (title, URL) pairs from the site's root down."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": url}
            for position, (title, url) in enumerate(breadcrumbs, start=1)
        ],
    }


def person(author):
    """Person of an Author; profiles elsewhere as `sameAs`."""
    profiles = [link["url"] for link in author.profile_links]
    if author.orcid_url:
        profiles.insert(0, author.orcid_url)
    return without_empty(
        {
            "@type": "Person",
            "name": author.name,
            "jobTitle": author.job_title,
            "affiliation": author.organisation
            and {"@type": "Organization", "name": author.organisation},
            "sameAs": profiles,
        }
    )


TYPES = {
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "motion_picture": "Movie",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""Types of schema.org by those of CSL; the others are scholarly articles."""
CONTAINERS = {
    "article-newspaper": "Newspaper",
    "chapter": "Book",
    "post-weblog": "Blog",
    "webpage": "WebSite",
}
"""The same of what a work was published in; the others are periodicals."""


def cited(work):
    """A Work as what it is, such as ScholarlyArticle; its DOI's address as `sameAs`."""
    csl = work.csl
    kind, names, container = csl.get("type"), csl.get("author"), csl.get("container-title")
    names = names if isinstance(names, list) else []
    return without_empty(
        {
            "@type": TYPES.get(kind, "ScholarlyArticle"),
            "name": work.title,
            "author": [_maker(name) for name in names if isinstance(name, dict)],
            "datePublished": work.year and str(work.year),
            "isPartOf": container
            and {"@type": CONTAINERS.get(kind, "Periodical"), "name": str(container)},
            "sameAs": work.href,
        }
    )


def _maker(name):
    """Person or Organization of a name of CSL-JSON."""
    if not name.get("family"):
        return {"@type": "Organization", "name": name.get("literal") or name.get("given")}
    return without_empty(
        {
            "@type": "Person",
            "familyName": family_of(name),
            "givenName": name.get("given"),
            "honorificSuffix": name.get("suffix"),
        }
    )


def article(page):
    """Article of an ArticlePage, with what it cites."""
    return {
        "@context": "https://schema.org",
        **without_empty(
            {
                "@type": "Article",
                "@id": page.full_url,
                "mainEntityOfPage": page.full_url,
                "headline": page.title,
                "description": page.meta_description,
                "image": page.og_image and page.og_image.url,
                "datePublished": page.publication_date and page.publication_date.isoformat(),
                "dateModified": page.modified_at and page.modified_at.isoformat(),
                "author": [person(author) for author in page.authors],
                "publisher": page.publication.publisher,
                "keywords": [topic.name for topic in page.topics],
                "citation": [cited(work) for work in page.cited_works],
            }
        ),
    }


def without_empty(data):
    """The dict without the keys that have nothing to say."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
