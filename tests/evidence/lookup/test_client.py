"""Asks a server that answers in the shapes of Crossref and DataCite, and with every fault."""

import socket
from threading import Event
from types import SimpleNamespace

import pytest

from evidence.lookup import client
from evidence.lookup.client import (
    LookupFailed,
    NotRegistered,
    OutOfReach,
    Pace,
    Registered,
    look_up,
    registered,
)
from evidence.notices import Notice
from tests.evidence.lookup.registry import running

DOI = "10.1080/24740527.2022.2126754"
MESSAGE = {
    "type": "journal-article",
    "title": ["What works?"],
    "author": [{"family": "Rash", "given": "Joshua A.", "sequence": "first", "affiliation": []}],
    "issued": {"date-parts": [[2022, 9, 20]]},
    "container-title": ["Canadian Journal of Pain"],
    "DOI": "10.1080/24740527.2022.2126754",
}
ITEM = {
    "type": "article-journal",
    "title": "What works?",
    "author": [{"family": "Rash", "given": "Joshua A."}],
    "issued": {"date-parts": [[2022, 9, 20]]},
    "container-title": "Canadian Journal of Pain",
    "DOI": DOI,
}


@pytest.fixture
def registry(settings, monkeypatch):
    monkeypatch.setattr(client, "pace", Pace())
    with running() as registry:
        settings.CROSSREF_URL = settings.DOI_RESOLVER_URL = registry.address
        settings.CROSSREF_MAILTO = "editors@example.org"
        yield registry


def test_a_doi_in_any_spelling_is_looked_up_at_crossref(registry):
    registry.knows_work(DOI, MESSAGE)
    assert look_up(f"https://doi.org/{DOI.upper()}.") == ITEM
    ((path, headers),) = registry.asked
    assert path == "/works/10.1080%2F24740527.2022.2126754?mailto=editors%40example.org"
    assert headers["User-Agent"] == "Citewell/1.0 (mailto:editors@example.org)"


def test_notices_come_with_the_work(registry):
    update = {
        "DOI": "10.1080/24740527.2023.1",
        "type": "retraction",
        "label": "Retraction",
        "source": "publisher",
        "updated": {"date-parts": [[2023, 1, 2]], "date-time": "2023-01-02T00:00:00Z"},
    }
    registry.knows_work(DOI, MESSAGE | {"updated-by": [update]})
    notice = Notice("retraction", "10.1080/24740527.2023.1", "2023-01-02", "Retraction")
    assert registered(DOI) == Registered(ITEM, (notice,))
    assert look_up(DOI) == ITEM


def test_nobody_is_named_who_is_not_set(registry, settings):
    settings.CROSSREF_MAILTO = ""
    registry.knows_work(DOI, MESSAGE)
    look_up(DOI)
    ((path, headers),) = registry.asked
    assert "mailto" not in path + headers["User-Agent"]


def test_what_crossref_does_not_know_is_asked_of_the_resolver(registry):
    item = {
        "type": "dataset",
        "id": "https://doi.org/10.5281/zenodo.1",
        "title": "Data",
        "author": [{"family": "Rash", "given": "J."}],
        "issued": {"date-parts": [[2021]]},
        "publisher": "Zenodo",
        "DOI": "10.5281/ZENODO.1",
    }
    registry.knows("/10.5281/zenodo.1", b"", status=302, Location="/data")
    registry.knows("/data", item)
    found = look_up("10.5281/zenodo.1")
    assert found == {name: value for name, value in item.items() if name != "id"} | {
        "DOI": "10.5281/zenodo.1"
    }
    assert registered("10.5281/zenodo.1").notices == ()
    assert registry.asked[-1][1]["Accept"] == "application/vnd.citationstyles.csl+json"


def test_redirects_lead_to_known_hosts_only(registry):
    registry.knows("/10.5281/zenodo.1", b"", status=302, Location="http://169.254.169.254/latest")
    with pytest.raises(NotRegistered, match="leads to a page"):
        look_up("10.5281/zenodo.1")
    registry.knows(f"/works/{DOI}", b"", status=301, Location="//evil.example/works")
    with pytest.raises(LookupFailed):
        look_up(DOI)
    assert not any("169.254" in path for path, _ in registry.asked)


@pytest.mark.parametrize(
    ("address", "is_known"),
    [
        ("https://data.crosscite.org/10.1/x", True),
        ("https://api.datacite.org/x", True),
        ("http://data.crosscite.org/10.1/x", False),
        ("https://data.crosscite.org.evil.example/", False),
        ("https://data.crosscite.org@evil.example/", False),
        ("https://evil.example/?https://data.crosscite.org/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_known_hosts_are_those_that_register_dois(address, is_known):
    assert client.is_known(address) == is_known


def test_redirects_end(registry):
    registry.knows(f"/works/{DOI}", b"", status=302, Location=f"/works/{DOI}")
    with pytest.raises(LookupFailed, match="cannot be read"):
        look_up(DOI)
    assert len(registry.asked) == client.REDIRECTS


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (200, b"<html><title>Maintenance</title></html>", "Crossref has answered something"),
        (200, b"", "Crossref has answered something"),
        (200, b"[" * 100_000, "Crossref has answered something"),
        (200, b"[1]", "Crossref has answered something"),
        (200, b'{"message": null}', "Crossref has answered something"),
        (200, b"\xff\xfe", "Crossref has answered something"),
        (200, b'{"message": {"type": "journal-article", "title": []}}', "but no title for it"),
        (400, b'{"message": {"title": ["T"]}}', "Crossref has answered something"),
        (429, b"", "asked too often"),
        (500, b"Internal Server Error", "has a fault of its own"),
        (503, b"", "has a fault of its own"),
    ],
)
def test_each_fault_becomes_a_sentence(registry, status, body, message):
    registry.knows(f"/works/{DOI}", body, status=status)
    with pytest.raises(LookupFailed, match=message) as failed:
        look_up(DOI)
    assert "by hand" in str(failed.value)
    assert isinstance(failed.value, OutOfReach) == (status in (429, 500, 503))


def test_a_doi_that_nobody_knows(registry):
    with pytest.raises(NotRegistered, match=f"Nobody has registered the DOI {DOI}"):
        look_up(DOI)


def test_an_answer_that_does_not_come_is_not_waited_for(registry, monkeypatch):
    monkeypatch.setattr(client, "SECONDS", 0.2)
    over = Event()
    registry.knows(f"/works/{DOI}", b"", wait=lambda: over.wait(10))
    with pytest.raises(OutOfReach, match="did not answer in time"):
        look_up(DOI)
    over.set()


def test_an_answer_that_is_too_large_is_not_read(registry, monkeypatch):
    monkeypatch.setattr(client, "LARGEST", 1000)
    registry.knows_work(DOI, MESSAGE | {"abstract": "a" * 5000})
    with pytest.raises(LookupFailed, match="something that cannot be read"):
        look_up(DOI)


def test_an_answer_that_trickles_is_not_read(registry, monkeypatch):
    monkeypatch.setattr(client, "MOST_SECONDS", -1)
    registry.knows_work(DOI, MESSAGE)
    with pytest.raises(LookupFailed, match="something that cannot be read"):
        look_up(DOI)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:{port}", "http://nowhere.invalid", "nothing"]
)
def test_no_network_becomes_a_sentence(settings, address):
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        settings.CROSSREF_URL = address.format(port=trial.getsockname()[1])
    with pytest.raises(OutOfReach, match="cannot be reached just now"):
        look_up(DOI)


def test_what_is_no_doi_is_not_asked_for(registry):
    with pytest.raises(ValueError, match="This is not a DOI"):
        look_up("../../etc")
    assert not registry.asked


def answer(status=200, **headers):
    return SimpleNamespace(
        status=status, headers={n.replace("_", "-"): v for n, v in headers.items()}
    )


def test_one_asks_as_often_as_one_may():
    pace, slept = Pace(), []
    pace.heed(answer(X_Rate_Limit_Limit="50", X_Rate_Limit_Interval="1s"))
    for _ in range(3):
        pace.wait(now=lambda: 100, sleep=slept.append)
    assert slept == pytest.approx([0.02, 0.04])


@pytest.mark.parametrize(
    "headers",
    [{}, {"X_Rate_Limit_Limit": "0", "X_Rate_Limit_Interval": "1s"}, {"X_Rate_Limit_Limit": "x"}],
)
def test_headers_that_say_nothing_slow_nothing(headers):
    pace = Pace()
    pace.heed(answer(**headers))
    pace.wait(now=lambda: 100, sleep=pytest.fail)
    pace.wait(now=lambda: 100, sleep=pytest.fail)


def test_who_is_told_to_wait_does_not_ask_meanwhile(registry):
    registry.knows(f"/works/{DOI}", b"", status=429, Retry_After="120")
    with pytest.raises(LookupFailed, match="asked too often"):
        look_up(DOI)
    with pytest.raises(OutOfReach, match=r"wait 1[12][0-9] seconds"):
        look_up(DOI)
    assert len(registry.asked) == 1
