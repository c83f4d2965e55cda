"""Asks Crossref and DataCite for works, politely, and says in plain sentences what came of it."""

import json
import re
import time
from threading import Lock
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

import httpx
from django.conf import settings

from evidence.csl.data import Fields
from evidence.doi import normalise_doi
from evidence.lookup import crossref
from evidence.notices import Notice

CSL = "application/vnd.citationstyles.csl+json"
REDIRECTS = 4
LARGEST = 4 * 1024**2
"""Bytes of an answer."""
SECONDS = 10
"""For connecting, and between two parts of an answer."""
MOST_SECONDS = 20
"""For all of an answer."""


class LookupFailed(Exception):
    """A work could not be looked up. Its text says why, in a sentence for the editor."""


class NotRegistered(LookupFailed):
    """Nobody knows this DOI."""


class OutOfReach(LookupFailed):
    """Nobody answers just now, or not to us, so that asking for another DOI is of no use."""


class Registered(NamedTuple):
    """What is known of a DOI."""

    item: dict
    """CSL-JSON of the work, without an id."""
    notices: tuple[Notice, ...] = ()
    """What has become of the work, as Crossref knows; other agencies tell of nothing."""


class Answer(NamedTuple):
    status: int
    headers: httpx.Headers
    body: bytes


class Pace:
    """How often Crossref may be asked, by the headers of its last answer."""

    def __init__(self):
        self.lock = Lock()
        self.next = 0.0
        self.interval = 0.0
        """Seconds between two questions."""

    def wait(self, now=time.monotonic, sleep=time.sleep):
        """Waits for the next turn. Raises `OutOfReach` where that is far away."""
        with self.lock:
            seconds = self.next - now()
            if seconds > SECONDS:
                raise OutOfReach(
                    f"Crossref asks us to wait {round(seconds)} seconds. Please try again then, or "
                    "fill in the fields by hand."
                )
            self.next = max(self.next, now()) + self.interval
        if seconds > 0:
            sleep(seconds)

    def heed(self, answer, now=time.monotonic):
        """Keeps to what an answer says of how often one may ask."""
        limit = answer.headers.get("X-Rate-Limit-Limit", "")
        interval = re.fullmatch(r"(\d+)s?", answer.headers.get("X-Rate-Limit-Interval", ""))
        with self.lock:
            if limit.isdecimal() and int(limit) and interval:
                self.interval = min(SECONDS, int(interval[1]) / int(limit))
            if answer.status == httpx.codes.TOO_MANY_REQUESTS:
                after = answer.headers.get("Retry-After", "")
                self.next = now() + (min(int(after), 3600) if after.isdecimal() else SECONDS * 2)


pace = Pace()


def look_up(doi):
    """CSL-JSON of the work with a DOI, without an id. Raises as `registered` does."""
    return registered(doi).item


def registered(doi):
    """What is `Registered` of a DOI. Raises `LookupFailed`, and ValueError for what is no DOI."""
    doi = normalise_doi(doi)
    try:
        return _from_crossref(doi)
    except NotRegistered:
        return Registered(_by_negotiation(doi))


def _from_crossref(doi):
    message = _message(doi)
    item = crossref.item_of(message)
    if "title" not in item:
        raise LookupFailed(
            "Crossref knows this DOI, but no title for it. Please fill in the fields by hand."
        )
    return Registered(item | {"DOI": doi}, tuple(crossref.notices_of(message)))


def _message(doi):
    pace.wait()
    address = f"{settings.CROSSREF_URL.rstrip('/')}/works/{quote(doi, safe='')}"
    params = {"mailto": settings.CROSSREF_MAILTO} if settings.CROSSREF_MAILTO else {}
    answer = _answer("Crossref", address, params, "application/json")
    pace.heed(answer)
    if answer.status == httpx.codes.NOT_FOUND:
        raise NotRegistered(_unknown(doi))
    message = _json("Crossref", answer).get("message")
    if not isinstance(message, dict):
        raise LookupFailed(_strange("Crossref"))
    return message


def _by_negotiation(doi):
    address = f"{settings.DOI_RESOLVER_URL.rstrip('/')}/{quote(doi, safe='/')}"
    answer = _answer("DataCite", address, {}, CSL)
    if answer.status in (httpx.codes.NOT_FOUND, httpx.codes.NOT_ACCEPTABLE):
        raise NotRegistered(_unknown(doi))
    item = _json("DataCite", answer)
    if not Fields({"id": "", **item}).get("title"):
        raise LookupFailed(
            "This DOI is known, but no title for it. Please fill in the fields by hand."
        )
    kept = {name: value for name, value in item.items() if name not in ("id", "abstract")}
    return kept | {"DOI": doi}


def _answer(who, address, params, wanted):
    """An answer that is no redirect, read whole. Raises `LookupFailed`."""
    agent = "Citewell/1.0"
    if settings.CROSSREF_MAILTO:
        agent += f" (mailto:{settings.CROSSREF_MAILTO})"
    headers = {"Accept": wanted, "User-Agent": agent}
    try:
        with httpx.Client(timeout=SECONDS, headers=headers) as client:
            for _ in range(REDIRECTS):
                with client.stream("GET", address, params=params) as response:
                    if not response.is_redirect:
                        body = _body(who, response)
                        return Answer(response.status_code, response.headers, body)
                address, params = urljoin(address, response.headers["Location"]), None
                if not is_known(address):
                    raise NotRegistered(
                        "This DOI leads to a page, not to data about the work. Please fill in the "
                        "fields by hand."
                    )
    except httpx.TimeoutException:
        raise OutOfReach(
            f"{who} did not answer in time. Please try again, or fill in the fields by hand."
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise OutOfReach(
            f"{who} cannot be reached just now. Please try again later, or fill in the fields by "
            "hand."
        ) from None
    raise LookupFailed(_strange(who))


def _body(who, response):
    """A body that is neither too large nor too slow."""
    start, size, parts = time.monotonic(), 0, []
    for part in response.iter_bytes():
        size += len(part)
        parts.append(part)
        if size > LARGEST or time.monotonic() - start > MOST_SECONDS:
            raise LookupFailed(_strange(who))
    return b"".join(parts)


def is_known(address):
    """Whether an address is of a host that is asked anyway, or that registers DOIs."""
    parts = urlsplit(address)
    bases = [urlsplit(base) for base in (settings.CROSSREF_URL, settings.DOI_RESOLVER_URL)]
    if (parts.scheme, parts.netloc) in {(base.scheme, base.netloc) for base in bases}:
        return True
    return parts.scheme == "https" and parts.netloc in settings.DOI_HOSTS


def _json(who, answer):
    if answer.status == httpx.codes.TOO_MANY_REQUESTS:
        raise OutOfReach(
            f"{who} has been asked too often. Please wait a minute, or fill in the fields by hand."
        )
    if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise OutOfReach(
            f"{who} has a fault of its own just now. Please try again later, or fill in the fields "
            "by hand."
        )
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise LookupFailed(_strange(who)) from None
    if answer.status != httpx.codes.OK or not isinstance(found, dict):
        raise LookupFailed(_strange(who))
    return found


def _unknown(doi):
    return (
        f"Nobody has registered the DOI {doi}. Is it spelled right? "
        "Otherwise, fill in the fields by hand."
    )


def _strange(who):
    return (
        f"{who} has answered something that cannot be read. "
        "Please try again later, or fill in the fields by hand."
    )
