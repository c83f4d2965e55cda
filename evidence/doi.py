"""Digital Object Identifiers: reading them in the ways in which editors have them.

Syntax: DOI Handbook, section 2.2, and Crossref's recommended pattern for current DOIs.
"""

import re
from urllib.parse import quote, unquote

_DOI = re.compile(r"10\.\d{4,9}/[^\s\x00-\x1f]+")
_PREFIX = re.compile(r"(?:https?://)?(?:(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def normalise_doi(text):
    """A DOI in any common spelling as its bare, lower-case name, such as `10.1000/182`.

    Takes a bare name, `doi:10.…` or a doi.org address. Raises ValueError for anything else.
    """
    name = _PREFIX.sub("", text.strip(), count=1)
    name = unquote(name).strip().rstrip(".,;")
    if not _DOI.fullmatch(name):
        raise ValueError(
            "This is not a DOI. A DOI looks like 10.1080/24740527.2022.2126754 "
            "or https://doi.org/10.1080/24740527.2022.2126754."
        )
    return name.lower()


def doi_url(doi):
    """The address that resolves a DOI, in the form the DOI Foundation asks for."""
    return "https://doi.org/" + quote(doi, safe="/:;().,~!*'@$+=-_")
