"""Plain functions that make what tests need: `make_article(body=[...])`.

Each makes something complete and public unless told otherwise; names are unique by themselves.
"""

from io import BytesIO
from itertools import count

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from accounts.models import User
from articles.models import (
    ArticleAuthor,
    ArticleIndexPage,
    ArticlePage,
    ArticleTopic,
    Author,
    CallToAction,
    CallToActionPlacement,
    Topic,
)
from evidence.models import Work
from evidence.notices import Notice
from home.models import HomePage, StandardPage
from library.models import Document, Image

numbers = count(1)


def home_page():
    """The home page that a new site starts with."""
    return HomePage.objects.get(depth=2)


def article_index(**fields):
    """The first article index, made when there is none."""
    existing = ArticleIndexPage.objects.first()
    if existing and not fields:
        return existing
    fields = {"title": "Articles", "slug": "articles"} | fields
    return home_page().add_child(instance=ArticleIndexPage(**fields))


def make_article(parent=None, body=(), authors=(), topics=(), published=True, **fields):
    """An article, published through a revision as an editor's would be."""
    number = next(numbers)
    fields = {
        "title": f"Article {number}",
        "slug": f"article-{number}",
        "summary": f"What article {number} is about.",
    } | fields
    page = ArticlePage(body=list(body), live=False, **fields)
    page.article_authors = [ArticleAuthor(author=author) for author in authors]
    page.article_topics = [ArticleTopic(topic=topic) for topic in topics]
    (parent or article_index()).add_child(instance=page)
    revision = page.save_revision()
    if published:
        revision.publish()
        page.refresh_from_db()
    return ArticlePage.objects.get(pk=page.pk)


def make_page(parent=None, **fields):
    """A plain page."""
    number = next(numbers)
    fields = {"title": f"Page {number}", "slug": f"page-{number}"} | fields
    return (parent or home_page()).add_child(instance=StandardPage(**fields))


def make_author(**fields):
    number = next(numbers)
    return Author.objects.create(
        **{"name": f"Author {number}", "slug": f"author-{number}", "note": "Writes."} | fields
    )


def make_topic(**fields):
    number = next(numbers)
    return Topic.objects.create(**{"name": f"Topic {number}", "slug": f"topic-{number}"} | fields)


def make_work(**csl):
    """A work of CSL-JSON, with `_` for `-` in the names of its variables."""
    number = next(numbers)
    csl = {name.replace("_", "-"): value for name, value in csl.items()}
    defaults = {
        "type": "article-journal",
        "title": f"Work {number}",
        "author": [{"family": f"Family{number}", "given": "Given"}],
        "issued": {"date-parts": [[2000 + number % 25]]},
        "container-title": f"Journal {number}",
        "DOI": f"10.5555/work-{number}",
    }
    return Work.objects.create(csl=defaults | csl)


def noted(work, kind="retraction", doi="10.5555/notice", date="2019-01-31", label=""):
    """The work after a notice of this kind."""
    work.note([Notice(kind, doi, date, label)])
    work.save()
    return work


def citing(*works):
    """A body with a citation of each of these works."""
    return [("citation", {"work": work}) for work in works]


def make_cta(**fields):
    number = next(numbers)
    defaults = {
        "name": f"Campaign {number}",
        "heading": f"Heading {number}",
        "text": f"Text {number}.",
        "button_label": f"Button {number}",
    }
    if "page" not in fields:
        defaults["url"] = f"https://www.example.org/{number}"
    return CallToAction.objects.create(**defaults | fields)


def place(page, slot, *ctas):
    """Places CTAs in a slot of a page; without any, the slot is left empty from there down."""
    for order, cta in enumerate(ctas or [None]):
        CallToActionPlacement.objects.create(page=page, slot=slot, cta=cta, sort_order=order)


def image_file(width=1000, height=600, name="picture.png", form="PNG"):
    """The bytes of a picture as a file."""
    buffer = BytesIO()
    Pillow.new("RGB", (width, height), (30, 90, 120)).save(buffer, form)
    buffer.seek(0)
    return ImageFile(buffer, name=name)


def make_image(**fields):
    number = next(numbers)
    fields = {"title": f"Image {number}", "alt_text": f"Picture {number}"} | fields
    return Image.objects.create(**{"file": image_file(400, 240)} | fields)


def make_document(**fields):
    number = next(numbers)
    file = ContentFile(b"Read me.", name=f"document-{number}.txt")
    return Document.objects.create(**{"title": f"Document {number}", "file": file} | fields)


def make_private(page, kind=PageViewRestriction.LOGIN, **fields):
    """Restricts a page and all below it."""
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)


def private_collection():
    """A collection that needs a login."""
    collection = Collection.get_first_root_node().add_child(name=f"Private {next(numbers)}")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    return collection


def make_user(group=None, **fields):
    """A user who may log in; `group` is "Editors" or "Moderators", or None for a superuser."""
    number = next(numbers)
    user = User.objects.create_user(
        **{"username": f"user-{number}", "password": "password", "email": f"u{number}@example.org"}
        | fields,
        is_superuser=group is None,
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user
