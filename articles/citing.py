"""What the public is told of a work that articles cite."""

from typing import Literal

from pydantic import JsonValue

from delivery.answers import Answer
from evidence.notices import KINDS


class FormattedReference(Answer):
    text: str
    """One line of plain text."""
    html: str
    """With `<i>`, `<b>`, `<sub>`, `<sup>` and links alone."""


class ReferenceByStyle(Answer):
    """The work's reference as it stands alone, in each style."""

    apa: FormattedReference
    american_medical_association: FormattedReference
    nlm_citation_sequence: FormattedReference


class NoticeData(Answer):
    """What has become of a work after it was published."""

    kind: Literal[tuple(KINDS)]
    doi: str
    """Of the notice; may be empty."""
    date: str
    """As much as is known: `2019`, `2019-01` or `2019-01-31`; may be empty."""
    label: str
    """What the publisher calls it."""


class WarningData(NoticeData):
    """A retraction of a work that a page cites, or an expression of concern about it."""

    work: int
    """The id of the work."""
    title: str
    """Of the work, without markup."""
    year: int | None
    """In which the work was published."""
    href: str | None
    """Where the notice is read: its DOI's address."""
    text: str
    """What became of the work, and when: `Retracted on 31 January 2019`."""


class WorkData(Answer):
    id: int
    title: str
    """Without markup."""
    doi: str
    year: int | None
    url: str
    href: str | None
    """Where the work is read: its DOI's address, else its URL."""
    csl: dict[str, JsonValue]
    """All that is known of the work, as CSL-JSON without an id."""
    references: ReferenceByStyle
    notices: list[NoticeData]
    """The earliest first."""
    is_retracted: bool
    """Whether the last word on it is that it was taken back."""


class CitingPage(Answer):
    """A page that cites a work."""

    id: int
    title: str
    html_url: str
    detail_url: str


class CitedWorkData(WorkData):
    cited_by: list[CitingPage]
    """The pages that cite it, in the order of their ids: at most the first hundred."""
    all_cited_by: str | None
    """Where more pages cite it: the address of the list of all of them on this site."""


def in_order(value):
    """JSON with its keys in alphabetical order; PostgreSQL keeps them in one of its own."""
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value)}
    return [in_order(each) for each in value] if isinstance(value, list) else value


def warnings_about(works):
    """`WarningData` of each of some works that has one, those of retractions first."""
    found = [(work, warning) for work in works if (warning := work.warning)]
    found.sort(key=lambda pair: pair[1].kind != "retraction")
    return [
        WarningData(
            **warning._asdict(),
            work=work.pk,
            title=work.title,
            year=work.year,
            href=warning.href,
            text=warning.text,
        )
        for work, warning in found
    ]


def work_data(work):
    """`WorkData` of a Work."""
    return WorkData(**_facts(work))


def cited_work_data(work, pages, all_pages=None):
    """`CitedWorkData` of a Work, the `CitingPage`s that cite it, and where there are more."""
    return CitedWorkData(**_facts(work), cited_by=pages, all_cited_by=all_pages)


def _facts(work):
    return {
        "id": work.pk,
        "title": work.title,
        "doi": work.doi,
        "year": work.year,
        "url": work.url,
        "href": work.href,
        "csl": in_order(work.csl),
        "references": {style.replace("-", "_"): made for style, made in work.formatted.items()},
        "notices": work.notices,
        "is_retracted": work.is_retracted,
    }
