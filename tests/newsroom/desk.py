"""What people do in the admin, as the requests that their browsers send."""

import json
import re
from html import escape, unescape

import bs4
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils import form_data
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text

from articles.rich_text import ARTICLE_FEATURES
from tests import builders

PUBLISH = {"action-publish": "action-publish"}
SUBMIT = {"action-submit": "action-submit"}
APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}
FORMS = ("page-edit-form", "w-editor-form")


def at_desk(group=None):
    """A browser in which somebody of a group (None: an administrator) has logged in."""
    return log_in(builders.make_user(group))


def log_in(user, password="password"):
    browser = Client()
    sent = {"username": user.get_username(), "password": password}
    answer = browser.post(reverse("wagtailadmin_login"), sent)
    assert answer.status_code == 302, "The login was refused."
    browser.user = user
    return browser


def add_address(model, parent=None):
    """Where an object of a model is made; pages below their parent."""
    if issubclass(model, Page):
        names = model._meta.app_label, model._meta.model_name
        return reverse("wagtailadmin_pages:add", args=[*names, parent.pk])
    return reverse(model.snippet_viewset.get_url_name("add"))


def edit_address(thing):
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


def opened(browser, address):
    """What the form at an address would send back as it stands."""
    answer = browser.get(address)
    assert answer.status_code == 200, f"{address} is answered with {answer.status_code}."
    return shown(answer)


def shown(answer):
    """The same of a form that has been answered with."""
    html = answer.content.decode()
    form = next(name for name in FORMS if f'id="{name}"' in html)
    fields = querydict_from_html(html, form_id=form).dict()
    # A browser takes the line break that HTML has at the start of a textarea for layout.
    fields = {name: value.removeprefix("\n") for name, value in fields.items()}
    for field in bs4.BeautifulSoup(html, "html.parser").select("[data-w-block-arguments-value]"):
        state, *_ = json.loads(field["data-w-block-arguments-value"])
        fields |= nested_form_data({field["id"]: _stream(state)})
    return fields


def _stream(state):
    """The fields that Wagtail's scripts make of the blocks that a form comes with."""
    children = [(block["type"], _fields(block["value"])) for block in state]
    ids = {str(at): {"id": block["id"]} for at, block in enumerate(state)}
    sent = form_data.streamfield(children)
    return {name: value | ids[name] if name in ids else value for name, value in sent.items()}


def _fields(state):
    if isinstance(state, list) and all(isinstance(item, str) for item in state):
        return next(iter(state), "")  # A select's choice.
    if isinstance(state, list):
        return _list(state)
    if isinstance(state, dict) and "edit_url" in state:  # A chooser.
        return state["id"]
    if isinstance(state, dict):
        # A browser sends nothing of a box that is not ticked, and a table as JSON.
        sent = {name: value for name, value in state.items() if value is not False}
        return {
            name: json.dumps(value) if name == "table" else _fields(value)
            for name, value in sent.items()
        }
    return "" if state is None else state


def _list(state):
    items = [
        {"value": _fields(item["value"]), "id": item["id"], "deleted": "", "order": str(at)}
        for at, item in enumerate(state)
    ]
    return {str(at): item for at, item in enumerate(items)} | {"count": str(len(items))}


def send(browser, address, action=(), **typed):
    """Opens a form, types into it, presses a button (none: saves a draft) and sends it."""
    data = opened(browser, address) | nested_form_data(typed) | dict(action)
    return browser.post(address, data)


def autosave(browser, address, **typed):
    """What the open editor sends by itself, half a second after a change."""
    data = opened(browser, address) | nested_form_data(typed)
    return browser.post(address, data, headers={"Accept": "application/json"})


def article(**typed):
    """What the form of a new article sends when all is filled in that must be."""
    number = next(builders.numbers)
    complete = {
        "title": f"Article {number}",
        "slug": f"article-{number}",
        "summary": f"What article {number} is about.",
        "body": blocks(("text", {"content": paragraphs("All there is to say.")})),
        "article_authors": lines(),
        "article_topics": lines(),
        "cta_placements": lines(),
    }
    return nested_form_data(complete | typed)


def call_to_action(**typed):
    """What the form of a new call to action sends when all is filled in that must be."""
    number = next(builders.numbers)
    complete = {
        "name": f"Campaign {number}",
        "heading": f"Heading {number}",
        "text": "",
        "button_label": f"Button {number}",
        "page": "",
        "url": f"https://www.example.org/{number}",
    }
    return complete | typed


def lines(*items):
    """What is sent for the new lines of an inline panel."""
    return form_data.inline_formset(items)


def blocks(*items):
    """What is sent for a body: a kind and its fields for each block."""
    return form_data.streamfield(items)


def prose(html):
    """What the rich text editor sends."""
    return rich_text(html, features=ARTICLE_FEATURES)


def paragraphs(*texts):
    return prose("".join(f"<p>{escape(text)}</p>" for text in texts))


def citation(**fields):
    return {"usage": "reference", "work": "", "text": "", "locator": ""} | fields


def refusals(answer):
    """What a returned form says is wrong: the place, such as `body.0.doi`, and the message."""
    assert answer.status_code == 200, f"Not a returned form but {answer.status_code}."
    form = answer.context["form"]
    found = dict(_refused(form.errors.as_data()))
    for name, formset in form.formsets.items():
        for number, line in enumerate(formset.forms):
            found |= _refused(line.errors.as_data(), f"{name}.{number}.")
    return found


def _refused(errors, path=""):
    for place, refused in errors.items():
        for error in refused if isinstance(refused, list) else [refused]:
            if not hasattr(error, "block_errors"):
                yield f"{path}{place}", " ".join(error.messages)
                continue
            inner = error.block_errors
            inner = dict(enumerate(inner)) if isinstance(inner, list) else inner
            yield from _refused({k: e for k, e in inner.items() if e}, f"{path}{place}.")
            whole = getattr(error, "non_block_errors", None)
            if whole:
                yield f"{path}{place}", " ".join(whole)


def told(answer):
    """The words of an admin page, the data of its blocks included, as a person could read them."""
    words = unescape(unescape(answer.content.decode())).replace('\\"', '"')
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), words)
