"""Half-written work is kept as a draft; what goes to readers must be complete."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import ArticlePage, CallToAction
from tests import builders, samples
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

SOON = {"go_live_at": (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")}


def half_written(**more):
    """An article in which every kind of block, and nearly every field, lacks something."""
    wordless = builders.make_image(alt_text="").pk
    work = builders.make_work(title="Pain at home").pk
    quotation = {"usage": "quotation", "work": work}
    return {
        "title": "Half of it",
        "summary": "",
        "lead_image": wordless,
        "body": desk.blocks(
            ("text", {"content": desk.prose("<p></p>")}),
            ("quote", {"text": "", "attribution": "A class teacher"}),
            ("citation", desk.citation()),
            ("citation", desk.citation(**quotation, text="It hurts a lot.")),
            ("citation", desk.citation(**quotation, locator="page four")),
            ("citation", desk.citation(usage="summary", work=work)),
            ("cta", {"cta": "", "heading": "Come and see", "text": "", "button_label": ""}),
            ("image", {"image": "", "alt_text": "A small boat", "caption": "", "credit": ""}),
            ("image", {"image": wordless, "alt_text": "", "caption": "By the sea", "credit": ""}),
            ("table", {"caption": "Visits by place", "table": "null"}),
            ("embed", {"url": "", "title": "A short film", "caption": ""}),
        ),
    } | more


MISSING = {
    "summary": "This field is required.",
    "lead_image": "This picture has no alternative text. Edit it in the image library and say "
    "what it shows, for people who cannot see it.",
    "body.0.content": "Write something, or remove this block.",
    "body.1.text": "This field is required.",
    "body.2.work": "This field is required.",
    "body.3.locator": "Say where in the work the words stand, such as “p. 4”.",
    "body.4.text": "Give the words that are quoted.",
    "body.5.text": "Say what the work says, in your words.",
    "body.6.cta": "This field is required.",
    "body.7.image": "This field is required.",
    "body.8.alt_text": "Say what the picture shows, for people who cannot see it, "
    "or mark it as decorative.",
    "body.9.table": "Fill in at least one cell of the table.",
    "body.10.url": "This field is required.",
}
TYPED = (
    "Half of it",
    "A class teacher",
    "It hurts a lot.",
    "page four",
    "Pain at home",
    "Come and see",
    "A small boat",
    "By the sea",
    "Visits by place",
    "A short film",
)


@pytest.fixture
def index(db):
    return builders.article_index()


@pytest.fixture
def editor(db):
    return desk.at_desk("Editors")


@pytest.fixture
def moderator(db):
    return desk.at_desk("Moderators")


def test_draft_and_autosave_keep_half_written_work(editor, index):
    sent = desk.article(**half_written())
    saved = editor.post(desk.add_address(ArticlePage, index), sent)
    page = ArticlePage.objects.get()
    assert saved.headers["Location"] == desk.edit_address(page)

    saved = desk.autosave(editor, desk.edit_address(page), title="More than half").json()
    assert saved["success"]
    draft = ArticlePage.objects.get(pk=saved["pk"]).get_latest_revision_as_object()
    assert draft.title == "More than half"
    assert draft.body.raw_data[3]["value"]["text"] == "It hurts a lot."
    shown = desk.told(editor.get(desk.edit_address(page)))
    assert [words for words in TYPED[1:] if words not in shown] == []
    assert not ArticlePage.objects.get().live


def test_autosave_makes_a_page_of_a_title_alone(editor, index):
    address = desk.add_address(ArticlePage, index)
    # The slug follows the title as that is typed.
    first = desk.autosave(editor, address, title="Only this", slug="only-this").json()
    assert first["success"]
    assert ArticlePage.objects.get().draft_title == "Only this"


def test_autosaves_of_one_sitting_are_one_revision(editor, index):
    address = desk.edit_address(builders.make_article(published=False))
    sitting = {}
    for title in ("One", "One two", "One two three"):
        saved = desk.autosave(editor, address, title=title, **sitting).json()
        sitting = {"overwrite_revision_id": saved["revision_id"]}
    page = ArticlePage.objects.get()
    assert page.revisions.count() == 2
    assert page.get_latest_revision_as_object().title == "One two three"


def test_autosave_does_not_overwrite_what_another_saved_meanwhile(editor, moderator):
    address = desk.edit_address(builders.make_article(published=False))
    opened = desk.opened(editor, address)
    desk.send(moderator, address, title="The moderator's")
    late = opened | {"title": "The editor's"}
    answer = editor.post(address, late, headers={"Accept": "application/json"})
    assert answer.json()["error_code"] == "invalid_revision"
    assert ArticlePage.objects.get().draft_title == "The moderator's"


@pytest.mark.parametrize(
    ("group", "action"),
    [("Moderators", desk.PUBLISH), ("Moderators", desk.PUBLISH | SOON), ("Editors", desk.SUBMIT)],
    ids=["publishing", "scheduling", "submitting"],
)
def test_readers_get_nothing_incomplete_and_nothing_typed_is_lost(group, action, index):
    sent = desk.article(**half_written()) | action
    answer = desk.at_desk(group).post(desk.add_address(ArticlePage, index), sent)
    assert desk.refusals(answer) == MISSING
    shown = desk.told(answer)
    assert [message for message in MISSING.values() if message not in shown] == []
    assert [words for words in TYPED if words not in shown] == []
    assert not ArticlePage.objects.exists()


def test_article_needs_a_body(moderator, index):
    sent = desk.article(body=desk.blocks()) | desk.PUBLISH
    answer = moderator.post(desk.add_address(ArticlePage, index), sent)
    assert desk.refusals(answer) == {"body": "This field is required."}


def test_draft_stays_as_it_was_when_its_publication_is_refused(moderator, index):
    moderator.post(desk.add_address(ArticlePage, index), desk.article(**half_written()))
    page = ArticlePage.objects.get()
    answer = desk.send(moderator, desk.edit_address(page), desk.PUBLISH)
    assert desk.refusals(answer) == MISSING
    assert not ArticlePage.objects.get().live
    assert page.revisions.count() == 1


def test_opening_an_article_and_saving_it_changes_nothing(moderator):
    page = samples.full_article()
    address = desk.edit_address(page)
    # The first time, the editor's scripts add ids of paragraphs to what a test put there.
    for action in (desk.PUBLISH, {}):
        assert desk.send(moderator, address, action).status_code == 302
    saved, published, _ = page.revisions.order_by("-pk")
    noted_by_publishing = {
        *("live_revision", "latest_revision", "latest_revision_created_at"),
        *("last_published_at", "has_unpublished_changes"),
    }
    before, after = (
        # As data: PostgreSQL keeps no order among the keys of a body's JSON.
        revision.content | {"body": json.loads(revision.content["body"])}
        for revision in (published, saved)
    )
    changed = {name for name, value in after.items() if value != before[name]}
    assert changed <= noted_by_publishing
    draft = ArticlePage.objects.get().get_latest_revision_as_object()
    assert draft.publication_date == page.publication_date


def test_call_to_action_without_target_is_a_draft_until_it_has_one(moderator):
    address = desk.add_address(CallToAction)
    sent = desk.call_to_action(url="", heading="Come and see")
    for action in (desk.PUBLISH, desk.PUBLISH | SOON):
        answer = moderator.post(address, sent | action)
        assert desk.refusals(answer) == {
            "page": "Choose the page the button leads to, or give an address."
        }
        assert "Come and see" in desk.told(answer)
    assert not CallToAction.objects.exists()
    assert moderator.post(address, sent).status_code == 302
    draft = CallToAction.objects.get()
    assert not draft.live
    assert desk.autosave(moderator, desk.edit_address(draft), heading="").json()["success"]
    answer = desk.send(moderator, desk.edit_address(draft), desk.PUBLISH, url="https://a.example/")
    assert desk.refusals(answer) == {"heading": "This field is required."}


def test_call_to_action_has_a_name_even_as_a_draft(moderator):
    sent = desk.call_to_action(name="")
    answer = moderator.post(desk.add_address(CallToAction), sent)
    assert desk.refusals(answer) == {"name": "This field is required."}
