"""What editors are told that publishing changes, held against what it does change."""

from collections import Counter

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupPagePermission

from delivery import effects, settling, worker
from delivery.effects import Effects
from delivery.models import Change, Edition
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return builders.make_user()


def link_to(page):
    text = f'<p><a linktype="page" id="{page.pk}">there</a></p>'
    return [{"type": "text", "value": {"content": text}}]


def draft_of(page, **fields):
    """The page as its editor opens it after these fields were saved as a draft."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def foretold(seen):
    return {name: count for count, name in seen.changes}


def told_by(act):
    """How many changes the log tells of what is done, by the names that editors read."""
    last = settling.settled().number
    act()
    last_settled = settling.settled()
    counts = Counter()
    for change in Change.objects.filter(number__gt=last, number__lte=last_settled.number):
        counts[change.resource] += 1
    resources = effects.resources()
    return {
        (options.verbose_name if count == 1 else options.verbose_name_plural): count
        for name, count in counts.items()
        for options in [resources[name].model._meta]
    }


def test_first_publication_is_foretold(editor):
    index = builders.article_index()
    builders.make_article()
    worker.go_round()
    draft = draft_of(builders.make_article(published=False, slug="new"))
    seen = Effects(draft, editor)
    assert seen.told is None
    assert seen.is_to_be_public
    assert seen.path == "/articles/new/"
    titles = [page.title for page in seen.pages]
    assert titles == [index.title, builders.home_page().title]
    assert foretold(seen) == told_by(draft.get_latest_revision().publish) == {"pages": 3}


def test_what_leads_to_a_page_is_foretold_to_become_public_with_it(editor):
    index, page = builders.article_index(), builders.make_article(published=False, slug="new")
    builders.make_cta(page=page)
    hidden = builders.make_cta(page=page)
    hidden.live = False
    hidden.save()
    Redirect.objects.create(old_path="/once", redirect_page=page)
    worker.go_round()
    draft = draft_of(page)
    seen = Effects(draft, editor)
    assert [link.title for link in seen.pages] == [index.title, builders.home_page().title]
    assert foretold(seen) == told_by(draft.get_latest_revision().publish)
    assert foretold(seen) == {"pages": 3, "call to action": 1, "redirect": 1}


def test_update_is_foretold_to_whatever_shows_it(editor):
    article = builders.make_article()
    for _ in range(2):
        builders.make_article(body=link_to(article))
    cta = builders.make_cta(page=article, url="")
    worker.go_round()
    draft = draft_of(article, title="Another title", seo_title="Another")
    seen = Effects(draft, editor)
    expected = {"pages": 5, "call to action": 1}
    assert foretold(seen) == told_by(draft.get_latest_revision().publish) == expected
    assert seen.page_count == 4
    assert cta.public_page is not None


def test_works_that_are_newly_cited_are_foretold(editor):
    old, new, other = (builders.make_work() for _ in range(3))
    article = builders.make_article(body=builders.citing(old))
    worker.go_round()
    draft = draft_of(article, title="Another title", body=builders.citing(old, new))
    seen = Effects(draft, editor)
    assert foretold(seen) == told_by(draft.get_latest_revision().publish)
    assert foretold(seen)["works"] == 2
    first = builders.make_article(body=builders.citing(other), published=False)
    worker.go_round()
    draft = draft_of(first)
    assert foretold(Effects(draft, editor))["work"] == 1
    assert told_by(draft.get_latest_revision().publish)["work"] == 1


def test_new_address_is_foretold_with_its_redirects(editor):
    index = builders.article_index()
    live = builders.make_article()
    builders.make_article(published=False)
    worker.go_round()
    before = Effects(draft_of(index), editor)
    assert not before.moves
    assert before.redirects == 0
    draft = draft_of(index, slug="essays")
    seen = Effects(draft, editor)
    assert (seen.told.path, seen.path) == ("/articles/", "/essays/")
    expected = {"pages": 3, "redirects": 2}
    assert foretold(seen) == told_by(draft.get_latest_revision().publish) == expected
    assert seen.redirects == Redirect.objects.count() == 2
    assert Redirect.objects.filter(old_path=live.url.rstrip("/")).exists()


def test_first_publication_is_foretold_to_pages_that_show_all_of_its_type(editor):
    page = builders.make_page()
    worker.go_round()
    draft = draft_of(builders.article_index(slug="essays", live=False))
    seen = Effects(draft, editor)
    assert foretold(seen) == told_by(draft.get_latest_revision().publish)
    assert page.title in [shown.title for shown in seen.pages]


def test_no_redirects_are_foretold_where_none_are_made(editor, settings):
    article = builders.make_article()
    worker.go_round()
    settings.WAGTAILREDIRECTS_AUTO_CREATE = False
    seen = Effects(draft_of(article, slug="moved"), editor)
    assert seen.moves
    assert seen.redirects == 0


def test_snippet_is_foretold_to_each_page_that_uses_it(editor):
    cta = builders.make_cta()
    users = [builders.make_article() for _ in range(3)]
    for page in users:
        builders.place(page, "sidebar", cta)
        builders.place(page, "bottom", cta)
    builders.make_article()
    worker.go_round()
    seen = Effects(cta, editor)
    assert [page.title for page in seen.pages] == sorted(page.title for page in users)
    cta.heading = "Another heading"
    assert foretold(seen) == told_by(cta.save) == {"pages": 3, "call to action": 1}


def test_snippet_that_is_hidden_yet_is_foretold_to_where_it_is_placed(editor):
    cta = builders.make_cta(live=False)
    builders.place(builders.make_article(), "sidebar", cta)
    worker.go_round()
    seen = Effects(cta, editor)
    assert seen.told is None
    cta.live = True
    assert foretold(seen) == told_by(cta.save) == {"page": 1, "call to action": 1}


def test_nothing_is_foretold_of_what_stays_private(editor):
    article = builders.make_article(published=False)
    builders.make_private(article)
    builders.make_article(body=link_to(article))
    worker.go_round()
    seen = Effects(draft_of(article, title="Another title"), editor)
    assert (seen.told, seen.is_to_be_public) == (None, False)
    assert foretold(seen) == {}
    assert seen.pages == []


def test_what_was_just_written_is_taken_into_account(editor):
    article = builders.make_article()
    worker.go_round()
    article.slug = "moved"
    article.save()
    seen = Effects(draft_of(article), editor)
    assert not seen.moves


def test_pages_are_listed_once_and_up_to_a_number(editor, monkeypatch):
    monkeypatch.setattr(effects, "LISTED", 2)
    author = builders.make_author()
    for number in range(4):
        builders.make_article(title=f"By her {number}", authors=[author])
    worker.go_round()
    seen = Effects(author, editor)
    titles = [page.title for page in seen.pages]
    assert len(titles) == len(set(titles)) == 2
    assert seen.unlisted_count == seen.page_count - 2


def member_of(page, *permissions):
    """Somebody with permissions for one page and all below it."""
    group = Group.objects.create(name=f"Section {page.pk}")
    for name in permissions:
        permission = Permission.objects.get(codename=f"{name}_page")
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user = builders.make_user("Editors")
    user.groups.set([group])
    return user


def test_titles_are_told_of_pages_that_the_user_may_explore(editor):
    author = builders.make_author()
    mine = builders.article_index(title="Mine", slug="mine")
    other = builders.article_index(title="Other", slug="other")
    shown = builders.make_article(parent=mine, title="Shown", authors=[author])
    builders.make_article(parent=other, title="Not shown", authors=[author])
    worker.go_round()
    seen = Effects(author, member_of(mine, "change"))
    address = f"/admin/pages/{shown.pk}/edit/"
    assert [page for page in seen.pages if page.title in ("Shown", "Not shown")] == [
        ("Shown", address)
    ]
    assert seen.page_count == Effects(author, editor).page_count
    assert seen.unlisted_count > 0
    # Explored but not edited: the title alone.
    locker = member_of(other, "lock")
    assert [page for page in Effects(author, locker).pages if "hown" in page.title] == [
        ("Not shown", None)
    ]


def test_user_without_any_page_is_told_numbers_alone():
    author = builders.make_author()
    builders.make_article(authors=[author])
    worker.go_round()
    user = builders.make_user("Editors")
    user.groups.clear()
    seen = Effects(author, user)
    assert seen.pages == []
    assert seen.unlisted_count == seen.page_count > 0


def test_what_is_done_is_counted(editor):
    author = builders.make_author()
    articles = [builders.make_article(authors=[author]) for _ in range(3)]
    topics = [builders.make_topic() for _ in range(2)]
    worker.go_round()
    of_topics = Edition.objects.filter(public_object__resource="topics")
    of_topics.filter(public_object__object_id=topics[0].pk).update(error="RuntimeError: no")
    of_topics.filter(public_object__object_id=topics[1].pk).update(is_fresh=False)
    seen = Effects(author, editor)
    total = seen.concerned_count
    assert (seen.ready_count, seen.waiting_count, seen.failed_count) == (total, 0, 0)
    assert total > 3
    author.name = "Ada Lovelace"
    author.save()
    seen = Effects(author, editor)
    assert (seen.ready_count, seen.waiting_count) == (0, total)
    assert [change.event for change in seen.last_changes] == ["updated", "created"]
    worker.go_round()
    of_one = Edition.objects.filter(public_object__object_id=articles[0].pk)
    of_one.filter(public_object__resource="pages").update(error="RuntimeError: no such block")
    seen = Effects(author, editor)
    assert (seen.ready_count, seen.waiting_count, seen.failed_count) == (total - 1, 0, 1)
    assert {failure.link.title for failure in seen.failures} == {articles[0].title}
    assert {failure.error for failure in seen.failures} == {"RuntimeError: no such block"}
    assert Effects(author, member_of(articles[1], "change")).failures == []


def queries_for(thing, user):
    """How many queries it takes to ask everything of what publishing changes."""
    seen = Effects(thing, user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for name in dir(Effects):
            getattr(seen, name)
        list(seen.changes)
    return len(queries)


def test_one_user_of_a_snippet_costs_what_twelve_cost():
    one, twelve = builders.make_cta(), builders.make_cta()
    for number in range(12):
        article = builders.make_article()
        builders.place(article, "sidebar", *([one, twelve] if number == 0 else [twelve]))
    worker.go_round()
    Edition.objects.filter(form="html").update(error="RuntimeError: no such block")
    user = builders.make_user("Moderators")
    queries_for(one, user)
    assert queries_for(one, user) == queries_for(twelve, user) <= 12
