from typing import Literal

from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from articles.blocks.kind import Kind, lines
from articles.citing import WorkData, work_data
from articles.references import alone
from delivery.answers import Answer
from evidence.names import family_of

USAGES = [
    ("reference", "Reference: the work the article rests on"),
    ("quotation", "Quotation: the work's own words"),
    ("summary", "Summary: what the work says, in your words"),
]


class CitedName(Answer):
    """A person (`family`, `given`) or an organisation (`literal`), as in CSL-JSON's names."""

    family: str
    given: str
    literal: str


class CitationData(Answer):
    usage: Literal["reference", "quotation", "summary"]
    work: WorkData | None
    """Null when no work is chosen, or the chosen one is deleted."""
    authors: list[CitedName]
    """Of the work, like all up to `href`; empty without one."""
    year: int | None
    title: str
    container: str
    doi: str
    url: str
    href: str | None
    """Where the work is read: its DOI's address, else its URL."""
    text: str
    locator: str
    formatted: str
    """The whole reference as one line of plain text, in the site's style of citing."""
    formatted_html: str
    """The same with `<i>`, `<b>`, `<sub>`, `<sup>` and links."""


def cited_name(name):
    """`CitedName` of a name of CSL-JSON."""

    def joined(*parts, by=" "):
        return by.join(str(name[part]) for part in parts if name.get(part))

    if not name.get("family"):
        return CitedName(family="", given="", literal=joined("literal", "given"))
    return CitedName(family=family_of(name), given=joined("given", "suffix", by=", "), literal="")


class CitationValue(blocks.StructValue):
    @cached_property
    def reference(self):
        """The work's `Reference`, or None; on a page, as one of all the works that it cites."""
        return alone(self["work"]) if self["work"] else None

    @property
    def href(self):
        """Where the work is read, or None."""
        return self["work"].href if self["work"] else None

    @property
    def formatted(self):
        """The reference as one line of plain text."""
        return self.reference.text if self.reference else ""

    @property
    def formatted_html(self):
        """The reference with italics and links."""
        html = self.reference.html if self.reference else ""
        return mark_safe(html)  # noqa: S308 - cleaned when it was made


class CitationBlock(Kind):
    answer = CitationData

    usage = blocks.ChoiceBlock(
        choices=USAGES,
        default="reference",
        label="Used as",
        help_text="How the article uses the work.",
    )
    work = SnippetChooserBlock(
        "evidence.Work", help_text="Shared: a change to it shows wherever it is cited."
    )
    text = blocks.TextBlock(
        required=False,
        rows=3,
        help_text="For a quotation, the work's own words; for a summary, yours. "
        "For a reference, nothing or a remark.",
    )
    locator = blocks.CharBlock(
        required=False,
        max_length=100,
        help_text="Where in the work, such as “p. 4”, “pp. 4–5” or “Table 2”.",
    )

    def missing(self, value):
        errors = {}
        if value["usage"] == "quotation":
            if not value["text"]:
                errors["text"] = "Give the words that are quoted."
            if not value["locator"]:
                errors["locator"] = "Say where in the work the words stand, such as “p. 4”."
        if value["usage"] == "summary" and not value["text"]:
            errors["text"] = "Say what the work says, in your words."
        return errors

    def cited(self, raw):
        return [raw["work"]] if isinstance(raw.get("work"), int) else []

    def citing_instead(self, raw, old, new):
        return {**raw, "work": new} if raw.get("work") == old else raw

    def prefetch(self, bodies, visibility):
        """Takes each reference from all that its page cites."""
        for page, values in bodies:
            for value in values:
                value.reference = value["work"] and page.reference_set.reference(value["work"].pk)

    def public(self, value, base_url, rich_text_format):
        work = value["work"] and work_data(value["work"])
        csl = value["work"].csl if work else {}
        authors = csl.get("author", [])
        return CitationData(
            usage=value["usage"] or "reference",
            work=work,
            authors=[cited_name(name) for name in authors if isinstance(name, dict)],
            year=work and work.year,
            title=work.title if work else "",
            container=str(csl.get("container-title", "")),
            doi=work.doi if work else "",
            url=work.url if work else "",
            href=value.href,
            text=value["text"] or "",
            locator=value["locator"] or "",
            formatted=value.formatted,
            formatted_html=value.formatted_html,
        )

    def plain_text(self, value):
        reference = f"{value.formatted} {value['locator'] or ''}" if value["work"] else ""
        if value["usage"] in ("quotation", "summary"):
            return lines(value["text"], reference)
        return lines(reference, value["text"])

    def get_searchable_content(self, value):
        """The words of the work, too: the article is found by whom and what it cites."""
        return [value.formatted, *super().get_searchable_content(value)]

    def get_preview_value(self):
        from evidence.models import Work

        sample = Work(pk=1, csl=SAMPLE)
        sample.derive()
        return self.normalize({"usage": "reference", "work": sample})

    class Meta:
        icon = "clipboard-list"
        group = "Evidence"
        label = "Citation"
        description = "A published work, and the way the article uses it."
        template = "articles/blocks/citation.html"
        value_class = CitationValue


SAMPLE = {
    "type": "article-journal",
    "author": [
        {"family": "Poulin", "given": "P. A."},
        {"family": "Shergill", "given": "Y."},
        {"family": "Grebowicz", "given": "A."},
        {"family": "Almeida", "given": "I."},
        {"family": "Cantave", "given": "R."},
        {"family": "MacLeod", "given": "B."},
        {"family": "Larocque", "given": "T."},
        {"family": "Garstin", "given": "D."},
        {"family": "Fitzgerald", "given": "S. F."},
        {"family": "Rash", "given": "J. A."},
    ],
    "issued": {"date-parts": [[2022]]},
    "title": "Extension for Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid "
    "Stewardship in Northwestern Ontario: A thematic analysis of patient cases",
    "container-title": "Canadian Journal of Pain",
    "DOI": "10.1080/24740527.2022.2126754",
}
