"""Content that several tests share: an article with a block of every kind in it."""

from articles.blocks import ArticleBody
from articles.models import AuthorLink
from evidence.models import Work
from tests import builders


def linked_text(page, document):
    """Rich text as it is stored, with a link of each sort."""
    return (
        "<h2>What was asked</h2>"
        f'<p>See <a linktype="page" id="{page.pk}">a page</a>, '
        f'<a linktype="document" id="{document.pk}">a document</a> and '
        '<a href="https://www.example.org/">the web</a>.</p>'
        "<ul><li>one</li><li>two</li></ul>"
    )


def blocks(kind, page=None, document=None, author=None, cta=None, image=None, work=None):
    """The raw value of one block of a kind."""
    return {
        "text": lambda: {"content": linked_text(page, document)},
        "quote": lambda: {"text": "It helped.", "attribution": "A teacher"},
        "citation": lambda: {
            "usage": "quotation",
            "work": work or cited_work(),
            "text": "Pain is common.",
            "locator": "p. 4",
        },
        "author_bio": lambda: {"author": author, "note": ""},
        "cta": lambda: {"cta": cta, "heading": "Come and see", "text": "", "button_label": ""},
        "image": lambda: {
            "image": image,
            "alt_text": "",
            "decorative": False,
            "caption": "In class",
            "credit": "",
        },
        "table": lambda: {
            "caption": "Visits",
            "table": {
                "data": [["Place", "Visits"], ["School", "4"], ["Home", None]],
                "first_row_is_table_header": True,
                "first_col_is_header": False,
            },
        },
        "embed": lambda: {
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "title": "A film",
            "caption": "",
        },
    }[kind]()


def cited_work():
    """The work that all samples cite."""
    doi = "10.1080/24740527.2022.2126754"
    return Work.objects.filter(doi=doi).first() or builders.make_work(
        title="A thematic analysis",
        author=[
            {"family": "Poulin", "given": "Patricia"},
            {"literal": "World Health Organization"},
        ],
        issued={"date-parts": [[2022]]},
        container_title="Canadian Journal of Pain",
        DOI=doi,
    )


def body(times=1, **things):
    """A body with every kind of block, each so many times."""
    kinds = ArticleBody().child_blocks
    return [(kind, blocks(kind, **things)) for _ in range(times) for kind in kinds]


def person(**fields):
    """An author with everything filled in."""
    fields = {
        "name": "Ada Quill",
        "slug": "ada-quill",
        "job_title": "Editor",
        "organisation": "Citewell",
        "note": "Writes about schools.",
        "bio": "<p>Taught for <b>ten</b> years.</p>",
        "orcid": "0000-0002-1825-0097",
    } | fields
    if "photo" not in fields:
        fields["photo"] = builders.make_image(
            title="Ada", alt_text="Ada Quill", file=photo("ada.png")
        )
    author = builders.make_author(**fields)
    author.links.add(AuthorLink(kind="linkedin", url="https://www.linkedin.com/in/ada-quill"))
    author.save()
    return author


def photo(name):
    return builders.image_file(500, 300, name=name)


def picture():
    """An image with all its words."""
    return builders.make_image(
        title="Class", alt_text="A class", credit="J. Doe", file=photo("class.png")
    )


def full_article(**fields):
    """An article with every field filled in, every kind of block and a CTA in every slot."""
    target = builders.make_page(title="About us", slug="about-us")
    author = person()
    cta = builders.make_cta(
        name="Visit", heading="See it", text="We come.", button_label="Book", page=target
    )
    image = picture()
    document = builders.make_document(title="Handout")
    topic = builders.make_topic(name="Pain", slug="pain", description="Living with pain.")
    defaults = {
        "title": "Pain in class",
        "slug": "pain-in-class",
        "summary": "What teachers can do about pain.",
        "search_description": "About pain in class.",
        "lead_image": image,
        "authors": [author],
        "topics": [topic],
        "body": body(page=target, document=document, author=author, cta=cta, image=image),
    }
    for slot in ("top", "sidebar", "bottom"):
        builders.place(builders.article_index(), slot, cta)
    return builders.make_article(**defaults | fields)
