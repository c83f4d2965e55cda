import re
from typing import Literal

from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from pydantic import BaseModel
from wagtail import blocks

from articles.blocks.kind import Kind
from evidence.doi import doi_url, normalise_doi

USAGES = [
    ("reference", "Reference: the work the article rests on"),
    ("quotation", "Quotation: the work's own words"),
    ("summary", "Summary: what the work says, in your words"),
]


class CitedName(BaseModel):
    """A person (`family`, `given`) or an organisation (`literal`), as in CSL-JSON's names."""

    family: str
    given: str
    literal: str


class CitationData(BaseModel):
    usage: Literal["reference", "quotation", "summary"]
    authors: list[CitedName]
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
    """The whole reference as one line of plain text."""


def parse_names(lines):
    """Names from text with one name a line: `Family, Given`, or an organisation without comma."""
    names = []
    for line in lines.splitlines():
        family, comma, given = (part.strip() for part in line.strip().partition(","))
        if comma:
            names.append(CitedName(family=family, given=given, literal=""))
        elif family:
            names.append(CitedName(family="", given="", literal=family))
    return names


def initials(given):
    """`Patricia Anne` as `P. A.`, `Jean-Paul` as `J.-P.`; what is abbreviated already stays.

    A suffix behind a comma stays too: `Henry L., III` as `H. L., III`.
    """
    given, comma, suffix = given.partition(",")

    def short(part):
        return part if part.endswith(".") else part[0] + "."

    words = given.replace(".", ". ").replace(". -", ".-").split()
    short_names = " ".join("-".join(short(p) for p in word.split("-") if p) for word in words)
    return short_names + comma + suffix


def join_names(names):
    """Names in the order and punctuation of a reference list (APA Style 7, 9.8)."""
    shown = [n.literal or ", ".join(filter(None, [n.family, initials(n.given)])) for n in names]
    if len(shown) > 20:
        return ", ".join(shown[:19]) + ", … " + shown[-1]
    if len(shown) > 1:
        return ", ".join(shown[:-1]) + ", & " + shown[-1]
    return "".join(shown)


def closed(text):
    """A part of a reference with its full stop, unless it ends in a mark already."""
    return text if not text or text[-1] in ".?!" else text + "."


class CitationValue(blocks.StructValue):
    @cached_property
    def authors(self):
        return parse_names(self["authors"] or "")

    @property
    def href(self):
        """Where the work is read: its DOI's address, else its URL, else None."""
        if self["doi"]:
            return doi_url(self["doi"])
        return self["url"] or None

    @property
    def parts(self):
        """What a reference consists of, in order: kind of part and text; empty parts left out."""
        by = closed(join_names(self.authors))
        date = f"({self['year']})." if self["year"] else "(n.d.)."
        title = closed(self["title"] or "")
        lead = [("authors", by), ("date", date), ("title", title)]
        if not by:
            lead = [("title", title), ("date", date)]
        parts = [*lead, ("container", closed(self["container"] or "")), ("link", self.href or "")]
        return [(kind, text) for kind, text in parts if text]

    @property
    def formatted(self):
        """The reference as one line of plain text."""
        return " ".join(text for _, text in self.parts)

    @property
    def formatted_html(self):
        """The reference with its container as `<cite>` and its address as a link."""
        wrap = {
            "container": "<cite>{}</cite>",
            "link": '<a href="{0}">{0}</a>',
        }
        parts = [format_html(wrap.get(kind, "{}"), text) for kind, text in self.parts]
        return format_html_join(mark_safe(" "), "{}", ((part,) for part in parts))


class CitationBlock(Kind):
    usage = blocks.ChoiceBlock(choices=USAGES, default="reference", label="Used as")
    authors = blocks.TextBlock(
        required=False,
        rows=4,
        help_text="One a line: “Family, Given names or initials”. "
        "An organisation stands on its line without a comma.",
    )
    year = blocks.IntegerBlock(required=False, min_value=1000, max_value=2100)
    title = blocks.CharBlock(max_length=500, help_text="The work's title, as published.")
    container = blocks.CharBlock(
        required=False,
        max_length=300,
        label="Published in",
        help_text="The journal, book, site or publisher.",
    )
    doi = blocks.CharBlock(
        required=False,
        max_length=300,
        label="DOI",
        help_text="Any spelling, such as https://doi.org/10.1080/24740527.2022.2126754.",
    )
    url = blocks.URLBlock(
        required=False, label="URL", help_text="For a work without a DOI: where it is read."
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

    def invalid(self, value):
        errors = {}
        if value["doi"]:
            try:
                value["doi"] = normalise_doi(value["doi"])
            except ValueError as error:
                errors["doi"] = str(error)
        if re.match(r"\s*ftps?:", value["url"] or "", re.IGNORECASE):
            errors["url"] = "Use an address that starts with https:// or http://."
        return errors

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

    def public(self, value, base_url, rich_text_format):
        return CitationData(
            usage=value["usage"] or "reference",
            authors=value.authors,
            year=value["year"],
            title=value["title"] or "",
            container=value["container"] or "",
            doi=value["doi"] or "",
            url=value["url"] or "",
            href=value.href,
            text=value["text"] or "",
            locator=value["locator"] or "",
            formatted=value.formatted,
        )

    class Meta:
        icon = "clipboard-list"
        group = "Evidence"
        label = "Citation"
        description = "A published work, and the way the article uses it."
        template = "articles/blocks/citation.html"
        value_class = CitationValue
        preview_value = {
            "usage": "reference",
            "authors": "Poulin, P. A.\nShergill, Y.\nRash, J. A.",
            "year": 2022,
            "title": "Extension for Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid "
            "Stewardship in Northwestern Ontario: A thematic analysis of patient cases",
            "container": "Canadian Journal of Pain",
            "doi": "10.1080/24740527.2022.2126754",
        }
