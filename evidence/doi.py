"""Digital Object Identifiers: reading them in the ways in which editors have them.

Syntax: DOI Handbook, section 2.2, and Crossref's recommended pattern for current DOIs.
"""

import re
from urllib.parse import parse_qsl, quote, unquote

LONGEST = 4000
"""Characters that are looked at: Crossref allows 2048 for a DOI, and an address may be longer."""
_NESTED = 3
"""How many addresses may stand in the query of one another."""
_PREFIX = r"10\.[0-9]{4,9}(?:\.[0-9]+)*/"
_DOI = re.compile(_PREFIX + r"\S+")
_DOI_IN_PATH = re.compile(r"(?<=[/:=])" + _PREFIX + r"\S+")
_LABEL = re.compile(r"(?:doi(?:\s*:\s*|\s+)|info:doi/|urn:doi:)", re.IGNORECASE)
_RESOLVER = re.compile(r"(?:https?://)?(?:www\.|dx\.)?doi\.org/", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
# Taken out of the query of another.
_ENCODED_ADDRESS = re.compile(r"https?%(?:25)*3A", re.IGNORECASE)
# What publishers put behind a DOI to address one form or part of the article.
_VIEW = re.compile(
    r"(?:/(?:abstract|citations?|epdf|epub|figures|full|fulltext|html|meta|metrics|pdf|references"
    r"|summary|tables))?(?:\.(?:abstract|full|html?|pdf))*/?$",
    re.IGNORECASE,
)
_PREPRINT_VERSION = re.compile(r"(?<=[0-9])v[0-9]+$")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_QUOTES = "\"'`“”‘’«»"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


def normalise_doi(text):
    """A DOI in any common spelling as its bare, lower-case name, such as `10.1000/182`.

    Takes a bare name, `doi:10.…`, a doi.org address, or a publisher's address that holds the DOI,
    be it percent-encoded, in brackets or quotation marks, or with a full stop behind it.
    Raises ValueError for anything else.
    """
    name = _name_in(text.translate(_INVISIBLE), _NESTED) if len(text) <= LONGEST else ""
    if not _DOI.fullmatch(name) or not name.isprintable() or "\ufffd" in name:
        raise ValueError(
            "This is not a DOI. A DOI looks like 10.1080/24740527.2022.2126754 "
            "or https://doi.org/10.1080/24740527.2022.2126754."
        )
    # Case matters in a DOI except for ASCII letters (DOI Handbook, 2.2), which bytes know alone.
    return name.encode().lower().decode()


def doi_in(text):
    """The same where there may be none: an empty string instead of an error."""
    try:
        return normalise_doi(text)
    except ValueError:
        return ""


def doi_url(doi):
    """The address that resolves a DOI, in the form the DOI Foundation asks for."""
    return "https://doi.org/" + quote(doi, safe="/:;().,~!*'@$+=-_")


def _name_in(text, nested):
    """The part of a text that should be a DOI's name."""
    text = _LABEL.sub("", _unwrapped(text), count=1)
    if _ENCODED_ADDRESS.match(text):
        text = _decoded(text)
    resolver = _RESOLVER.match(text)
    if resolver:
        text = re.split(r"[?#]", text[resolver.end() :])[0]
    elif _ADDRESS.match(text):
        return _name_in_address(text, nested)
    return _unwrapped(_LABEL.sub("", _decoded(text), count=1))


def _name_in_address(address, nested):
    """The DOI that a publisher's address holds in its path or its query, or an empty string."""
    path, _, query = address.partition("#")[0].partition("?")
    found = _DOI_IN_PATH.search(_decoded(path))
    if not found and not nested:
        return ""
    if not found:
        names = (_name_in(value, nested - 1) for _, value in parse_qsl(query))
        return next(filter(_DOI.fullmatch, names), "")
    name = _VIEW.sub("", found[0])
    # bioRxiv and medRxiv, whose DOIs are the same for all versions.
    return _PREPRINT_VERSION.sub("", name) if name.startswith("10.1101/") else name


def _decoded(text):
    """A text without percent-encoding, however many times it was encoded."""
    while (once := unquote(text)) != text:
        text = once
    return text


def _unwrapped(text):
    """A text without the brackets, quotation marks and punctuation that it stands in."""
    text = text.lstrip("".join(_PAIRS.values()) + _QUOTES + " \t\r\n")
    while text:
        last = text[-1]
        open_bracket = _PAIRS.get(last)
        unbalanced = open_bracket and text.count(last) > text.count(open_bracket)
        if not (unbalanced or last in ".,;" or last in _QUOTES or last.isspace()):
            break
        text = text[:-1]
    return text
