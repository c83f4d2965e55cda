"""What schemathesis makes of the API's description, sent to the API: nothing may contradict it.

Valid requests must be accepted, invalid ones refused, and all answers be as described.
`make test-long` makes more of them, from another seed.
"""

import re
from datetime import UTC
from random import Random

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.meta import TestPhase
from wagtail.contrib.redirects.models import Redirect

from api.openapi import document
from api.pagination import Cursor
from cms.api import router
from tests import builders, databases, samples
from tests.chance import IS_SECOND, LONG, SEED, examples, second

pytestmark = pytest.mark.django_db

EXAMPLES = examples(second(20))
"""Requests by chance for each address."""
SHARE = 1 if LONG else 0.1 if IS_SECOND else 0.3
"""Of the requests that go through the parameters one by one, how many are sent."""
TOGETHER = 4
"""Parameters of one request. With all at once, few requests could be answered."""

UNSAYABLE = {
    r"more than \d+ (parameters|words)|cannot be longer than": "about all together",
    r"highlights need a search": "one needs another",
    r"cannot be used with cursor|with cursor$|next_cursor of the": "one excludes another",
    r"random ordering|child_of is not supported": "one excludes another",
    r"while searching|with a search query": "one excludes another",
    r"cannot order by '.*' \(unknown field\)": "which fields there are depends on `type`",
    r"^unknown fields|^fields error|nested fields": "fields nest, and depend on `type`",
    r"(page|type) doesn't exist|^locale '": "what exists is no matter of form",
    r"time zone less than 16|date value out of range": "RFC 3339 reaches beyond all calendars",
    r"must be a path such as|read as an address": "addresses have many forms",
    r"^doi: This is not a DOI": "a format has a name, which its shortest examples do not know",
}
"""Refusals of what fits the schemas, and why JSON Schema cannot say it."""

FIELDS = ["id", "-id", "title", "-title", "detail_url", "tags", "slug", "body", "owner"]
CURSORS = st.builds(
    lambda endpoint, moment, id: Cursor(moment, id).encode(endpoint._meta.label_lower),
    st.sampled_from([endpoint.model for endpoint in router._endpoints.values()]),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.integers(0, 9),
)
FORMATS = {
    "address": st.sampled_from(["/", "/articles/pain-in-class/", "/old/", "http://localhost/"])
    | st.text(st.characters(exclude_characters="\0", codec="utf-8")).map("/{}".format),
    "cursor": st.just("") | CURSORS,
    "doi": st.sampled_from(["10.1080/24740527.2022.2126754", "doi:10.1000/182"]),
    "fields": st.builds(
        lambda first, others: ",".join([*first, *others]),
        st.sampled_from([[], ["*"], ["_"], ["parent(title)"]]),
        st.lists(st.sampled_from(FIELDS), max_size=4),
    ),
}
for name, values in FORMATS.items():
    schemathesis.openapi.format(name, values)

DOCUMENT = document(router, "/api/v2/")
NEEDED_TYPES = {
    parameter["name"]: re.findall(r"`type=(\S+)`", parameter["description"])
    for path in DOCUMENT["paths"].values()
    for parameter in path["get"]["parameters"]
    if parameter["in"] == "query"
}
"""The page types of which one is needed beside a parameter."""
LISTS = {
    (path, parameter["name"])
    for path, operations in DOCUMENT["paths"].items()
    for parameter in operations["get"]["parameters"]
    if parameter["schema"].get("type") == "array"
}
"""The parameters that are lists: a value alone is a list of one of these, written the same."""
REQUIRED = {"path"}
IDS = {"id", "child_of", "descendant_of", "ancestor_of", "translation_of", "lead_image"}


@pytest.fixture(scope="module")
def described_api():
    """Made when its turn comes: it takes seconds, in each process."""
    schema = schemathesis.openapi.from_dict(
        DOCUMENT,
        config=SchemathesisConfig.from_dict(
            {
                "seed": SEED,
                "generation": {
                    "max-examples": EXAMPLES,
                    # Refused at the gate: test_bytes_that_are_no_text_are_refused_in_json.
                    "allow-x00": False,
                },
                # 410 where the log does not reach; 400 besides: UNSAYABLE tells which.
                "checks": {
                    "positive_data_acceptance": {
                        "expected-statuses": ["2xx", "3xx", "400", "404", "410"]
                    }
                },
            }
        ),
    )
    schema.app = WSGIHandler()
    return schema


@pytest.fixture(scope="module")
def ids(django_db_setup, django_db_blocker):
    """The ids of the things on a small site with something of everything; committed."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock():
        article = samples.full_article()
        builders.make_article()
        image = builders.make_image()
        image.tags.add("a")
        file = builders.make_document()
        redirect = Redirect.add_redirect("/old/", article)
        with override_settings(WAITING_MAX=0):
            yield [1, 2, article.pk, image.pk, file.pk, redirect.pk]
        databases.restore()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schemathesis.pytest.from_fixture("described_api").parametrize()
def test_requests_are_answered_as_described(case, ids):
    chance = Random(f"{SEED} {case.method} {case.path_parameters} {case.query}")
    if case.meta.phase.name == TestPhase.COVERAGE and chance.random() > SHARE:
        return
    simplify(case, ids, chance)
    if is_said_all_the_same(case):
        return
    # Schemathesis does not open what is compressed.
    answer = case.call(headers={"Accept-Encoding": "identity"})
    case.validate_response(answer)
    if answer.status_code == 400:
        message = answer.json()["message"]
        if case.meta.generation.mode.is_positive:
            assert any(re.search(reason, message) for reason in UNSAYABLE), message


def spoilt_in(case):
    """The names of the parameters that were made invalid."""
    data = case.meta.phase.data
    return {data.parameter, *(mutation.parameter for mutation in data.mutations)}


def is_said_all_the_same(case):
    """Whether a list was made a number alone: invalid, but the address is that of a list of one."""
    lists = {name for name in spoilt_in(case) if (case.operation.path, name) in LISTS}
    return any(isinstance(case.query.get(name), int) for name in lists)


def simplify(case, ids, chance):
    """Leaves few parameters, and gives those what they need to mean something."""
    spoilt = spoilt_in(case)
    others = sorted(case.query.keys() & NEEDED_TYPES.keys() - spoilt)
    others = set(chance.sample(others, min(TOGETHER, len(others))))
    for name in case.query.keys() & NEEDED_TYPES.keys() - spoilt - others - REQUIRED:
        del case.query[name]
    for name in sorted(others & IDS | ({"id"} & case.path_parameters.keys() - spoilt)):
        place = case.path_parameters if name in case.path_parameters else case.query
        place[name] = chance.choice([place[name], *ids])
    typed = [name for name in [*sorted(spoilt, key=str), *sorted(others)] if NEEDED_TYPES.get(name)]
    if typed and "type" not in spoilt:
        case.query["type"] = chance.choice(NEEDED_TYPES[typed[0]])
    for name in typed:
        if name in others and case.query.get("type") not in NEEDED_TYPES[name]:
            del case.query[name]
    if "highlights" in case.query:
        case.query.setdefault("search", "pain")
