"""A site with every kind of hidden thing, each behind everything that could point at it.

Every text of a hidden thing is a word of its own that stands nowhere else. Words are of letters
alone, which no door escapes. The worker never runs: the clock alone hides what is out of its time.
"""

import re
from datetime import UTC, datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import (
    APIToken,
    Collection,
    CollectionViewRestriction,
    Comment,
    CommentReply,
    GroupApprovalTask,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    UploadedFile,
    Workflow,
    WorkflowTask,
)
from wagtail.users.models import UserProfile

from articles.models import ArticleAuthor, ArticlePage, CallToAction
from home.models import SiteSettings
from library.models import Document, Image
from tests import builders

MARK = "hush"
WORD = re.compile(rf"{MARK}[a-z]+")
FAR = datetime(2040, 5, 4, tzinfo=UTC)
"""When the hidden articles are dated: no public thing lies behind 2039."""


def word(kind, text):
    """The word that stands for one text of one hidden thing."""
    return MARK + re.sub("[^a-z]", "", f"{kind}{text}".lower())


def yesterday():
    return timezone.now() - timedelta(days=1)


def tomorrow():
    return timezone.now() + timedelta(days=1)


# Ways of hiding a page


def draft(page):
    Page.objects.filter(pk=page.pk).update(live=False, first_published_at=None)


def unpublished(page):
    page.unpublish()


def scheduled(page):
    page.unpublish()
    page.go_live_at = tomorrow()
    page.save_revision().publish()


def expired(page):
    """An alias has its source's moments."""
    both = Page.objects.filter(pk=page.pk) | Page.objects.filter(alias_of=page)
    both.update(expire_at=yesterday())


def behind_login(page):
    builders.make_private(page)


def behind_group(page):
    restriction = builders.make_private(page, PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name=word("groups", "name")))


def behind_password(page):
    password = word("restrictions", "password")
    builders.make_private(page, PageViewRestriction.PASSWORD, password=password)


def below_private(page):
    builders.make_private(page.get_parent())


def private_later(page):
    """Readers and search engines have been there before."""
    Client().get(page.url)
    builders.make_private(page)


GONE = {
    "draft": draft,
    "unpublished": unpublished,
    "scheduled": scheduled,
    "expired": expired,
}
PRIVATE = {
    "behind a login": behind_login,
    "behind a group": behind_group,
    "behind a password": behind_password,
    "below a private page": below_private,
    "private later": private_later,
}

WAYS = [*GONE.values(), behind_login, behind_group, behind_password]
"""Those that hide a page at hand, whatever stands above it and has happened before."""


# Ways of hiding a file


def collection(kind):
    return Collection.get_first_root_node().add_child(name=word(kind, "collection"))


def close(collection, kind=CollectionViewRestriction.LOGIN, **fields):
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind, **fields)


def close_above(collection):
    close(collection.get_parent())


def close_with_password(collection):
    password = word("restrictions", "password of files")
    close(collection, CollectionViewRestriction.PASSWORD, password=password)


def close_later(collection):
    """The pictures have been shown, so their renditions are stored."""
    for image in Image.objects.filter(collection=collection):
        image.get_rendition("width-30")
        for article in ArticlePage.objects.filter(lead_image=image):
            Client().get(article.url)
    close(collection)


FILES = {
    "private file": close,
    "nested private file": close_above,
    "file behind a password": close_with_password,
    "file private later": close_later,
}

CTAS = {
    "draft call to action": lambda: {"live": False},
    "scheduled call to action": lambda: {"live": False, "go_live_at": tomorrow()},
    "expired call to action": lambda: {"expire_at": yesterday()},
}

RECORDS = {
    "edits": "What has been changed in a live page since it was published",
    "scheduled edits": "A change of a live page that waits for its moment",
    "edits of a call to action": "What has been changed in a live call to action since",
    "names of calls to action": "What the team calls them",
    "hidden parent": "The title of a hidden page above a public one",
    "comments": "Comments on pages and replies to them",
    "workflows": "Workflows, tasks, and what reviewers say",
    "logs": "The log of what was done to pages and snippets",
    "users": "Names and e-mail addresses of users; their profiles, tokens and failed logins",
    "groups": "Names of groups",
    "sessions": "Sessions, and what the editor keeps of half-filled forms",
    "collections": "Names of collections, public ones too",
    "restrictions": "Passwords of pages and collections",
    "uploads": "Files between upload and first save",
}

KINDS = [*GONE, *PRIVATE, *FILES, *CTAS, *RECORDS]
"""Every kind of hidden thing; docs/security.md lists them."""


class PlantedSite:
    """`pages`, `files` and `ctas` hold the hidden things by kind; all else of it is public."""

    def __init__(self):
        self.home, self.index = builders.home_page(), builders.article_index()
        self.french = Locale.objects.create(language_code="fr")
        self.picture = builders.make_image(file=builders.image_file(40, 30))
        self.author, self.topic = builders.make_author(), builders.make_topic()
        builders.make_work()
        # Authors and topics are public records, but no list shows these: hidden articles alone
        # have them.
        self.other_author, self.other_topic = builders.make_author(), builders.make_topic()
        self.other_work = builders.make_work(DOI="10.5555/cited-by-what-is-hidden")
        self.public_cta = builders.make_cta(name=word("names of calls to action", "name"))
        self.pages, self.files, self.ctas, self.redirects = {}, {}, {}, []
        self.above = []
        for kind in (*GONE, *PRIVATE):
            self.plant_page(kind)
        for kind, fields in CTAS.items():
            self.plant_cta(kind, **fields())
        for kind in FILES:
            self.plant_files(kind)
        self.point_at_all()
        for kind, hide in (GONE | PRIVATE).items():
            hide(self.pages[kind])
        for kind, hide in FILES.items():
            hide(self.files[kind][0].collection)
        self.plant_parents()
        self.plant_edits()
        self.plant_records()

    # What is hidden

    def plant_page(self, kind):
        parent = self.index
        if kind == "below a private page":
            parent = builders.article_index(title="Members", slug="members")
        page = builders.make_article(
            parent,
            authors=[self.author, self.other_author],
            topics=[self.topic, self.other_topic],
            publication_date=FAR,
        )
        alias = page.create_alias(
            parent=self.index, update_slug=f"alias-{page.pk}", update_locale=self.french
        )
        alias.article_authors.all().delete()
        alias.article_topics.all().delete()
        self.write(page, kind)
        page.save()
        revision = page.save_revision()
        if kind in PRIVATE:
            # What it says, its alias says.
            revision.publish()
        Redirect.objects.create(old_path=f"/moved-{page.pk}", redirect_page=page)
        # By address, with the page's own: the way of who types it.
        Redirect.objects.create(old_path=f"/typed-{page.pk}", redirect_link=page.url)
        self.redirects += [f"/moved-{page.pk}/", f"/typed-{page.pk}/"]
        self.pages[kind] = ArticlePage.objects.get(pk=page.pk)

    def write(self, page, kind):
        """Fills every text of an article with words of the kind."""

        def say(text):
            return word(kind, text)

        page.title, page.slug, page.summary = say("title"), say("slug"), say("summary")
        page.seo_title, page.search_description = say("seo title"), say("description")
        page.body = [
            ("text", {"content": f"<h2>{say('heading')}</h2><p>{say('text')}</p>"}),
            ("quote", {"text": say("quote"), "attribution": say("attribution")}),
            (
                "citation",
                {
                    "usage": "quotation",
                    "work": self.other_work,
                    "text": say("cited text"),
                    "locator": say("locator"),
                },
            ),
            ("author_bio", {"author": self.author, "note": say("note")}),
            (
                "cta",
                {"cta": self.public_cta, "heading": say("cta heading"), "text": say("cta text")},
            ),
            (
                "image",
                {
                    "image": self.picture,
                    "alt_text": say("alt"),
                    "caption": say("caption"),
                    "credit": say("credit"),
                },
            ),
            ("table", {"caption": say("table"), "table": {"data": [[say("cell")]]}}),
            ("embed", {"url": f"https://youtu.be/{say('film')}", "title": say("film title")}),
        ]

    def plant_cta(self, kind, **fields):
        texts = {name: word(kind, name) for name in ("name", "heading", "text", "button_label")}
        url = f"https://www.example.org/{word(kind, 'url')}"
        self.ctas[kind] = builders.make_cta(url=url, **texts, **fields)

    def plant_files(self, kind):
        where = collection(kind)
        if FILES[kind] is close_above:
            where = where.add_child(name=word(kind, "inner collection"))

        def say(text):
            return word(kind, text)

        image = builders.make_image(
            collection=where,
            title=say("title"),
            alt_text=say("alt"),
            credit=say("credit"),
            file=builders.image_file(40, 30, name=f"{say('picture')}.png"),
        )
        document = builders.make_document(
            collection=where,
            title=say("document"),
            file=ContentFile(say("content").encode(), name=f"{say('file')}.txt"),
        )
        image.tags.add(say("tag"))
        document.tags.add(say("tag of document"))
        self.files[kind] = (image, document)

    # What is public and points at it

    def point_at_all(self):
        images = [image for image, _ in self.files.values()]
        links = [f'<a linktype="page" id="{page.pk}">words</a>' for page in self.pages.values()]
        links += [
            f'<a linktype="document" id="{document.pk}">words</a>'
            for _, document in self.files.values()
        ]
        self.links = f"<p>{' '.join(links)}</p>"
        leading = [builders.make_cta(page=page) for page in self.pages.values()]
        ctas = [*leading, *self.ctas.values(), self.public_cta]
        builders.place(self.home, "top", *ctas)
        builders.place(self.index, "sidebar", *ctas)
        author = builders.make_author(bio=self.links, photo=images[-1])
        body = [
            ("text", {"content": self.links}),
            *(("cta", {"cta": cta}) for cta in ctas),
            *(("image", {"image": image}) for image in images),
            ("author_bio", {"author": author}),
        ]
        self.public = builders.make_article(
            title="Public words", authors=[self.author, author], topics=[self.topic], body=body
        )
        self.illustrated = []
        for image in images:
            author = builders.make_author(photo=image, bio=self.links)
            self.illustrated.append(builders.make_article(lead_image=image, authors=[author]))
        plain = [block for block in body if block[0] != "author_bio"]
        self.page = builders.make_page(title="About words", body=plain)
        # A translation of each.
        self.translations = [
            builders.make_article(locale=self.french, translation_key=page.translation_key)
            for page in self.pages.values()
        ]
        for page in (self.home, self.index):
            page.refresh_from_db()
            page.introduction = self.links
            page.save()
        items = [{"label": "", "page": page, "url": ""} for page in self.pages.values()]
        SiteSettings.objects.create(
            site=Site.objects.get(),
            publisher_logo=images[0],
            navigation=[("item", item | {"children": items}) for item in items],
            footer_links=[("item", item) for item in items],
            footer_text=self.links,
        )

    def plant_parents(self):
        """Hidden pages above public ones, whose slug stands in the public one's address."""
        for kind in GONE:
            name = word("hidden parent", kind)
            above = builders.make_page(title=name, seo_title=name, introduction=name)
            below = builders.make_page(above, title=f"Below {kind}")
            GONE[kind](above)
            self.above.append(above)
            Page.objects.filter(pk=below.pk).update(live=True)

    def plant_edits(self):
        self.edited = builders.make_article(authors=[self.author], topics=[self.topic])
        self.write(self.edited, "edits")
        editor = builders.make_author()
        self.edited.article_authors = [ArticleAuthor(author=editor)]
        self.edited.lead_image = self.files["private file"][0]
        self.edited.save_revision()
        waiting = builders.make_article(authors=[self.author], topics=[self.topic])
        self.write(waiting, "scheduled edits")
        waiting.go_live_at = tomorrow()
        waiting.save_revision().publish()
        cta = CallToAction.objects.get(pk=self.public_cta.pk)
        for name in ("heading", "text", "button_label"):
            setattr(cta, name, word("edits of a call to action", name))
        cta.save_revision()

    def plant_records(self):
        users = {name: word("users", name) for name in ("username", "first_name", "last_name")}
        email = f"{word('users', 'email')}@example.org"
        user = builders.make_user(**users, email=email)
        Page.objects.update(owner=user)
        Image.objects.update(uploaded_by_user=user)
        Document.objects.update(uploaded_by_user=user)
        self.public.save_revision(user=user).publish(user=user)
        UserProfile.objects.create(user=user, avatar=f"avatars/{word('users', 'avatar')}.png")
        APIToken.objects.create(
            user=user, name=word("users", "token"), key_hash=word("users", "hash"), prefix="x"
        )
        tried = {"username": word("users", "tried"), "user_agent": "", "ip_address": "127.0.0.1"}
        AccessAttempt.objects.create(**tried, failures_since_start=1)
        AccessFailureLog.objects.create(**tried)
        comment = Comment.objects.create(
            page=self.public.page_ptr,
            user=user,
            text=word("comments", "text"),
            contentpath="title",
        )
        CommentReply.objects.create(comment=comment, user=user, text=word("comments", "reply"))
        workflow = Workflow.objects.create(name=word("workflows", "name"))
        task = GroupApprovalTask.objects.create(name=word("workflows", "task"))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        state = workflow.start(self.edited, user)
        task.on_action(
            state.current_task_state, user, "reject", comment=word("workflows", "comment")
        )
        for thing in (self.public, self.author):
            log(thing, "wagtail.edit", user=user, data={"said": word("logs", "data")})
        session = SessionStore()
        session["said"] = word("sessions", "data")
        session.save()
        FormState.objects.create(
            user=user,
            data=f"title={word('sessions', 'form')}",
            content_type=ContentType.objects.get_for_model(ArticlePage),
            object_id=str(self.public.pk),
            last_updated_at=timezone.now(),
        )
        UploadedFile.objects.create(
            file=ContentFile(b"x", name=f"{word('uploads', 'file')}.png"), uploaded_by_user=user
        )
        Image.objects.filter(pk=self.picture.pk).update(collection=collection("collections"))

    def remove_hidden(self):
        """Takes away what is hidden, as if it had never been; what pointed at it stays."""
        Redirect.objects.filter(old_path__startswith="/typed-").delete()
        # Of the draft alone an alias is public; the others go with their sources.
        self.pages["draft"].aliases.update(alias_of=None)
        for page in self.pages.values():
            Page.objects.get(pk=page.pk).specific.delete()
        # Fresh ones, so that those at hand keep their ids.
        for thing in (
            *(file for both in self.files.values() for file in both),
            *self.ctas.values(),
        ):
            type(thing).objects.get(pk=thing.pk).delete()

    @property
    def asking(self):
        """Where Wagtail asks who is there: that something is there is no secret at its address."""
        private = [self.pages[kind].page_ptr for kind in PRIVATE]
        private.append(self.pages["below a private page"].get_parent())
        private += Page.objects.filter(alias_of__in=private)
        return (*(page.url for page in private), *(file.url for _, file in self.files.values()))

    @property
    def showing(self):
        """The ids of public things that point at hidden ones, by the endpoint."""
        pages = [self.public, self.page, self.home, self.index]
        return {"pages": [page.pk for page in pages], "images": [self.picture.pk]}

    @property
    def hidden_ids(self):
        """The ids of all hidden things that the API has an endpoint for, by the endpoint."""
        return {
            "pages": [page.pk for page in self.pages.values()],
            "images": [image.pk for image, _ in self.files.values()],
            "documents": [document.pk for _, document in self.files.values()],
            "ctas": [cta.pk for cta in self.ctas.values()],
        }
