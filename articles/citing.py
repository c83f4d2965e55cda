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


def work_data(work):
    """`WorkData` of a Work."""
    return WorkData(
        id=work.pk,
        title=work.title,
        doi=work.doi,
        year=work.year,
        url=work.url,
        href=work.href,
        csl=work.csl,
        references={style.replace("-", "_"): made for style, made in work.formatted.items()},
        notices=work.notices,
        is_retracted=work.is_retracted,
    )
