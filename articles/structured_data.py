"""JSON-LD in schema.org's vocabulary, read off the same derived values as HTML and JSON."""

from typing import Literal

from pydantic import ConfigDict, Field

from delivery.answers import Answer


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


def scholarly_article(citation):
    """ScholarlyArticle of a citation block's value."""
    return without_empty(
        {
            "@type": "ScholarlyArticle",
            "name": citation["title"],
            "author": [
                {"@type": "Organization", "name": name.literal}
                if name.literal
                else {"@type": "Person", "familyName": name.family, "givenName": name.given}
                for name in citation.authors
            ],
            "datePublished": citation["year"] and str(citation["year"]),
            "isPartOf": citation["container"]
            and {"@type": "Periodical", "name": citation["container"]},
            "sameAs": citation.href,
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
                "citation": [scholarly_article(citation) for citation in page.citations],
            }
        ),
    }


def without_empty(data):
    """The dict without the keys that have nothing to say."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
