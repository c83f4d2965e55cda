"""References to works, put into a text in the admin with Chromium."""

import json

import pytest

from articles.models import ArticlePage
from tests import builders
from tests.newsroom import desk

TITLE = "Opioid stewardship in Northwestern Ontario: A thematic analysis"
MARK = "(Poulin, 2022)"
NOTE_DIALOGS = "jQuery(document.body).on('shown.bs.modal', e => e.target.dataset.shown = true)"
SETTLED = """() => {
    const field = document.querySelector("[name=body-0-value-content]");
    const words = JSON.parse(field.value).blocks.map(block => block.text).join("\\n");
    return words === field.draftailEditor.getEditorState().getCurrentContent().getPlainText();
}"""


@pytest.fixture
def work(live_site):
    person, year = {"family": "Poulin", "given": "P."}, {"date-parts": [[2022]]}
    return builders.make_work(title=TITLE, author=[person], issued=year, DOI="10.1000/abc")


@pytest.fixture
def other():
    person, year = {"family": "Berg", "given": "Jan"}, {"date-parts": [[1999]]}
    return builders.make_work(title="Zeal", author=[person], issued=year)


class Editor:
    """An article of one text, in an editor's window."""

    patience = 200
    """How often it is looked again."""

    def __init__(self, window, site, html):
        body = [{"type": "text", "value": {"content": html}}]
        self.article = builders.make_article(body=body, published=False)
        self.window, self.address = window, f"{site}{desk.edit_address(self.article)}"
        self.press, self.type = window.keyboard.press, window.keyboard.type
        self.open()

    def open(self):
        self.window.goto(self.address)
        self.window.evaluate(NOTE_DIALOGS)
        self.text.click()
        self.press("Control+End")

    def settle(self):
        """Waits until the form has what the editor shows, a quarter of a second later."""
        self.window.wait_for_function(SETTLED)

    def save(self):
        """Saves the draft and opens it again. Returns the text as it is stored."""
        self.settle()
        with self.window.expect_navigation():
            self.window.get_by_role("button", name="Save draft").click()
        self.open()
        (block,) = ArticlePage.objects.get().get_latest_revision_as_object().body
        html = block.value["content"].source
        return html.partition(">")[2].removesuffix("</p>")

    def command(self, name):
        """Types a command of the editor, and gives it."""
        self.type(f"/{name}")
        self.window.get_by_role("option", name=name).wait_for()
        self.press("Enter")

    @property
    def text(self):
        return self.window.locator("[data-contentpath=body] [contenteditable=true]")

    @property
    def mark(self):
        return self.text.locator(".TooltipEntity")

    @property
    def tooltip(self):
        return self.window.get_by_role("tooltip").filter(visible=True)

    @property
    def dialog(self):
        return self.window.locator(".modal")

    def choose(self, title):
        self.dialog.get_by_role("link", name=title).click()

    def locate(self, locator):
        """Says where in the work, in the field that has the focus."""
        self.dialog.get_by_label("Where in the work").wait_for()
        # A dialog that is used before it has faded in keeps the focus.
        self.window.locator(".modal[data-shown]").wait_for()
        assert self.window.evaluate("document.activeElement.name") == "locator"
        self.type(locator)
        self.press("Enter")
        self.dialog.wait_for(state="detached")
        self.window.wait_for_function("document.activeElement.isContentEditable")

    def references(self):
        """What the form would send: text and locator of each reference."""
        self.settle()
        state = json.loads(self.window.locator("[name=body-0-value-content]").input_value())
        (block,) = state["blocks"]
        for place in block["entityRanges"]:
            data = state["entityMap"][str(place["key"])]["data"]
            start = place["offset"]
            yield block["text"][start : start + place["length"]], data["locator"]

    def has(self, *references):
        """Waits until those and no others are in the form."""
        while (found := list(self.references())) != list(references):
            self.window.wait_for_timeout(50)
            self.patience -= 1
            assert self.patience, found


@pytest.fixture
def at_desk(live_site, page, client, settings):
    """Opens a text at an editor's desk; nothing may go wrong there unseen."""
    # One that is under way when the draft is saved is refused.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    client.force_login(builders.make_user("Editors"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": str(live_site)}
    page.context.add_cookies([cookie])
    wrong = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda r: wrong.append(r.url) if r.status >= 400 else None)
    yield lambda html: Editor(page, live_site, html)
    assert wrong == []


def test_reference_is_inserted_saved_edited_and_removed(at_desk, work):
    editor = at_desk("<p>Much was seen. </p>")
    link = f'<a linktype="work" id="{work.pk}"'
    editor.type(" ")
    editor.command("Reference")
    editor.choose(TITLE)
    editor.locate("pp. 4–5")
    editor.type(" So they say.")
    assert editor.save() == (
        f'Much was seen. {link} locator="pp. 4–5">(Poulin, 2022, pp. 4–5)</a> So they say.'
    )

    editor.mark.click()
    assert editor.tooltip.locator(".work-mark").inner_text() == f"{TITLE}\npp. 4–5"
    assert editor.tooltip.get_by_role("link").get_attribute("href") == work.href
    editor.tooltip.get_by_role("button", name="Edit").click()
    editor.locate("Table 2")
    assert editor.save() == (
        f'Much was seen. {link} locator="Table 2">(Poulin, 2022, Table 2)</a> So they say.'
    )

    editor.mark.click()
    editor.tooltip.get_by_role("button", name="Remove").click()
    assert editor.save() == "Much was seen.  So they say."


def test_reference_takes_the_place_of_selected_words(at_desk, work):
    editor = at_desk("<p>Seen (Poulin)</p>")
    for _ in "(Poulin)":
        editor.press("Shift+ArrowLeft")
    button = editor.window.locator(".Draftail-ToolbarButton[name=WORK]")
    assert button.get_attribute("aria-label") == "Reference to a work"
    button.click()
    editor.choose(TITLE)
    editor.locate("")
    assert editor.save() == f'Seen <a linktype="work" id="{work.pk}">{MARK}</a>'


def test_reference_is_inserted_edited_and_removed_by_keyboard(at_desk, work, other):
    editor = at_desk("<p>Seen</p>")
    editor.type(" ")
    editor.command("Reference")
    editor.dialog.get_by_role("link", name="Zeal").wait_for()
    while editor.window.evaluate("document.activeElement.innerText.trim()") != "Zeal":
        editor.press("Tab")
    editor.press("Enter")
    editor.locate("p. 4")
    editor.has(("(Berg, 1999, p. 4)", "p. 4"))

    # With the caret behind it.
    editor.command("Reference")
    editor.dialog.get_by_label("Where in the work").wait_for()
    assert editor.dialog.get_by_label("Where in the work").input_value() == "p. 4"
    editor.locate("p. 5")
    editor.has(("(Berg, 1999, p. 5)", "p. 5"))

    editor.command("Reference")
    editor.dialog.get_by_role("button", name="Choose another work").press("Enter")
    editor.dialog.get_by_role("link", name=TITLE).press("Enter")
    editor.locate("")
    editor.has((MARK, ""))

    editor.press("Backspace")
    editor.has()
    assert editor.text.inner_text() == "Seen "
    editor.press("Control+z")
    editor.has((MARK, ""))


def test_of_two_copies_the_one_that_was_clicked_is_changed(at_desk, work):
    editor = at_desk(f'<p>a <a linktype="work" id="{work.pk}">{MARK}</a> b</p>')
    editor.press("Control+a")
    editor.press("Control+c")
    editor.press("Control+End")
    editor.press("Control+v")
    editor.has((MARK, ""), (MARK, ""))
    editor.mark.first.click()
    editor.tooltip.get_by_role("button", name="Edit").click()
    editor.locate("p. 4")
    assert editor.text.inner_text() == f"a (Poulin, 2022, p. 4) ba {MARK} b"
    editor.mark.last.click()
    editor.tooltip.get_by_role("button", name="Remove").click()
    editor.mark.last.click()
    assert editor.text.inner_text() == "a (Poulin, 2022, p. 4) ba  b"


def test_reference_to_what_is_gone_says_so_and_another_work_can_be_chosen(at_desk, work):
    editor = at_desk('<p>Seen <a linktype="work" id="4711" locator="p. 4">(Berg, 1999)</a></p>')
    editor.mark.click()
    assert editor.tooltip.locator(".work-mark").inner_text() == "This work is gone\np. 4"
    editor.tooltip.get_by_role("button", name="Edit").click()
    editor.choose(TITLE)
    editor.locate("")
    assert editor.save() == f'Seen <a linktype="work" id="{work.pk}">{MARK}</a>'


def test_link_behind_a_reference_is_a_link_of_its_own(at_desk, work):
    editor = at_desk(f'<p>Seen <a linktype="work" id="{work.pk}">{MARK}</a></p>')
    editor.command("Link")
    editor.dialog.get_by_role("link", name="Home").first.click()
    editor.dialog.wait_for(state="detached")
    mark = f'<a linktype="work" id="{work.pk}">{MARK}</a>'
    assert editor.save() == f'Seen {mark}<a linktype="page" id="2">Home</a>'


def test_reference_behind_a_link_is_one_of_its_own(at_desk, work):
    link = '<a linktype="page" id="2">Home</a>'
    editor = at_desk(f"<p>{link}</p>")
    editor.command("Reference")
    editor.choose(TITLE)
    editor.locate("")
    assert editor.save() == f'{link}<a linktype="work" id="{work.pk}">{MARK}</a>'
