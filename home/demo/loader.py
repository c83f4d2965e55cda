"""Puts the demo site into an empty database, as editors would have done it."""

import json
import re
from contextlib import contextmanager
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, Page, PageLogEntry, Revision, Site

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
from evidence.models import Work
from home.demo import content
from home.models import HomePage, SiteSettings, StandardPage
from library.pictures import picture, share_rendition

CREDIT = "Citewell demo"
FOUNDED = "2025-06-02"
"""The day on which the pages that are no articles were published."""
_PAGE_LINK = re.compile(r"<a href='page:([\w-]+)'>")
_WORK_LINK = re.compile(r"<a href='work:([^'#]+)#?([^']*)'>")
"""A DOI, and behind a `#` where in the work."""
_OTHER_LINK = re.compile(r"<a href='([^']*)'>")


class NotEmpty(Exception):
    """The database already holds content; the text says what."""


def check_empty():
    """Raises NotEmpty unless there is nothing but what the migrations made."""
    counted = {
        "pages": Page.objects.filter(depth__gt=2).count(),
        "revisions": Revision.objects.count(),
        "images": get_image_model().objects.count(),
        "documents": get_document_model().objects.count(),
        "authors": Author.objects.count(),
        "topics": Topic.objects.count(),
        "calls to action": CallToAction.objects.count(),
        "works": Work.objects.count(),
        "redirects": Redirect.objects.count(),
    }
    found = ", ".join(f"{count} {what}" for what, count in counted.items() if count)
    if found:
        raise NotEmpty(
            f"This database already holds content ({found}), and the demo site is loaded only "
            "into an empty one."
        )


def load(say):
    """Loads everything or nothing. `say` is told each step in a few words."""
    check_empty()
    with _no_files_left_behind() as files, transaction.atomic():
        Demo(say, files).load()


def render(say):
    """Makes all sizes of all pictures now, so that the first reader does not wait for them."""
    images = list(get_image_model().objects.order_by("pk"))
    for number, image in enumerate(images, start=1):
        picture(image)
        share_rendition(image)
        if number % 10 == 0 or number == len(images):
            say(f"pictures in all sizes: {number} of {len(images)}")


@contextmanager
def _no_files_left_behind():
    """Yields a list for the names of stored files; they are deleted if the block does not end."""
    names = []
    try:
        yield names
    except BaseException:
        for name in names:
            default_storage.delete(name)
        raise


class Demo:
    """One loading: what has been made so far, by the names that the files use."""

    def __init__(self, say, files):
        self.say = say
        self.files = files
        self.images, self.authors, self.topics, self.ctas, self.pages = {}, {}, {}, {}, {}
        self.works = {}

    def load(self):
        site, articles = content.site(), content.articles()
        self.add_images()
        self.add_snippets(site)
        self.add_works(articles)
        self.lay_out(site, articles)
        self.fill_pages(site)
        self.fill_articles(articles)
        self.add_redirects(site)
        self.settle(site["settings"])

    # Snippets and pictures

    def add_images(self):
        form_class = get_image_form(get_image_model())
        root = Collection.get_first_root_node()
        for entry in content.images():
            name = entry["file"]
            data = {**entry, "credit": CREDIT, "collection": root.pk}
            upload = SimpleUploadedFile(name, (content.IMAGES / name).read_bytes())
            form = form_class(data, {"file": upload})
            if not form.is_valid():
                raise ValueError(f"{name}: {form.errors.as_text()}")
            self.images[name] = form.save()
            self.files.append(self.images[name].file.name)
        self.say(f"{len(self.images)} pictures")

    def add_snippets(self, site):
        for entry in site["topics"]:
            self.topics[entry["slug"]] = Topic.objects.create(**entry)
        for entry in site["authors"]:
            author = Author(
                **{k: entry[k] for k in ("name", "slug", "job_title", "organisation", "note")},
                photo=self.images[entry["photo"]],
                bio=self.html(entry["bio"]),
            )
            author.links = [AuthorLink(**link) for link in entry["links"]]
            author.full_clean()
            author.save()
            author.save_revision()
            self.authors[entry["slug"]] = author
        for entry in site["calls_to_action"]:
            words = {k: entry[k] for k in ("name", "heading", "text", "button_label")}
            self.ctas[entry["key"]] = CallToAction.objects.create(live=False, **words)
        self.say(f"{len(self.authors)} authors, {len(self.topics)} topics")

    def add_works(self, articles):
        """The works that articles cite, each once."""
        blocks = (block for entry in articles for block in entry["body"])
        for csl in (block["value"]["work"] for block in blocks if block["type"] == "citation"):
            if csl["DOI"] not in self.works:
                work = Work(csl=csl)
                work.full_clean()
                work.save()
                self.works[csl["DOI"]] = work
        self.say(f"{len(self.works)} works")

    # Pages: first all as empty drafts, so that they can link to each other

    def lay_out(self, site, articles):
        home = HomePage.objects.filter(depth=2).first()
        if home is None:
            home = Page.get_first_root_node().add_child(instance=HomePage(title="Home"))
        self.pages["home"] = home
        listing = site["article_index"]
        index = ArticleIndexPage(title=listing["title"], slug=listing["slug"], live=False)
        self.pages[listing["slug"]] = home.add_child(instance=index)
        for entry in site["pages"]:
            page = StandardPage(title=entry["title"], slug=entry["slug"], live=False)
            self.pages[entry["slug"]] = home.add_child(instance=page)
        for entry in articles:
            page = ArticlePage(title=entry["title"], slug=entry["slug"], live=False)
            self.pages[entry["slug"]] = index.add_child(instance=page)

    def fill_pages(self, site):
        for entry in site["calls_to_action"]:
            cta = self.ctas[entry["key"]]
            cta.page = self.pages[entry["page"]].page_ptr
            cta.full_clean()
            cta.save_revision().publish()
        home, entry = self.pages["home"], site["home"]
        home.title, home.tagline, home.seo_title = (
            entry["title"],
            entry["tagline"],
            entry["seo_title"],
        )
        home.introduction = self.html(entry["introduction"])
        self.publish(home, FOUNDED)
        entry = site["article_index"]
        index = self.pages[entry["slug"]]
        index.introduction = self.html(entry["introduction"])
        index.cta_placements = self.placements(entry)
        self.publish(index, FOUNDED)
        for entry in site["pages"]:
            page = self.pages[entry["slug"]]
            page.introduction = entry["introduction"]
            page.body = self.body(page, entry["body"])
            self.publish(page, FOUNDED)
        self.say(f"{len(site['pages']) + 2} pages, {len(self.ctas)} calls to action")

    def fill_articles(self, articles):
        for number, entry in enumerate(articles, start=1):
            page = self.pages[entry["slug"]]
            page.summary = entry["summary"]
            page.lead_image = self.images[entry["lead_image"]]
            page.article_authors = [
                ArticleAuthor(author=self.authors[slug], sort_order=order)
                for order, slug in enumerate(entry["authors"])
            ]
            page.article_topics = [
                ArticleTopic(topic=self.topics[slug], sort_order=order)
                for order, slug in enumerate(entry["topics"])
            ]
            page.cta_placements = self.placements(entry)
            page.body = self.body(page, entry["body"])
            if "published" in entry:
                page.publication_date = content.moment(entry["published"])
                self.publish(page, entry["published"])
            elif "scheduled_in_days" in entry:
                day = timezone.now().date() + timedelta(days=entry["scheduled_in_days"])
                page.go_live_at = content.moment(day.isoformat())
                page.save()
                page.save_revision(log_action=True).publish()
            else:
                page.save()
                page.save_revision(log_action=True)
            if number % 8 == 0 or number == len(articles):
                self.say(f"{number} of {len(articles)} articles")

    def add_redirects(self, site):
        for entry in site["redirects"]:
            Redirect.add_redirect(entry["from"], self.pages[entry["page"]])

    def publish(self, page, day):
        """Publishes a page through a revision, and dates everything about it to a day."""
        then = content.moment(day)
        page.first_published_at = then
        revision = page.save_revision()
        revision.publish()
        dates = {"last_published_at": then, "latest_revision_created_at": then}
        type(page).objects.filter(pk=page.pk).update(**dates)
        Revision.objects.filter(pk=revision.pk).update(created_at=then)
        PageLogEntry.objects.filter(page=page.pk).update(timestamp=then)

    def placements(self, entry):
        return [
            CallToActionPlacement(
                slot=line["slot"], cta=self.ctas[line["cta"]] if line["cta"] else None, sort_order=n
            )
            for n, line in enumerate(entry.get("cta_placements", []))
        ]

    # What the files say, in Wagtail's own form

    def html(self, elements):
        """Rich text as Wagtail stores it."""

        def page_link(match):
            return f'<a linktype="page" id="{self.pages[match[1]].pk}">'

        def work_link(match):
            locator = f' locator="{match[2]}"' if match[2] else ""
            return f'<a linktype="work" id="{self.works[match[1]].pk}"{locator}>'

        text = _PAGE_LINK.sub(page_link, "".join(elements))
        text = _WORK_LINK.sub(work_link, text)
        return _OTHER_LINK.sub(r'<a href="\1">', text)

    def body(self, page, blocks):
        """A checked StreamField value; the same file gives the same block ids."""
        raw = [
            {
                "type": block["type"],
                "value": getattr(self, f"{block['type']}_value", dict)(block["value"]),
                "id": block_id(page.slug, number),
            }
            for number, block in enumerate(blocks)
        ]
        stream = page._meta.get_field("body")
        return stream.stream_block.clean(stream.to_python(json.dumps(raw)))

    def text_value(self, value):
        return {"content": self.html(value)}

    def citation_value(self, value):
        return {**value, "work": self.works[value["work"]["DOI"]].pk}

    def author_bio_value(self, value):
        chosen = self.authors.get(value.get("author"))
        return {**value, "author": chosen.pk if chosen else None}

    def cta_value(self, value):
        return {**value, "cta": self.ctas[value["cta"]].pk}

    def image_value(self, value):
        return {**value, "image": self.images[value["image"]].pk}

    def table_value(self, value):
        header = [value["header"]] if value["header"] else []
        rows_and_columns = {(1, 1): "both", (1, 0): "row", (0, 1): "column", (0, 0): "neither"}
        first_column = value["first_column_is_header"]
        return {
            "caption": value["caption"],
            "table": {
                "data": header + value["rows"],
                "first_row_is_table_header": bool(header),
                "first_col_is_header": first_column,
                "table_header_choice": rows_and_columns[bool(header), first_column],
                "table_caption": value["caption"],
                "cell": [],
            },
        }

    # The site itself

    def settle(self, entry):
        home = self.pages["home"]
        site = Site.objects.filter(is_default_site=True).first()
        site = site or Site(hostname="localhost", is_default_site=True)
        site.root_page = home
        site.site_name = entry["name"]
        site.save()
        settings = SiteSettings.for_site(site)
        settings.name = entry["name"]
        settings.publisher_name = entry["publisher_name"]
        settings.publisher_logo = self.images[entry["publisher_logo"]]
        settings.footer_text = self.html(entry["footer_text"])
        settings.navigation = json.dumps(self.links(entry["navigation"], "navigation"))
        settings.footer_links = json.dumps(self.links(entry["footer_links"], "footer"))
        settings.social_links = json.dumps(items(entry["social_links"], "social"))
        settings.full_clean()
        settings.save()
        self.say("navigation and site settings")

    def links(self, entries, name):
        """The stored form of links to pages, those below them included."""

        def value(entry):
            link = {**entry, "page": self.pages[entry["page"]].pk}
            if "children" in entry:
                below = [value(child) for child in entry["children"]]
                link["children"] = items(below, f"{name}/{entry['page']}")
            return link

        return items([value(entry) for entry in entries], name)


def items(values, name):
    """Values as a stream or list block stores them; the same name gives the same ids."""
    return [
        {"type": "item", "value": value, "id": block_id(name, number)}
        for number, value in enumerate(values)
    ]


def block_id(name, number):
    return str(uuid5(NAMESPACE_URL, f"{name}/{number}"))
