"""Articles by the thousand, the same ones every time: the demo site's prose, dealt out anew.

Rows are written in bulk, as the models store them, where an editor would have saved page by page.
There are no revisions and no files: the API reads neither.
"""

import json
import random
import re
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import NAMESPACE_URL, uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search.backends import get_search_backend

from articles.models import (
    ArticleAuthor,
    ArticleIndexPage,
    ArticlePage,
    ArticleTopic,
    Author,
    AuthorLink,
    CallToAction,
    CallToActionPlacement,
    CitedWork,
    ContentKey,
    Topic,
)
from evidence.models import Work
from home.demo import content
from home.models import HomePage, StandardPage
from library.models import Image, Rendition
from library.pictures import ALL_SPECS, SHARE_SPEC

SEED = 20_240_531
BODIES = 300
"""Distinct bodies. The articles take them in turn, with titles and lines of their own."""
AUTHORS, TOPICS, IMAGES, WORKS, PAGES, CTAS = 60, 20, 200, 600, 12, 6
DRAFT_EVERY = 20
"""So many public articles come before one that is not."""
BEGINNING = datetime(2001, 1, 1, 7, 30, tzinfo=UTC)
APART = timedelta(hours=19)
CHUNK = 250
_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!])\s+(?=[A-Z‘])")


class Corpus:
    """A site of articles that grows. Needs the database that the migrations leave."""

    def __init__(self):
        self.chance = random.Random(SEED)
        self.sources = [
            [sentence for block in article["body"] for sentence in sentences(block)]
            for article in content.articles()
        ]
        self.count = 0
        self.texts = {}
        with transaction.atomic():
            self.lay_out()
            self.bodies = [self.body(number) for number in range(BODIES)]

    def lay_out(self):
        """What articles point to, and a private section beside them."""
        self.images = Image.objects.bulk_create(map(self.image, range(IMAGES)))
        Rendition.objects.bulk_create(
            rendition for image in self.images for rendition in renditions(image)
        )
        home = HomePage.objects.get(depth=2)
        self.pages = [
            home.add_child(instance=StandardPage(title=f"Page {n}", slug=f"page-{n}"))
            for n in range(PAGES)
        ]
        PageViewRestriction.objects.create(page=self.pages.pop(), restriction_type="login")
        self.topics = Topic.objects.bulk_create(
            Topic(name=f"Topic {n}", slug=f"topic-{n}", description=self.words(1))
            for n in range(TOPICS)
        )
        self.authors = Author.objects.bulk_create(map(self.author, range(AUTHORS)))
        AuthorLink.objects.bulk_create(
            AuthorLink(author=author, url=f"https://www.example.org/{author.slug}", sort_order=n)
            for author in self.authors
            for n in range(2)
        )
        self.works = Work.objects.bulk_create(map(self.work, range(WORKS)))
        self.ctas = [
            CallToAction.objects.create(
                name=f"Campaign {n}",
                heading=f"Campaign {n}",
                text=self.words(1),
                button_label="Find out more",
                page=self.pages[n],
            )
            for n in range(CTAS)
        ]
        self.index = home.add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))
        CallToActionPlacement.objects.bulk_create(
            CallToActionPlacement(page=self.index, slot=slot, cta=cta)
            for slot, cta in zip(("top", "sidebar", "bottom"), self.ctas, strict=False)
        )

    def grow(self, count):
        """Adds articles until there are so many public ones. Returns those, without bodies."""
        made = range(self.count, count + count // DRAFT_EVERY)
        for start in range(made.start, made.stop, CHUNK):
            with transaction.atomic():
                self.add(range(start, min(start + CHUNK, made.stop)))
        self.count = made.stop
        Page.objects.filter(pk=self.index.pk).update(numchild=self.count)
        return list(Page.objects.child_of(self.index).filter(live=True).order_by("path"))

    def add(self, numbers):
        articles = [self.article(number) for number in numbers]
        for page, article in zip(
            Page.objects.bulk_create(map(shared, articles)), articles, strict=True
        ):
            article.pk = article.id = article.page_ptr_id = page.pk
        # Django's own `bulk_create` refuses models of several tables.
        own = ArticlePage._meta.local_concrete_fields
        ArticlePage._base_manager._insert(articles, fields=own, using=connection.alias)
        by_article = [(article, self.chance.sample(self.authors, 2)) for article in articles]
        ArticleAuthor.objects.bulk_create(
            ArticleAuthor(page=article, author=author, sort_order=n)
            for article, authors in by_article
            for n, author in enumerate(authors)
        )
        ArticleTopic.objects.bulk_create(
            ArticleTopic(page=article, topic=topic, sort_order=n)
            for article in articles
            for n, topic in enumerate(self.chance.sample(self.topics, 2))
        )
        ContentKey.objects.bulk_create(
            ContentKey(page_id=article.pk, name=name, value=value)
            for article, number in zip(articles, numbers, strict=True)
            for name, value in self.bodies[number % BODIES][1]
        )
        CitedWork.objects.bulk_create(
            CitedWork(page_id=article.pk, work_id=work)
            for article, number in zip(articles, numbers, strict=True)
            for work in self.bodies[number % BODIES][2]
        )
        stored = ArticlePage.objects.filter(pk__in=[article.pk for article in articles])
        stored = stored.prefetch_related("article_authors__author", "article_topics__topic")
        index = get_search_backend().get_index_for_model(ArticlePage)
        with patch.object(StreamField, "get_searchable_content", self.texts_of(StreamField)):
            index.add_items(ArticlePage, list(stored))

    def texts_of(self, field):
        """What the search index holds of a body, found out once for each distinct one."""
        found_out = field.get_searchable_content

        def texts(field, body):
            first = body.raw_data[0]["id"]
            if first not in self.texts:
                self.texts[first] = found_out(field, body)
            return self.texts[first]

        return texts

    # One of each

    def article(self, number):
        """An unsaved article, public unless its number says otherwise."""
        moment = BEGINNING + number * APART
        live = number % (DRAFT_EVERY + 1) != DRAFT_EVERY
        depth = self.index.depth + 1
        title = " ".join(self.words(1).split()[:8]).rstrip(".,:;")
        article = ArticlePage(
            title=f"{title} ({number})",
            draft_title=f"{title} ({number})",
            slug=f"article-{number}",
            path=Page._get_path(self.index.path, depth, number + 1),
            depth=depth,
            url_path=f"{self.index.url_path}article-{number}/",
            live=live,
            first_published_at=moment if live else None,
            last_published_at=moment if live else None,
            publication_date=moment if live else None,
            locale=self.index.locale,
            content_type=ContentType.objects.get_for_model(ArticlePage),
            summary=self.words(2)[:500],
            lead_image=self.images[number % IMAGES],
            body=self.bodies[number % BODIES][0],
        )
        return article

    def image(self, number):
        name = f"originals/picture-{number}.jpg"
        # The sizes first: else Django opens the file to measure it.
        return Image(
            width=1600,
            height=900,
            title=f"Picture {number}",
            alt_text=self.words(1)[:120],
            credit="A photographer",
            file=name,
            file_size=200_000,
            collection_id=1,
        )

    def author(self, number):
        page = self.chance.choice(self.pages)
        link = f'<a linktype="page" id="{page.pk}">elsewhere</a>'
        return Author(
            name=f"Author {number}",
            slug=f"author-{number}",
            job_title="Researcher",
            organisation="A university",
            photo=self.images[number],
            note=self.words(1),
            bio=f"<p>{self.words(3)} More {link}.</p>",
            orcid="0000-0002-1825-0097",
        )

    def work(self, number):
        work = Work(
            csl={
                "type": "article-journal",
                "title": f"A study of work number {number}",
                "author": [
                    {"family": f"Quill{number}", "given": "Ada"},
                    {"family": "Poulin", "given": "Patricia"},
                    {"family": "Rash", "given": "Joshua"},
                ],
                "issued": {"date-parts": [[1990 + number % 34]]},
                "container-title": "Journal of Studies",
                "DOI": f"10.5555/work.{number}",
            }
        )
        work.derive()
        return work

    def body(self, number):
        """A body as it is stored, its keys, and the ids of the works that it cites."""
        shape = random.Random(number)
        source = [s for one in self.chance.sample(self.sources, 3) for s in one]
        kinds = ["text"] * shape.randint(5, 11) + ["citation"] * shape.randint(2, 8)
        kinds += ["image"] * shape.randint(1, 3)
        shape.shuffle(kinds)
        kinds = ["text", *kinds, "quote", "table", "embed", "cta", "author_bio"]
        raw = [
            {
                "type": kind,
                "value": getattr(self, f"{kind}_value")(source),
                "id": str(uuid5(NAMESPACE_URL, f"{number}/{position}")),
            }
            for position, kind in enumerate(kinds)
        ]
        field = ArticlePage._meta.get_field("body")
        stored = json.dumps(raw)
        body = field.to_python(stored)
        return stored, set(field.stream_block.keys(body)), field.stream_block.cited(body)

    # The stored value of a block of each kind

    def text_value(self, source):
        page = self.chance.choice(self.pages)
        paragraphs = [self.words(self.chance.randint(3, 6), source) for _ in range(2)]
        link = f'<a linktype="page" id="{page.pk}">More of this</a>'
        heading = self.words(1, source)[:60]
        first, second = (f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return {"content": f"<h2>{heading}</h2>{first}{second}<p>{link}.</p>"}

    def quote_value(self, source):
        return {"text": self.words(1, source), "attribution": "A teacher"}

    def citation_value(self, source):
        return {
            "usage": self.chance.choice(["reference", "quotation", "summary"]),
            "work": self.chance.choice(self.works).pk,
            "text": self.words(2, source),
            "locator": "p. 4",
        }

    def author_bio_value(self, source):
        return {"author": self.chance.choice(self.authors).pk, "note": ""}

    def cta_value(self, source):
        cta = self.chance.choice(self.ctas)
        return {"cta": cta.pk, "heading": "", "text": "", "button_label": ""}

    def image_value(self, source):
        picture = self.chance.choice(self.images)
        caption = self.words(1, source)[:300]
        return {"image": picture.pk, "alt_text": "", "decorative": False, "caption": caption}

    def table_value(self, source):
        rows = [[f"Row {row}", *(str(row * column) for column in range(3))] for row in range(6)]
        grid = {"data": rows, "first_row_is_table_header": True, "first_col_is_header": True}
        return {"caption": self.words(1, source)[:200], "table": grid}

    def embed_value(self, source):
        url = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
        return {"url": url, "title": "A film", "caption": self.words(1, source)[:300]}

    def words(self, number, source=None):
        """So many sentences."""
        source = source or self.chance.choice(self.sources)
        return " ".join(self.chance.choice(source) for _ in range(number))


def sentences(block):
    """The sentences of a text block of the demo site."""
    if block["type"] != "text":
        return []
    text = re.sub(r"<[^>]+>", " ", " ".join(block["value"]))
    return _BETWEEN_SENTENCES.split(" ".join(text.split()))


def shared(article):
    """The part of an article that lies in the table of all pages."""
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    return Page(**{name: getattr(article, name) for name in names})


def renditions(image):
    """The rows of an image in all sizes."""
    for number, spec in enumerate([*ALL_SPECS, SHARE_SPEC]):
        width = 1200 if spec == SHARE_SPEC else int(spec.rpartition("-")[2])
        yield Rendition(
            width=width,
            height=width * 9 // 16,
            image=image,
            filter_spec=spec,
            file=f"renditions/{image.pk}-{number}.jpg",
        )
