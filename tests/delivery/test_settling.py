"""From writes to the log: what is told, once and in order, and what is not worth telling."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from articles.models import Author, CallToAction
from delivery import settling, triggers
from delivery.models import Change, Dependency, Due, Edition, PublicObject, State, Touch
from delivery.preparing import prepare
from delivery.visibility import Visibility
from library.models import Image
from tests.builders import (
    article_index,
    make_article,
    make_author,
    make_cta,
    make_image,
    place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """Tells what the log has gained since the last call: resource, id and event of each change."""
    settling.settle()
    seen = State.objects.get().number

    def news():
        nonlocal seen
        settling.settle()
        changes = Change.objects.filter(number__gt=seen).order_by("number")
        seen = State.objects.get().number
        return [(change.resource, change.object_id, change.event) for change in changes]

    return news


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock to a moment."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def test_a_published_page_is_told_with_its_address(told):
    article = make_article()
    assert ("pages", article.pk, "created") in told()
    change = Change.objects.get(resource="pages", object_id=article.pk)
    assert (change.type, change.locale) == ("articles.ArticlePage", "en-gb")
    assert change.path == article.url
    assert told() == []


def test_numbers_follow_each_other_without_gaps(told):
    for _ in range(3):
        make_article()
        told()
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, State.objects.get().number + 1))


def test_what_only_editors_see_is_not_told(told):
    article = make_article()
    told()
    article.title = "Only a draft so far"
    article.save_revision()
    Page.objects.filter(pk=article.pk).update(draft_title="x", has_unpublished_changes=True)
    assert told() == []
    make_article(published=False)
    cta = make_cta(live=False)
    cta.name = "What the team calls it"
    cta.save()
    assert told() == []
    assert not Touch.objects.exists()


def test_a_tombstone_tells_the_last_public_address_alone(told):
    article = make_article(title="Once public")
    told()
    address = article.url
    article.unpublish()
    article.title, article.slug = "Hidden now", "hidden-now"
    article.save()
    assert told() == [("pages", article.pk, "deleted")]
    change = Change.objects.filter(resource="pages", object_id=article.pk).latest("number")
    assert change.path == address
    article.delete()
    assert told() == []


def test_a_new_slug_is_told_of_the_page_and_all_below_it(told):
    article = make_article()
    index = article.get_parent()
    told()
    index.slug = "essays"
    index.save()
    assert {("pages", article.pk, "updated"), ("pages", index.pk, "updated")} <= set(told())
    assert PublicObject.objects.get(resource="pages", object_id=article.pk).path == (
        f"/essays/{article.slug}/"
    )


def test_a_restriction_hides_what_is_below_and_its_end_shows_it_again(told):
    article = make_article()
    index = article.get_parent()
    told()
    restriction = PageViewRestriction.objects.create(page=index, restriction_type="login")
    hidden = set(told())
    assert {("pages", pk, "deleted") for pk in (article.pk, index.pk)} <= hidden
    restriction.delete()
    assert {("pages", pk, "created") for pk in (article.pk, index.pk)} <= set(told())


def test_what_is_below_an_alias_is_hidden_with_the_alias_s_source(told, client):
    index = make_article().get_parent()
    alias = index.create_alias(parent=index.get_parent(), update_slug="alias")
    below = make_article(parent=alias)
    told()
    restriction = PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert client.get(f"/api/v2/pages/{below.pk}/").status_code == 404
    assert ("pages", below.pk, "deleted") in told()
    restriction.delete()
    assert ("pages", below.pk, "created") in told()


def test_an_alias_is_hidden_with_its_source(told):
    article = make_article()
    alias = article.create_alias(update_slug="alias")
    told()
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    assert {("pages", pk, "deleted") for pk in (article.pk, alias.pk)} <= set(told())


def test_a_collection_hides_its_files(told):
    collection = Collection.get_first_root_node().add_child(name="Press")
    image = make_image()
    Image.objects.filter(pk=image.pk).update(collection=collection)
    told()
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )
    assert told() == [("images", image.pk, "deleted")]
    restriction.delete()
    assert told() == [("images", image.pk, "created")]


def test_tags_are_part_of_an_image(told):
    image = make_image()
    told()
    image.tags.add("classroom")
    assert told() == [("images", image.pk, "updated")]
    image.tags.all()[0].__class__.objects.filter(name="classroom").update(name="school")
    assert told() == [("images", image.pk, "updated")]


def test_a_call_to_action_is_hidden_with_the_page_it_leads_to(told):
    target = make_article()
    cta = make_cta(page=target, url="")
    told()
    target.unpublish()
    assert ("ctas", cta.pk, "deleted") in told()
    target.save_revision().publish()
    assert ("ctas", cta.pk, "created") in told()


def test_time_alone_hides_and_shows(told, clock):
    end = timezone.now() + timedelta(hours=1)
    article = make_article()
    Page.objects.filter(pk=article.pk).update(expire_at=end)
    told()
    assert State.objects.get().next_due == end
    clock(end + timedelta(seconds=1))
    assert not settling.state().is_settled
    assert told() == [("pages", article.pk, "deleted")]
    assert not Due.objects.exists()


def test_a_clock_set_back_undoes_nothing(told, clock):
    end = timezone.now() + timedelta(hours=1)
    article = make_article()
    Page.objects.filter(pk=article.pk).update(expire_at=end)
    told()
    clock(end + timedelta(seconds=1))
    told()
    clock(end - timedelta(minutes=30))
    assert settling.state().is_settled
    assert not Visibility().shows_page(Page.objects.get(pk=article.pk))


def test_what_sends_no_signal_is_noticed(told):
    author = make_author()
    told()
    Author.objects.filter(pk=author.pk).update(name="Ada")
    assert told() == [("authors", author.pk, "updated")]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_author SET name = 'Bea' WHERE id = %s", [author.pk])
    assert told() == [("authors", author.pk, "updated")]


def test_fixtures_are_noticed(told, tmp_path):
    author = make_author()
    told()
    fixture = tmp_path / "authors.json"
    call_command("dumpdata", "articles.author", output=str(fixture))
    fixture.write_text(fixture.read_text().replace(author.name, "Somebody Else"))
    call_command("loaddata", str(fixture))
    assert told() == [("authors", author.pk, "updated")]


def test_what_is_rolled_back_is_not_told(told):
    author = make_author()
    told()
    with transaction.atomic():
        Author.objects.filter(pk=author.pk).update(name="Ada")
        transaction.set_rollback(True)
    assert told() == []


def test_another_site_alters_everything(told):
    article = make_article()
    told()
    Site.objects.update(hostname="www.example.org")
    new = make_article()
    events = told()
    assert ("pages", article.pk, "updated") in events
    assert {resource for resource, _, _ in events} >= {"pages", "settings"}
    assert [event for name, pk, event in events if (name, pk) == ("pages", new.pk)] == ["created"]


def test_what_the_log_has_missed_is_found_by_comparing_all(told):
    article = make_article()
    told()
    PublicObject.objects.filter(resource="pages", object_id=article.pk).delete()
    assert told() == []
    settling.settle_all()
    assert told() == [("pages", article.pk, "created")]


def test_triggers_are_brought_back_with_the_next_migration(told):
    author = make_author()
    told()
    triggers.drop()
    assert not triggers.are_installed()
    call_command("migrate", verbosity=0)
    assert triggers.are_installed()
    told()
    Author.objects.filter(pk=author.pk).update(name="Ada")
    assert told() == [("authors", author.pk, "updated")]


def test_a_new_address_of_a_root_page_is_not_missed_by_wagtails_cache(told):
    """Written past Wagtail, which would go on for an hour with the old one."""
    article = make_article()
    told()
    Page.objects.filter(depth=2).update(url_path="/start/")
    for page in Page.objects.filter(depth__gt=2):
        new = page.url_path.replace("/home/", "/start/", 1)
        Page.objects.filter(pk=page.pk).update(url_path=new)
    told()
    known = PublicObject.objects.get(resource="pages", object_id=article.pk)
    assert known.path == f"/articles/{article.slug}/"


def test_what_is_kept_by_the_number_is_not_kept_when_something_hidden_that_it_shows_is_altered(
    client, told
):
    """A draft's calls to action show on public pages below it."""
    index, article = article_index(), make_article()
    Page.objects.filter(pk=index.pk).update(live=False)
    place(index, "bottom", make_cta(heading="Before"))
    other = make_cta(heading="After")
    told()
    paths = ["/api/v2/pages/?type=articles.ArticlePage&fields=*", article.url]
    assert all("Before" in client.get(path).content.decode() for path in paths)
    # As before the first reader.
    Edition.objects.all().delete()
    index.cta_placements.update(cta=other)
    assert all("After" in client.get(path).content.decode() for path in paths)


def test_what_many_pages_show_is_told_in_as_many_statements_as_what_few_show():
    few, many = statements_to_tell(30), statements_to_tell(300)
    assert few == many


def statements_to_tell(pages):
    """How many statements it takes to tell a change of what so many pages show."""
    cta, article = make_cta(), make_article()
    place(article, "top", cta)
    settling.settle()
    one = PublicObject.objects.get(resource="pages", object_id=article.pk)
    prepare(one)
    rendered = [(each, list(each.dependencies.all())) for each in one.editions.all()]
    assert len(rendered) == 2
    for number in range(1, pages):
        # A page like it, as far as settling looks at one that was not itself written.
        one.pk, one.object_id = None, article.pk * 1000 + number
        one.save()
        for edition, read in rendered:
            edition.pk, edition.public_object = None, one
            edition.save()
            Dependency.objects.bulk_create(Dependency(edition=edition, key=o.key) for o in read)
    CallToAction.objects.filter(pk=cta.pk).update(heading="Said anew")
    before = State.objects.get().number
    with CaptureQueriesContext(connection) as captured:
        settling.settle()
    # PostgreSQL may join in the worst of orders while its statistics are behind.
    assert not [one["sql"] for one in captured if re.match("UPDATE .* IN \\(SELECT", one["sql"])]
    assert Change.objects.filter(number__gt=before, resource="pages").count() == pages
    assert Edition.objects.filter(is_fresh=False, public_object__type=one.type).count() >= 2 * pages
    return len(captured)
