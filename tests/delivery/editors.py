"""All that editors do to a small publication, and time: each thing one of `ACTIONS`.

What is done to the tables is noted beside them in `facts`, by what it means for readers.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.search.models import IndexEntry

from articles.blocks import ArticleBody
from articles.merging import merge
from articles.models import (
    ArticleAuthor,
    ArticleIndexPage,
    ArticlePage,
    ArticleTopic,
    Author,
    AuthorLink,
    CallToAction,
    CallToActionPlacement,
    Topic,
)
from articles.works_in_use import StillCited
from delivery import editions, settling, worker
from delivery.serving.layer import Serving
from evidence.models import Work
from evidence.notices import Notice
from evidence.styles import STYLES
from home.models import HomePage, SiteSettings, StandardPage
from library.models import Document, Image
from tests import builders, samples
from tests.delivery.facts import CtaFacts, PageFacts
from tests.newsroom import desk

COMMON = "zebra"
"""A word in every title, for searches."""
KINDS = [kind for kind, _ in PageViewRestriction.RESTRICTION_CHOICES if kind != "none"]
SLOTS = ("top", "sidebar", "bottom")
HOSTS = ("localhost:80", "127.0.0.1:80", "localhost:8000", "www.example.org:443")
CHOSEN = {
    "text": {"page": Page, "document": Document},
    "author_bio": {"author": Author},
    "citation": {"work": Work},
    "cta": {"cta": CallToAction},
    "image": {"image": Image},
}
"""What the blocks of each kind refer to."""
ACTIONS = {}
"""What may be done, by name. Each takes two numbers, which choose what it is done to and how."""


def action(method):
    ACTIONS[method.__name__] = method
    return method


class NoPage(LookupError):
    """There is no page to do it with."""


class Editors:
    """To be mixed into `Newsroom`, which has the clock, `now`, and asks as readers do."""

    # What there is

    def found(self):
        """Makes the publication."""
        root = Page.objects.get(depth=1)
        self.adopt(root, live=True)
        self.home = builders.home_page()
        self.home.save_revision().publish()
        self.adopt(Page.objects.get(pk=self.home.pk))
        self.index = self.add(ArticleIndexPage, self.home)
        notes = self.add(ArticleIndexPage, self.home)
        about = self.add(StandardPage, self.home)
        self.add(StandardPage, about)
        other = self.add(HomePage, root)
        self.add(StandardPage, other)
        collections = Collection.get_first_root_node()
        self.facts.collections[collections.pk] = None
        press = collections.add_child(name="Press")
        self.facts.collections[press.pk] = collections.pk
        inner = press.add_child(name="Portraits")
        self.facts.collections[inner.pk] = press.pk
        self.facts.files = {"images": {}, "documents": {}}
        for _ in range(3):
            image = builders.make_image(
                title=self.text(), alt_text=self.text(), file=builders.image_file(40, 30)
            )
            self.facts.files["images"][image.pk] = image.collection_id
        for _ in range(2):
            document = builders.make_document(title=self.text())
            self.facts.files["documents"][document.pk] = document.collection_id
        photos = list(Image.objects.order_by("pk"))
        for number in range(2):
            author = builders.make_author(name=self.text(), photo=photos[number])
            author.links.add(AuthorLink(kind="website", url="https://www.example.org/me"))
            author.bio = f'<p><a linktype="page" id="{about.pk}">here</a></p>'
            author.save()
            builders.make_topic(name=self.text(), description=self.text())
            builders.make_work(title=self.text())
        self.make_cta(page=about, url="")
        self.make_cta()
        ctas = list(CallToAction.objects.order_by("pk"))
        builders.place(self.home, "top", ctas[0])
        builders.place(self.index, "sidebar", *ctas)
        for _ in range(2):
            self.article(self.index)
        self.article(notes)
        stored = SiteSettings(site=Site.objects.get(), name=self.text())
        stored.publisher_logo = photos[2]
        stored.navigation = [
            ("item", {"label": "", "page": self.index, "url": "", "children": []}),
            ("item", {"label": "", "page": about, "url": "", "children": []}),
        ]
        stored.footer_text = f'<p><a linktype="page" id="{about.pk}">about</a></p>'
        stored.footer_links = [("item", {"label": "", "page": notes, "url": ""})]
        stored.save()
        article = ArticlePage.objects.first()
        Redirect.objects.create(old_path="/old", redirect_page=article)
        Redirect.objects.create(old_path="/older", redirect_link="/old")
        Redirect.objects.create(old_path="/straight", redirect_link=about.url)
        Redirect.objects.create(old_path="/away", redirect_link="https://www.example.org/")

    def text(self):
        """Words that stand nowhere else."""
        return f"{COMMON} zq{next(self.words)}"

    def adopt(self, page, **facts):
        """Takes a page's facts from how it was made."""
        parent = page.get_parent()
        known = {
            "parent": parent.pk if parent else None,
            "live": page.live,
            "begins": page.go_live_at,
            "ends": page.expire_at,
            "source": page.alias_of_id,
            "has_live_version": page.live_revision_id is not None,
            # Wagtail copies them with the page.
            "closed": page.view_restrictions.count(),
        }
        self.facts.pages[page.pk] = PageFacts(**known | facts)

    def add(self, model, parent, **fields):
        """A published page of a type below another."""
        number = next(self.words)
        fields = {"title": self.text(), "slug": f"page-{number}"} | fields
        parent = Page.objects.get(pk=parent.pk).specific
        page = parent.add_child(instance=model(live=False, **fields))
        page.save_revision().publish()
        self.adopt(model.objects.get(pk=page.pk), live=True, has_live_version=True)
        return page

    def article(self, parent, published=True):
        page = builders.make_article(
            parent=parent.specific,
            title=self.text(),
            summary=self.text(),
            body=self.body(),
            authors=list(Author.objects.order_by("pk")),
            topics=list(Topic.objects.order_by("pk")),
            lead_image=Image.objects.first(),
            published=published,
        )
        self.adopt(page, live=published, has_live_version=published)
        return page

    def body(self, choice=0):
        """A block of every kind, with references to things by choice."""
        body = []
        for kind in ArticleBody().child_blocks:
            models = CHOSEN.get(kind, {})
            things = {name: self.pick(model, choice) for name, model in models.items()}
            if all(things.values()):
                body.append((kind, samples.blocks(kind, **things)))
        work = self.pick(Work, choice // 2)
        if work:
            mark = f'<a linktype="work" id="{work.pk}" locator="p. 4">(as it was)</a>'
            body.append(("text", {"content": f"<p>It helped {mark}.</p>"}))
        return body

    def make_cta(self, **fields):
        texts = {"name": self.text(), "heading": self.text(), "text": self.text()}
        cta = builders.make_cta(**texts | fields)
        cta.save_revision().publish()
        cta = CallToAction.objects.get(pk=cta.pk)
        self.facts.ctas[cta.pk] = CtaFacts(page=cta.page_id, url=cta.url)
        return cta

    def pick(self, things, choice):
        """One of the objects of a model or queryset, or None."""
        things = getattr(things, "objects", things)
        pks = list(things.order_by("pk").values_list("pk", flat=True))
        return things.get(pk=pks[choice % len(pks)]) if pks else None

    def page(self, choice, model=Page, **conditions):
        """One of the pages, as its own type. Raises `NoPage`."""
        found = self.pick(model.objects.filter(**{"depth__gt": 1} | conditions), choice)
        if found is None:
            raise NoPage
        return found.specific

    def hour(self, choice):
        """A moment some hours away, in a minute's steps as forms have them; or none."""
        hours = (None, 1, 2, -1)[choice % 4]
        return hours and self.now.replace(second=0) + timedelta(hours=hours)

    # What happens to facts

    def published(self, pk, begins, ends):
        page = self.facts.pages[pk]
        if page.publish(begins, ends, self.now):
            for alias in self.facts.aliases(pk):
                alias.live, alias.begins, alias.ends = True, begins, ends

    def unpublished(self, pk, is_deep=False):
        facts = self.facts.pages[pk]
        if facts.live:
            facts.unpublish()
            for alias in self.facts.aliases(pk):
                alias.unpublish()
        if is_deep:
            for other in self.facts.below(pk):
                if other != pk:
                    self.unpublished(other)

    def deleted(self, pk):
        for gone in self.facts.below(pk):
            # Wagtail unpublishes it first, and so its aliases.
            self.unpublished(gone)
        for gone in self.facts.below(pk):
            del self.facts.pages[gone]
        for page in self.facts.pages.values():
            if page.source not in self.facts.pages:
                page.source = None
        for cta in self.facts.ctas.values():
            if cta.page not in self.facts.pages:
                cta.page = None

    # What editors do to pages

    @action
    def write(self, choice, what):
        """An edit of a page is published."""
        page = self.page(choice, alias_of=None)
        self.alter(page, what)
        page.go_live_at = page.expire_at = None
        page.save_revision().publish()
        self.published(page.pk, None, None)

    def alter(self, page, what):
        page.title = self.text()
        part = ("body", "lines", "image", "words", "placements")[what % 5]
        what //= 5
        if isinstance(page, ArticlePage):
            page.summary = self.text()
            if part == "body":
                page.body = self.body(what)
            elif part == "lines":
                author, topic = self.pick(Author, what), self.pick(Topic, what)
                page.article_authors = [ArticleAuthor(author=author)] if author else []
                page.article_topics = [ArticleTopic(topic=topic)] if topic else []
            elif part == "image":
                page.lead_image = self.pick(Image, what) if what % 2 else None
        elif isinstance(page, StandardPage):
            page.introduction = self.text()
        else:
            page.introduction = f'<p><a linktype="page" id="{self.page(what).pk}">there</a></p>'
        if part == "words":
            page.search_description, page.seo_title = self.text(), self.text()
        if part == "placements":
            placed = CallToActionPlacement(slot=SLOTS[what % 3], cta=self.pick(CallToAction, what))
            page.cta_placements = [placed] if what % 2 else []

    @action
    def draft(self, choice, what):
        page = self.page(choice, alias_of=None)
        self.alter(page, what)
        page.save_revision()

    @action
    def create(self, choice, what):
        parent = self.page(choice, ArticleIndexPage)
        if parent:
            self.article(parent, published=bool(what % 3))

    @action
    def schedule(self, choice, what):
        """A version is published that begins or ends at a moment."""
        page = self.page(choice, alias_of=None)
        page.title = self.text()
        page.go_live_at, page.expire_at = self.hour(what), self.hour(what // 4)
        page.save_revision().publish()
        self.published(page.pk, page.go_live_at, page.expire_at)

    @action
    def unpublish(self, choice, what):
        page = self.page(choice)
        is_deep = page.live and what % 4 == 0
        if is_deep:
            address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
            assert self.desk.post(address, {"include_descendants": "on"}).status_code == 302
        else:
            page.unpublish()
        self.unpublished(page.pk, is_deep)

    @action
    def publish_again(self, choice, what):
        """What was taken away comes back as it was."""
        page = self.page(choice, live=False, alias_of=None)
        page.save_revision().publish()
        self.published(page.pk, page.go_live_at, page.expire_at)

    def places_for(self, page):
        """The pages below which a page may stand."""
        model = ArticleIndexPage if isinstance(page, ArticlePage) else HomePage
        found = model.objects.exclude(pk=page.get_parent().pk)
        if isinstance(page, StandardPage):
            others = StandardPage.objects.not_descendant_of(page, inclusive=True)
            ids = [*found.values_list("pk", flat=True), *others.values_list("pk", flat=True)]
            found = Page.objects.filter(pk__in=ids)
        alike = Page.objects.filter(slug=page.slug).values_list("path", flat=True)
        return found.exclude(path__in=[path[: -Page.steplen] for path in alike])

    @action
    def move(self, choice, what):
        page = self.page(choice, depth__gt=2)
        target = self.pick(self.places_for(page), what)
        if target:
            page.move(target, pos="last-child")
            self.facts.pages[page.pk].parent = target.pk

    @action
    def reorder(self, choice, what):
        page = self.page(choice, depth__gt=2)
        sibling = self.pick(page.get_siblings(inclusive=False), what)
        if sibling:
            page.move(sibling, pos=("left", "right")[what % 2])

    @action
    def copy(self, choice, what):
        page = self.page(choice, depth__gt=2)
        keep_live, is_deep = bool(what % 2), bool(what % 3)
        attributes = {"slug": f"copy-{next(self.words)}"}
        self._copied(page.copy(recursive=is_deep, keep_live=keep_live, update_attrs=attributes))

    def _copied(self, made):
        for page in Page.objects.filter(path__startswith=made.path).order_by("path"):
            self.adopt(page)

    @action
    def alias(self, choice, what):
        page = self.page(choice, depth__gt=2)
        target = self.pick(self.places_for(page), what) or page.get_parent()
        slug = f"alias-{next(self.words)}"
        self._copied(page.create_alias(parent=target, update_slug=slug, recursive=False))

    @action
    def detach(self, choice, what):
        """An alias becomes a page of its own."""
        page = self.page(choice, alias_of__isnull=False)
        if page:
            ConvertAliasPageAction(page).execute()
            facts = self.facts.pages[page.pk]
            facts.source, facts.has_live_version = None, facts.live

    @action
    def rename(self, choice, what):
        page = self.page(choice, alias_of=None, depth__gt=2)
        page.slug = f"renamed-{next(self.words)}"
        page.save_revision().publish()
        self.published(page.pk, page.go_live_at, page.expire_at)

    @action
    def delete(self, choice, what):
        page = self.page(choice, depth__gt=2)
        if page.depth > 3 or self.steps % 3 == 0:
            page.delete()
            self.deleted(page.pk)

    @action
    def restrict(self, choice, what):
        page = self.page(choice)
        restriction = builders.make_private(page, KINDS[what % len(KINDS)])
        if restriction.restriction_type == PageViewRestriction.PASSWORD:
            PageViewRestriction.objects.filter(pk=restriction.pk).update(password="hush")
        if restriction.restriction_type == PageViewRestriction.GROUPS:
            restriction.groups.add(Group.objects.first())
        self.facts.pages[page.pk].closed += 1

    @action
    def unrestrict(self, choice, what):
        restriction = self.pick(PageViewRestriction, choice)
        if restriction:
            restriction.delete()
            self.facts.pages[restriction.page_id].closed -= 1

    @action
    def move_restriction(self, choice, what):
        restriction = self.pick(PageViewRestriction, choice)
        if restriction:
            page = self.page(what)
            self.facts.pages[restriction.page_id].closed -= 1
            PageViewRestriction.objects.filter(pk=restriction.pk).update(page=page.pk)
            self.facts.pages[page.pk].closed += 1

    @action
    def hide_by_update(self, choice, what):
        page = self.page(choice)
        Page.objects.filter(pk=page.pk).update(live=not page.live)
        self.facts.pages[page.pk].live = not page.live

    @action
    def time_by_update(self, choice, what):
        page = self.page(choice)
        begins, ends = self.hour(what), self.hour(what // 4)
        Page.objects.filter(pk=page.pk).update(go_live_at=begins, expire_at=ends)
        facts = self.facts.pages[page.pk]
        facts.begins, facts.ends = begins, ends

    @action
    def write_in_sql(self, choice, what):
        pages = Page.objects.filter(depth__gt=1)
        statements = [
            ("UPDATE wagtailcore_page SET title = %s WHERE id = %s", self.pick(pages, choice)),
            ("UPDATE wagtailcore_page SET seo_title = %s WHERE id = %s", self.pick(pages, choice)),
            (
                "UPDATE articles_articlepage SET summary = %s WHERE page_ptr_id = %s",
                self.pick(ArticlePage, choice),
            ),
            ("UPDATE articles_author SET name = %s WHERE id = %s", self.pick(Author, choice)),
            ("UPDATE articles_topic SET name = %s WHERE id = %s", self.pick(Topic, choice)),
            (
                "UPDATE articles_calltoaction SET heading = %s WHERE id = %s",
                self.pick(CallToAction, choice),
            ),
            ("UPDATE library_image SET credit = %s WHERE id = %s", self.pick(Image, choice)),
            ("UPDATE library_document SET title = %s WHERE id = %s", self.pick(Document, choice)),
            ("UPDATE home_sitesettings SET name = %s WHERE id = %s", SiteSettings.objects.first()),
            ("UPDATE home_homepage SET tagline = %s WHERE page_ptr_id = %s", self.home),
            (
                "UPDATE home_standardpage SET introduction = %s WHERE page_ptr_id = %s",
                self.pick(StandardPage, choice),
            ),
            (
                "UPDATE articles_articleindexpage SET introduction = %s WHERE page_ptr_id = %s",
                self.pick(ArticleIndexPage, choice),
            ),
            ("UPDATE evidence_work SET title = %s WHERE id = %s", self.pick(Work, choice)),
        ]
        statement, thing = statements[what % len(statements)]
        if thing:
            with connection.cursor() as cursor:
                cursor.execute(statement, [self.text(), thing.pk])

    @action
    def lose_line(self, choice, what):
        """An article loses an author or a topic without being saved."""
        line = self.pick((ArticleAuthor, ArticleTopic)[what % 2], choice)
        if line:
            type(line).objects.filter(pk=line.pk).delete()

    # What they do in the admin

    @action
    def publish_in_admin(self, choice, what):
        page = self.page(choice, alias_of=None, depth__gt=2)
        sent = {"title": self.text(), "go_live_at": "", "expire_at": ""}
        answer = desk.send(self.desk, desk.edit_address(page), desk.PUBLISH, **sent)
        if answer.status_code == 302:
            self.published(page.pk, None, None)
        else:
            draft = page.get_latest_revision_as_object()
            refused = desk.refusals(answer)
            # Wagtail locks a page that waits for its moment.
            assert refused or draft.get_lock(), answer.content
            assert [place for place in refused if not self.is_gone(draft, place)] == []

    def is_gone(self, page, place):
        """Whether what stands at a place of a page's form is deleted.

        That is what was chosen in its body, such as `body.4.cta`, or a line, `article_topics.0.id`.
        """
        where, position, name = place.split(".")
        if where != "body":
            line = getattr(page, where).all()[int(position)]
            return not type(line).objects.filter(pk=line.pk).exists()
        block = page.body.raw_data[int(position)]
        model = CHOSEN[block["type"]][name]
        return not model.objects.filter(pk=block["value"][name]).exists()

    @action
    def autosave(self, choice, what):
        page = self.page(choice, alias_of=None, depth__gt=2)
        answer = desk.autosave(self.desk, desk.edit_address(page), title=self.text())
        assert answer.status_code in (200, 201, 400), answer.status_code

    @action
    def many_in_admin(self, choice, what):
        """Two pages at once are unpublished, published or deleted."""
        verb = ("unpublish", "unpublish", "delete")[what % 3]
        pages = {self.page(choice + n, depth__gt=3).pk for n in (0, 1)}
        query = "&".join(f"id={pk}" for pk in pages)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", verb])
        answer = self.desk.post(f"{address}?{query}&next=/admin/")
        assert answer.status_code == 302, answer.content
        for pk in pages:
            if verb == "unpublish":
                self.unpublished(pk)
            elif pk in self.facts.pages:
                self.deleted(pk)

    @action
    def move_in_admin(self, choice, what):
        page = self.page(choice, depth__gt=3)
        # Below another language, Wagtail would move it on to the translation in its own.
        target = self.pick(self.places_for(page).filter(locale=page.locale), what)
        if target:
            address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
            assert self.desk.post(address).status_code == 302
            self.facts.pages[page.pk].parent = target.pk

    @action
    def edit_author_in_admin(self, choice, what):
        author = self.pick(Author, choice)
        if author:
            answer = desk.send(self.desk, desk.edit_address(author), name=self.text())
            assert answer.status_code == 302, desk.refusals(answer)

    # Snippets

    @action
    def edit_author(self, choice, what):
        author = self.pick(Author, choice)
        if author is None:
            return
        match what % 5:
            case 0:
                author.name = self.text()
            case 1:
                author.photo = self.pick(Image, what // 5)
            case 2:
                author.bio = f'<p><a linktype="page" id="{self.page(what).pk}">me</a></p>'
            case 3:
                url = f"https://www.example.org/{next(self.words)}"
                author.links.add(AuthorLink(kind="website", url=url))
            case 4:
                author.links = list(author.links.all())[1:]
        author.save()

    @action
    def rename_author(self, choice, what):
        author = self.pick(Author, choice)
        if author:
            Author.objects.filter(pk=author.pk).update(slug=f"author-{next(self.words)}x")

    @action
    def edit_topic(self, choice, what):
        topic = self.pick(Topic, choice)
        if topic:
            topic.name = self.text()
            topic.description = self.text()
            if what % 2:
                topic.slug = f"topic-{next(self.words)}x"
            topic.save()

    @action
    def edit_cta(self, choice, what):
        """A version of a call to action is published, or kept as a draft."""
        cta = self.pick(CallToAction, choice)
        if cta is None:
            return
        cta.heading = self.text()
        if what % 2:
            cta.page, cta.url = (self.page(what // 2), "") if what % 3 else (None, "https://a.test")
        cta.go_live_at, cta.expire_at = self.hour(what // 2), self.hour(what // 8)
        revision = cta.save_revision()
        if what % 5:
            revision.publish()
            facts = self.facts.ctas[cta.pk]
            if facts.publish(cta.go_live_at, cta.expire_at, self.now):
                facts.page, facts.url = cta.page_id, cta.url

    @action
    def unpublish_cta(self, choice, what):
        cta = self.pick(CallToAction, choice)
        if cta:
            cta.unpublish()
            self.facts.ctas[cta.pk].unpublish()

    @action
    def make_snippet(self, choice, what):
        match what % 4:
            case 0:
                builders.make_author(name=self.text(), photo=self.pick(Image, choice))
            case 1:
                builders.make_topic(name=self.text())
            case 2:
                self.make_cta()
            case 3:
                builders.make_work(title=self.text())

    @action
    def edit_work(self, choice, what):
        work = self.pick(Work, choice)
        if work is None:
            return
        match what % 5:
            case 0:
                work.csl["title"] = self.text()
            case 1:
                work.csl["author"] = [{"literal": self.text()}]
            case 2:
                work.csl["DOI"] = f"10.5555/{next(self.words)}"
            case 3:
                # As another work, from which it has to be told apart.
                work.csl |= {"author": [{"literal": "Quill"}], "issued": {"date-parts": [[2020]]}}
            case 4:
                kind = ("retraction", "correction", "reinstatement")[what % 3]
                date = f"2020-01-{1 + what % 28:02}"
                work.note([Notice(kind, f"10.5555/{next(self.words)}", date, self.text())])
        work.save()

    @action
    def merge_works(self, choice, what):
        work, into = self.pick(Work, choice), self.pick(Work, what)
        if work and work != into:
            merge(work, into)

    @action
    def delete_snippet(self, choice, what):
        thing = self.pick((Author, Topic, CallToAction, Work)[what % 4], choice)
        if thing:
            pk = thing.pk
            try:
                with transaction.atomic():
                    thing.delete()
            except StillCited:
                return
            if what % 4 == 2:
                del self.facts.ctas[pk]

    @action
    def place(self, choice, what):
        models = (HomePage, ArticleIndexPage, ArticlePage)
        pages = [page for model in models for page in model.objects.order_by("pk")]
        cta = self.pick(CallToAction, what) if what % 4 else None
        builders.place(pages[choice % len(pages)], SLOTS[what % 3], cta)

    @action
    def replace(self, choice, what):
        placement = self.pick(CallToActionPlacement, choice)
        if placement and what % 2:
            placement.delete()
        elif placement:
            cta = self.pick(CallToAction, what)
            CallToActionPlacement.objects.filter(pk=placement.pk).update(cta=cta)

    # Files

    @action
    def edit_image(self, choice, what):
        image = self.pick(Image, choice)
        if image is None:
            return
        match what % 4:
            case 0:
                image.alt_text = self.text()
            case 1:
                image.title = self.text()
            case 2:
                image.focal_point_x, image.focal_point_y = 5 + what % 20, 5
                image.focal_point_width = image.focal_point_height = 4
            case 3:
                image.file = builders.image_file(40 + what % 20, 30)
                image._set_image_file_metadata()
        image.save()
        if what % 4 == 3:
            image.renditions.all().delete()

    @action
    def edit_document(self, choice, what):
        document = self.pick(Document, choice)
        if document:
            document.title = self.text()
            if what % 2:
                document.file = ContentFile(b"x" * (what + 1), name=f"new-{next(self.words)}.txt")
                document._set_document_file_metadata()
            document.save()

    @action
    def delete_file(self, choice, what):
        model = (Image, Document)[what % 2]
        thing = self.pick(model, choice)
        if thing:
            del self.facts.files[("images", "documents")[what % 2]][thing.pk]
            thing.delete()

    @action
    def make_file(self, choice, what):
        if what % 2:
            file = builders.image_file(40, 30)
            image = builders.make_image(title=self.text(), alt_text=self.text(), file=file)
            self.facts.files["images"][image.pk] = image.collection_id
        else:
            document = builders.make_document(title=self.text())
            self.facts.files["documents"][document.pk] = document.collection_id

    @action
    def file_elsewhere(self, choice, what):
        """A file goes into another collection."""
        model, name = ((Image, "images"), (Document, "documents"))[what % 2]
        thing, collection = self.pick(model, choice), self.pick(Collection, what // 2)
        if thing:
            model.objects.filter(pk=thing.pk).update(collection=collection)
            self.facts.files[name][thing.pk] = collection.pk

    @action
    def tag(self, choice, what):
        thing = self.pick((Image, Document)[what % 2], choice)
        if thing is None:
            return
        match what // 2 % 3:
            case 0:
                thing.tags.add(f"tag{next(self.words)}")
            case 1:
                thing.tags.clear()
            case 2:
                for one in thing.tags.all()[:1]:
                    type(one).objects.filter(pk=one.pk).update(name=f"tag{next(self.words)}")

    @action
    def close_collection(self, choice, what):
        collection = self.pick(Collection, choice)
        if collection.pk not in self.facts.closed:
            kind = KINDS[what % len(KINDS)]
            CollectionViewRestriction.objects.create(
                collection=collection, restriction_type=kind, password="hush"
            )
            self.facts.closed.add(collection.pk)

    @action
    def open_collection(self, choice, what):
        restriction = self.pick(CollectionViewRestriction, choice)
        if restriction:
            restriction.delete()
            self.facts.closed.discard(restriction.collection_id)

    @action
    def move_collection(self, choice, what):
        collection = self.pick(Collection.objects.filter(depth__gt=1), choice)
        others = Collection.objects.not_descendant_of(collection, inclusive=True)
        target = self.pick(others, what)
        collection.move(target, pos="sorted-child")
        self.facts.collections[collection.pk] = target.pk

    # Settings, redirects, sites

    @action
    def edit_settings(self, choice, what):
        site = self.pick(Site, choice)
        stored = SiteSettings.objects.filter(site=site).first() or SiteSettings(site=site)
        page = self.page(what)
        link = {"label": "", "page": page, "url": ""}
        match what % 6:
            case 5:
                stored.citation_style = list(STYLES)[what // 6 % len(STYLES)]
            case 0:
                stored.name = self.text()
            case 1:
                stored.navigation = [("item", link | {"children": [link]})]
            case 2:
                stored.footer_text = f'<p><a linktype="page" id="{page.pk}">it</a></p>'
                stored.footer_links = [("item", link)]
            case 3:
                stored.publisher_logo = self.pick(Image, what)
            case 4:
                stored.social_links = [("item", {"label": "X", "url": "https://x.test/"})]
        stored.save()

    @action
    def delete_settings(self, choice, what):
        SiteSettings.objects.filter(site=self.pick(Site, choice)).delete()

    @action
    def make_redirect(self, choice, what):
        site = self.pick(Site, choice) if what % 2 else None
        old = f"/redirected-{next(self.words)}"
        page = self.page(choice)
        match what % 4:
            case 0:
                link = {"redirect_page": page}
            case 1:
                link = {"redirect_link": self.home_of(page)[1]}
            case 2:
                other = self.pick(Redirect, what)
                link = {"redirect_link": other.old_path if other else "https://a.test/"}
            case 3:
                link = {"redirect_link": page.full_url or "https://a.test/"}
        Redirect.objects.create(old_path=old, site=site, is_permanent=bool(what % 3), **link)

    @action
    def edit_redirect(self, choice, what):
        redirect = self.pick(Redirect, choice)
        if redirect is None:
            return
        if what % 2:
            redirect.redirect_page, redirect.redirect_link = self.page(what), ""
        else:
            redirect.redirect_page = None
            redirect.redirect_link = self.home_of(self.page(what))[1]
        redirect.save()

    @action
    def delete_redirect(self, choice, what):
        redirect = self.pick(Redirect, choice)
        if redirect:
            redirect.delete()

    @action
    def open_site(self, choice, what):
        if Site.objects.count() < 2:
            root = self.pick(Page.objects.filter(depth__in=(2, 3)), choice)
            free = next(host for host in HOSTS if host not in self.sites().values())
            hostname, _, port = free.partition(":")
            name = self.text()
            Site.objects.create(hostname=hostname, port=port, root_page=root, site_name=name)

    @action
    def change_site(self, choice, what):
        site = self.pick(Site, choice)
        hostname, _, port = HOSTS[what % len(HOSTS)].partition(":")
        taken = Site.objects.filter(hostname=hostname, port=port).exclude(pk=site.pk)
        if not taken.exists():
            site.hostname, site.port, site.site_name = hostname, int(port), self.text()
            site.save()

    @action
    def move_site(self, choice, what):
        site = self.pick(Site.objects.filter(is_default_site=False), choice)
        if site:
            site.root_page = self.pick(Page.objects.filter(depth__in=(2, 3)), what)
            site.save()

    @action
    def close_site(self, choice, what):
        site = self.pick(Site.objects.filter(is_default_site=False), choice)
        if site:
            site.delete()

    @action
    def lose_renditions(self, choice, what):
        image = self.pick(Image, choice)
        if image:
            image.renditions.all().delete()

    # What is neither content nor time

    @action
    def write_while_read(self, choice, what):
        """A page is written and told of while a reader waits for an older rendering of it."""
        page = self.page(choice, ArticlePage)
        if page is None:
            return
        host, path = self.home_of(page)
        self.write_in_sql(choice, 2)
        store = editions.store

        def late(*args, **options):
            self.write_in_sql(choice, 2)
            settling.settle()
            store(*args, **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(editions, "store", late)
            for door in (path, f"/api/v2/pages/{page.pk}/"):
                self.ask(host, door)

    def home_of(self, page):
        """Host and path of a page on its own site."""
        parts = page.get_url_parts()
        return (self.sites()[parts[0]], parts[2]) if parts else ("localhost:80", "/nowhere/")

    @action
    def forget_words(self, choice, what):
        """The search index loses a page."""
        page = self.page(choice)
        content_type = ContentType.objects.get_for_model(page)
        IndexEntry.objects.filter(content_type=content_type, object_id=page.pk).delete()

    @action
    def release(self, choice, what):
        """Another release, of which everything looks different, has made its editions."""
        address = f"https://api{next(self.words)}.example.org"
        self.set_up(WAGTAILAPI_BASE_URL=address)

    def set_up(self, **different):
        self.overrides.enter_context(override_settings(**different))
        # In a process of its own.
        self.front = Serving(WSGIHandler())
        self.is_releasing = True
        assert worker.make_ready(seconds=60)
        self.is_releasing = False

    @action
    def translate(self, choice, what):
        """A page is translated into French, and published in it."""
        if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            languages = [("en-gb", "English"), ("fr", "French")]
            self.set_up(WAGTAIL_I18N_ENABLED=True, WAGTAIL_CONTENT_LANGUAGES=languages)
        french, _ = Locale.objects.get_or_create(language_code="fr")
        page = self.page(choice, alias_of=None, locale=Site.objects.first().root_page.locale_id)
        if not page.has_translation(french):
            known = set(self.facts.pages)
            page.copy_for_translation(french, copy_parents=True).save_revision().publish()
            for made in Page.objects.exclude(pk__in=known).order_by("path"):
                self.adopt(made)

    # The clock

    @action
    def wait(self, choice, what):
        self.now += timedelta(minutes=(5, 61, 130)[what % 3])

    @action
    def work(self, choice, what):
        """The worker makes its round."""
        worker.publish_and_expire()
        for things in (self.facts.ctas, self.facts.pages):
            over = [
                pk for pk, one in things.items() if one.live and one.ends and one.ends < self.now
            ]
            for pk in over:
                if things is self.facts.pages:
                    self.unpublished(pk)
                else:
                    things[pk].unpublish()
        due = [
            (one.waits, pk, things)
            for things in (self.facts.ctas, self.facts.pages)
            for pk, one in things.items()
            if one.waits and one.waits[0] < self.now
        ]
        for (begins, ends), pk, things in due:
            if things is self.facts.pages:
                self.published(pk, begins, ends)
            else:
                things[pk].publish(begins, ends, self.now)
                cta = CallToAction.objects.get(pk=pk)
                things[pk].page, things[pk].url = cta.page_id, cta.url
