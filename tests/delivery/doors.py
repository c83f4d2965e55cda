"""Every door at which somebody without a login can ask: routes, parameters, links in answers."""

import json
import re
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import quote, urlencode, urlsplit

from django.urls import get_resolver, resolve
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, get_page_models

from api.openapi import document
from articles.models import Author, Topic
from cms.api import router
from evidence.writing import FORMATS
from library.models import Document, Image, Rendition
from tests.delivery.secrets import CTAS, FAR, FILES, GONE, MARK, PRIVATE, WORD, word

API = "/api/v2/"
DENIED = "admin/"
"""Below this everything asks for a login, but for `OPEN`."""
OPEN = {
    "admin/login/": "the login",
    "admin/logout/": "takes POST alone",
    "admin/password_reset/": "sends a letter to whoever has an account",
    "admin/password_reset/done/": "says that it did",
    "admin/password_reset/complete/": "says that it is done",
    "admin/password_reset/confirm/<uidb64>/<token>/": "what the letter leads to",
    "admin/jsi18n/": "Wagtail's own words",
    "admin/sprite/": "Wagtail's icons",
}


# Routes of the URL resolver


class CannotFill(LookupError):
    """A route whose arguments nobody has told the crawler; see `FILLS`."""


def routes(patterns=None, before=""):
    """The text of every route, as one that `resolve` names."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        text = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, text)
        else:
            yield text


def plain(route):
    return route.replace("^", "").replace("$", "").replace("\\Z", "")


def page_addresses(site):
    """The addresses of all pages, hidden ones too, with the routes that page types add."""
    for page in Page.objects.filter(depth__gt=1).specific():
        if page.url:
            address = urlsplit(page.url).path
            yield address
            if isinstance(page, RoutablePageMixin):
                for pattern in page.get_subpage_urls():
                    yield from (address + part for part in fill(str(pattern.pattern), site))
    yield from ("/no-such-page/", f"{site.index.url}no-such-page/", *site.redirects)


def file_addresses(site):
    for document_ in Document.objects.all():
        yield document_.url
        yield f"/documents/{document_.pk}/guessed.txt"


def password_forms(site):
    """Each page with the restriction that is a password, and each other restriction."""
    for restriction in PageViewRestriction.objects.all():
        pages = [site.pages["draft"], restriction.page]
        if restriction.password:
            pages += [*site.pages.values(), site.public]
        for page in pages:
            yield f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"


FILLS = {
    "((?:[\\w\\-]+/)*)": page_addresses,
    "documents/(\\d+)/(.*)": file_addresses,
    "documents/authenticate_with_password/<int:restriction_id>/": lambda site: [
        f"/documents/authenticate_with_password/{pk}/"
        for pk in (*CollectionViewRestriction.objects.values_list("pk", flat=True), 999)
    ],
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": (
        lambda site: password_forms(site)
    ),
    "media/originals/<path:name>": lambda site: [
        f"/media/originals/{name}" for name in Image.objects.values_list("file", flat=True)
    ],
    "media/renditions/<path:name>": lambda site: [
        f"/media/renditions/{name}" for name in Rendition.objects.values_list("file", flat=True)
    ],
    "admin/password_reset/confirm/<uidb64>/<token>/": lambda site: [
        "/admin/password_reset/confirm/MQ/guessed/"
    ],
    "topic/<slug:slug>/": lambda site: [f"topic/{topic.slug}/" for topic in Topic.objects.all()],
    "author/<slug:slug>/": lambda site: [f"author/{one.slug}/" for one in Author.objects.all()],
    "cite/<slug:name>/": lambda site: [f"cite/{name}/" for name in (*FORMATS, "missing")],
    "references/<slug:name>/": lambda site: [f"references/{name}/" for name in FORMATS],
    "search/": lambda site: [f"/search/?query={quote(words)}" for words in searches()],
}
"""A route, without the marks of a regular expression, to addresses that it leads to."""


def fill(route, site):
    """Addresses that a route leads to, with hidden and public things as its arguments."""
    route = plain(route)
    if route in FILLS:
        return list(FILLS[route](site))
    if found := re.fullmatch(r"api/v2/(\w+)/<int:pk>/", route):
        return [f"/api/v2/{found[1]}/{pk}/" for pk in ids(router.endpoints[found[1]])]
    if "<" in route or "(" in route:
        raise CannotFill(route)
    return [route] if route.startswith("feed/") or not route else [f"/{route}"]


def route_doors(site):
    """The addresses of every route that asks for no login."""
    doors = ["/healthz", "/readyz"]
    for route in routes():
        if not route.startswith(DENIED) or plain(route) in OPEN:
            doors += fill(route, site)
    return doors


def denied_addresses(page):
    """Route to address for all that asks for a login; each argument is a hidden page's id."""
    found = {}
    for route in routes():
        if route.startswith(DENIED) and plain(route) not in OPEN:
            argument = r"<(?:\w+:)?\w+>|\([^)]*\)|(?<!\()\.\*"
            address = "/" + re.sub(argument, str(page.pk), plain(route)).replace("\\", "")
            if plain(resolve(address).route) != plain(route):
                raise CannotFill(route)
            found[route] = address
    return found


# Parameters of the OpenAPI document


def ids(endpoint):
    """The ids of everything that an endpoint's model holds, hidden or not, and of nothing."""
    return [*endpoint.model.objects.order_by("pk").values_list("pk", flat=True), 99999]


def searches(name="pages"):
    """Queries: words of every kind of hidden thing that an endpoint may hold."""
    yield from ("words", "article", MARK)
    if name != "pages":
        for kind in HELD.get(name, []):
            yield from (word(kind, text) for text in ("title", "tag", "alt", "credit", "picture"))
        return
    kinds = [*GONE, *PRIVATE, "edits", "scheduled edits", "hidden parent"]
    yield from (word(kind, "title") for kind in kinds)
    texts = ["summary", "text", "heading", "quote", "cited title", "caption", "cell", "description"]
    yield from (word(kind, text) for kind, text in zip(PRIVATE, texts, strict=False))


def guesses(endpoint, parameter, site):
    """Values of a parameter with which a hidden thing would show, if it took part.

    One that needs other parameters beside it is a dict of them all.
    """
    name, schema = parameter["name"], parameter["schema"]
    field, _, operator = name.partition("__")
    if name in NAMED:
        return NAMED[name](endpoint, site)
    inner = schema.get("items", schema)
    kinds = inner.get("type") or {part.get("type") for part in inner.get("anyOf", [])}
    if "enum" in inner or "const" in inner:
        return inner.get("enum") or [inner["const"]]
    if "boolean" in kinds:
        values = ["true", "false"]
    elif "integer" in kinds:
        hidden = hidden_ids(field, endpoint, site)
        values = [hidden[0], hidden[-1]] if operator in ("gt", "gte", "lt", "lte") else hidden
    elif inner.get("format") == "date-time":
        values = [FAR.isoformat(), "2039-01-01T00:00:00Z"]
    elif operator == "contains":
        values = [MARK]
    else:
        kinds = HELD.get(endpoint_name(endpoint), [*GONE, *PRIVATE, "edits"])
        values = [word(kind, text_of(field)) for kind in kinds]
    if schema.get("type") == "array":
        return [",".join(str(value) for value in values)]
    is_text = isinstance(values[0], str) and field not in ("title", "slug")
    return values[:2] if is_text else values


HELD = {
    "authors": ["draft"],
    "ctas": [*CTAS],
    "documents": [*FILES],
    "images": [*FILES],
    "settings": ["draft"],
    "topics": ["draft"],
    "works": ["draft"],
}
"""The kinds of hidden thing that an endpoint's model holds, where they are no pages. Authors,
settings, topics and works are public, and asked for one kind to see that it stays out."""


def text_of(field):
    """The planted text that fills a field."""
    return {
        "seo_title": "seo title",
        "search_description": "description",
        "tags": "tag",
        "alt_text": "alt",
    }.get(field, field)


RELATIONS = {"lead_image": "images", "photo": "images", "page": "pages"}


def hidden_ids(field, endpoint, site):
    name = RELATIONS.get(field) or endpoint_name(endpoint)
    return site.hidden_ids.get(name) or site.hidden_ids["pages"][:2]


def endpoint_name(endpoint):
    return next(name for name, known in router.endpoints.items() if known is endpoint)


def page_paths(endpoint, site):
    pages = [urlsplit(page.url).path for page in site.pages.values()]
    return [*pages, *site.redirects, "/no-such-page/"]


def orders(endpoint, site):
    """Every field, both ways, and the fields of page types with their type."""
    for model in [endpoint.model, *(get_page_models() if endpoint.model is Page else [])]:
        names = endpoint.field_parameters(model)
        if model is not endpoint.model:
            names = names.keys() - endpoint.field_parameters(endpoint.model).keys()
        for name in sorted(names):
            for order in (name, f"-{name}"):
                is_own = model is not endpoint.model
                yield {"order": order} | ({"type": model._meta.label} if is_own else {})


NAMED = {
    "_": lambda endpoint, site: ["1"],
    "after": lambda endpoint, site: {
        "changes": ["0", "5", str(10**6)],
        "export": ["pages:2", *(f"{name}:{some[0]}" for name, some in site.hidden_ids.items())],
    }[endpoint_name(endpoint)],
    "author": lambda endpoint, site: [
        site.other_author.slug,
        str(site.other_author.pk),
        f"{site.other_author.slug},{site.author.slug}",
    ],
    "cites": lambda endpoint, site: [
        f"10.5555/nothing,{site.other_work.doi}",
        site.other_work.doi,
    ],
    "cited_by": lambda endpoint, site: [
        ",".join(str(page.pk) for page in site.pages.values()),
        str(site.pages["draft"].pk),
        str(site.public.pk),
    ],
    "cursor": lambda endpoint, site: [{"cursor": "", "limit": "3"}],
    "fields": lambda endpoint, site: ["*", "_", "title"],
    "has_block": lambda endpoint, site: ["text,quote,citation,table,embed", "quote", "nothing"],
    "html_path": page_paths,
    "limit": lambda endpoint, site: ["0", "1", "100"],
    "locale": lambda endpoint, site: ["en-gb", "fr", "missing"],
    "offset": lambda endpoint, site: ["1", "10", "1000"],
    "order": orders,
    "path": page_paths,
    "search": lambda endpoint, site: list(searches(endpoint_name(endpoint))),
    "site": lambda endpoint, site: ["localhost", "missing"],
    "topic": lambda endpoint, site: [
        site.other_topic.slug,
        str(site.other_topic.pk),
        f"{site.other_topic.slug},{site.topic.slug}",
    ],
    # Longer, the crawler would wait.
    "wait": lambda endpoint, site: ["0"],
    "type": lambda endpoint, site: [
        "articles.ArticlePage",
        "articles.ArticleIndexPage,home.HomePage",
        "home.StandardPage",
        "accounts.User",
    ],
}


def parameter_doors(site):
    """Every path of the OpenAPI document, with guesses at each of its parameters."""
    for path, operations in document(router, API)["paths"].items():
        endpoint = router.endpoints[path.removeprefix(API).split("/")[0]]
        parameters = operations["get"].get("parameters", [])
        parameters = [parameter for parameter in parameters if parameter["in"] == "query"]
        for address in filled(path, endpoint, site):
            yield address
            for parameter in parameters:
                needed = re.search(r"Needs `type=([\w.]+)`", parameter["description"])
                also = {"type": needed[1]} if needed else {}
                for value in guesses(endpoint, parameter, site):
                    asked = value if isinstance(value, dict) else {parameter["name"]: value}
                    yield f"{address}?{urlencode(asked | also)}"


def filled(path, endpoint, site):
    """The addresses of a path of the document at which its parameters are tried.

    The plain addresses of all objects are among the routes already.
    """
    if "{" not in path:
        return [path]
    name = endpoint_name(endpoint)
    tried = [*site.showing.get(name, []), site.hidden_ids.get(name, [99999])[0]]
    return [path.replace("{id}", str(pk)) for pk in tried]


# Asking


@dataclass(frozen=True)
class Answer:
    status: int
    headers: str
    body: str

    @property
    def text(self):
        return f"{self.headers}\n{self.body}"

    def words(self):
        return set(WORD.findall(self.text.lower()))


MOVING = {"Expires", "X-Content-Version"}
"""Headers that tell a moment. The number also moves when a public row loses what was hidden."""


def ask(client, door, method="get"):
    response = getattr(client, method)(door)
    body = b"".join(response) if response.streaming else response.content
    is_text = not response.get("Content-Type", "").startswith("image/")
    text = body.decode() if is_text else f"{len(body)} bytes"
    # Tokens against forged forms are new each time.
    text = re.sub(r"\b[A-Za-z0-9]{64}\b", "", text)
    headers = "\n".join(
        f"{name}: {value}" for name, value in sorted(response.items()) if name not in MOVING
    )
    headers += "".join(f"\nSet-Cookie: {name}" for name in response.cookies)
    return Answer(response.status_code, headers, text)


HERE = re.compile(r"https?://(?:localhost|testserver)(?::\d+)?(/[^\s\"'<>\\,)]*)")
LINK = re.compile(r"(?:href|src|srcset|action)=\"([/?][^\s\"]*)")


def links(door, answer):
    """The addresses on this site that an answer names."""
    text = unescape(answer.text)
    found = [*HERE.findall(text), *LINK.findall(text)]
    found += re.findall(r"^Location: (/\S*)", answer.headers, re.M)
    path, _, query = door.partition("?")
    if cursor := re.search(r'"next_cursor": ?"([^"]+)"', answer.body):
        found.append(f"{path}?{re.sub('cursor=[^&]*', 'cursor=' + cursor[1], query)}")
    for link in found:
        link = path + link if link.startswith("?") else link.partition("#")[0]
        if not link.startswith(("/static/", f"/{DENIED}", "/_util/login/?next=")):
            yield link


def crawl(client, doors):
    """The answer of every door and of every link in the answers, to where no new ones come."""
    answers, waiting = {}, list(dict.fromkeys(doors))
    while waiting:
        door = waiting.pop()
        if door not in answers:
            answers[door] = ask(client, door)
            waiting += links(door, answers[door])
    return answers


LOG = (f"{API}changes/", f"{API}export/")
ONCE_PUBLIC = f'"path":"/articles/{word("private later", "slug")}/"'
"""What the log goes on to tell of a page that everybody could see: its address at that time."""


def leaks(door, answer):
    """The words of hidden things that an answer says and its question did not."""
    if door.startswith(LOG[0]):
        answer = replace(answer, body=answer.body.replace(ONCE_PUBLIC, ""))
    return answer.words() - set(WORD.findall(door.lower()))


def tells_the_same(door, before, after):
    """Whether a door answers as before. The log may go on, of public things that were written."""
    if not door.startswith(LOG):
        return before == after
    told, more = logged(before), logged(after)
    return (before.status, told) == (after.status, more[: len(told)])


def logged(answer):
    """The changes or lines that an answer of the log tells, without the numbers where it stands."""
    if '"items":' in answer.body:
        return json.loads(answer.body)["items"]
    lines = re.sub(r"the log ends at \d+", "", answer.body).splitlines()
    return [line for line in lines if not line.startswith('{"version"')]


def answer_alike(client, hidden, missing):
    """Asserts that addresses of hidden things get the answer of one where there is nothing."""
    wanted = client.get(missing)
    assert wanted.status_code in (400, 404)
    for address in hidden:
        found = client.get(address)
        assert (found.status_code, found.content) == (wanted.status_code, wanted.content), address
        assert dict(found.items()) == dict(wanted.items()), address
