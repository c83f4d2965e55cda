"""What people do in the admin, as the requests that their browsers send."""

from html import escape, unescape

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
    """What the form at an address would send back as it stands, block fields left out."""
    answer = browser.get(address)
    assert answer.status_code == 200, f"{address} is answered with {answer.status_code}."
    html = answer.content.decode()
    form = next(name for name in FORMS if f'id="{name}"' in html)
    fields = querydict_from_html(html, form_id=form).dict()
    # A browser takes the line break that HTML has at the start of a textarea for layout.
    return {name: value.removeprefix("\n") for name, value in fields.items()}


def send(browser, address, action=(), **typed):
    """Opens a form, types into it, presses a button (none: saves a draft) and sends it."""
    data = opened(browser, address) | nested_form_data(typed) | dict(action)
    return browser.post(address, data)


def autosave(browser, address, **typed):
    """What the open editor sends by itself, half a second after a change."""
    data = opened(browser, address) | nested_form_data(typed)
    return browser.post(address, data, headers={"Accept": "application/json"})


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
    empty = dict.fromkeys(
        ("authors", "year", "title", "container", "doi", "url", "text", "locator"), ""
    )
    return {"usage": "reference"} | empty | fields


def told(answer):
    """The words of an admin page, the data of its blocks included, as a person could read them."""
    return unescape(unescape(answer.content.decode())).replace('\\"', '"')
