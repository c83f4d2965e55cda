import re
from typing import Literal

from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from wagtail import blocks

from articles.blocks.kind import Kind, lines
from articles.web_address import validate_web_address
from delivery.answers import Answer
from evidence.doi import doi_in, doi_url, normalise_doi
from evidence.names import initials

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


# An initial's full stop and a comma end a name, unless a suffix such as “Jr.” follows.
_BETWEEN_NAMES = re.compile(r"[\n\r;]|(?<=\.),\s+(?!(?:Jr|Sr|[IVX]+)\b)|(?<=\.)\s+&\s")


def parse_names(text):
    """Names from text, one a line: `Family, Given`, or an organisation without a comma.

    Also reads the names of a pasted reference: `Poulin, P. A., Shergill, Y., & Rash, J. A.`
    """
    names = []
    for name in _BETWEEN_NAMES.split(text):
        family, comma, given = name.strip(" \t&…").partition(",")
        family, given = family.strip(), given.strip(" \t,")
        if family and comma:
            names.append(CitedName(family=family, given=given, literal=""))
        elif family or given:
            names.append(CitedName(family="", given="", literal=family or given))
    return names


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
    inside_quotes = text.rstrip("\"'”’»")
    return text + "." if text and not inside_quotes.endswith((".", "?", "!")) else text


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
        title = closed(self["title"] or "")
        date = f"({self['year']})." if self["year"] else "(n.d.)." if by or title else ""
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
    answer = CitationData

    usage = blocks.ChoiceBlock(
        choices=USAGES,
        default="reference",
        label="Used as",
        help_text="How the article uses the work.",
    )
    authors = blocks.TextBlock(
        required=False,
        rows=4,
        help_text="One a line: “Family, Given names or initials”. "
        "An organisation stands on its line without a comma. "
        "The names of a reference can be pasted as they are.",
    )
    year = blocks.IntegerBlock(
        required=False,
        min_value=1000,
        max_value=2100,
        help_text="Of publication. Empty: the work has no date.",
    )
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
        required=False,
        label="URL",
        help_text="For a work without a DOI: where it is read.",
        validators=[validate_web_address],
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

    def clean(self, value):
        """Also stores the DOI in its one spelling."""
        value = super().clean(value)
        value["doi"] = value["doi"] and normalise_doi(value["doi"])
        return value

    def invalid(self, value):
        if value["doi"]:
            try:
                normalise_doi(value["doi"])
            except ValueError as error:
                return {"doi": str(error)}
        return {}

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

    def keys(self, raw):
        doi = doi_in(raw.get("doi") or "")
        return [("cites", doi)] if doi else []

    def plain_text(self, value):
        reference = f"{value.formatted} {value['locator'] or ''}" if value["title"] else ""
        if value["usage"] in ("quotation", "summary"):
            return lines(value["text"], reference)
        return lines(reference, value["text"])

    class Meta:
        icon = "clipboard-list"
        group = "Evidence"
        label = "Citation"
        description = "A published work, and the way the article uses it."
        template = "articles/blocks/citation.html"
        value_class = CitationValue
        preview_value = {
            "usage": "reference",
            "authors": "Poulin, P. A.\nShergill, Y.\nGrebowicz, A.\nAlmeida, I.\nCantave, R.\n"
            "MacLeod, B.\nLarocque, T.\nGarstin, D.\nFitzgerald, S. F.\nRash, J. A.",
            "year": 2022,
            "title": "Extension for Community Healthcare Outcomes (ECHO) Chronic Pain & Opioid "
            "Stewardship in Northwestern Ontario: A thematic analysis of patient cases",
            "container": "Canadian Journal of Pain",
            "doi": "10.1080/24740527.2022.2126754",
        }
