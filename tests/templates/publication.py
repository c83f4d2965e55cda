"""A small publication that shows every template, with the longest words and widest tables."""

from wagtail.models import PageViewRestriction, Site

from articles.models import ArticlePage
from home.models import SiteSettings
from tests.builders import (
    article_index,
    home_page,
    make_article,
    make_author,
    make_cta,
    make_image,
    make_page,
    make_private,
    make_topic,
    make_work,
    noted,
    place,
)

LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"

PAGES = {
    "home": "/",
    "index": "/articles/",
    "second page": "/articles/?page=2",
    "topic": "/articles/topic/reading/",
    "author": "/articles/author/ada-long/",
    "article": "/articles/full/",
    "bare article": "/articles/bare/",
    "plain page": "/about/",
    "search": "/search/",
    "results": "/search/?query=reading",
    "no results": "/search/?query=zebra",
    "password": "/locked/",
    "missing": "/nothing-here/",
    "bad request": "/?page=%00",
}
"""Kind of page to its address, once `make_publication` has run."""

# Not pages of the site's tree, or not for search engines: these carry no canonical address.
UNLISTED = {"search", "results", "no results", "password", "missing", "bad request"}
PUBLIC = {kind: path for kind, path in PAGES.items() if kind not in UNLISTED}
# What the site cannot find or refuses is no reason for 200.
STATUS = {"missing": 404, "bad request": 400}

PROSE = (
    "<h2>What was asked</h2><p>Forty teachers met a therapist <b>once a week</b>, and "
    '<a href="https://www.example.org/">told others</a>.</p><h3>How</h3><ul><li>By video</li>'
    f"<li>{LONG_WORD}</li></ul><h4>How long</h4><ol><li>A year</li></ol>"
)
WORK = {
    "author": [
        {"family": "Reader", "given": "Ada"},
        {"family": "Writer", "given": "Ben"},
        {"literal": "The Reading House"},
    ],
    "issued": {"date-parts": [[2022]]},
    "title": f"The place of reading in {LONG_WORD}",
    "container_title": "Journal of Places",
    "DOI": "10.1000/182.1000.182.1000.182.1000.182.1000.182.1000.182.1000.182",
}
GRID = {
    "data": [[f"Column {n}" for n in range(9)], ["one", *"abcdefgh"], ["two", *"ijklmnop"]],
    "first_row_is_table_header": True,
    "first_col_is_header": True,
    "table_header_choice": "both",
}


def body(image, cta, author):
    """A block of each kind, citations in each use."""
    work = noted(make_work(**WORK), doi=WORK["DOI"])
    noted(work, "correction", date="2018")
    doubtful = noted(make_work(title="Doubtful"), "expression-of-concern")
    mark, other = (f'<a linktype="work" id="{one.pk}">(x)</a>' for one in (work, doubtful))
    return [
        ("text", {"content": PROSE}),
        (
            "citation",
            {"work": work, "usage": "quotation", "text": "Read aloud.", "locator": "p. 4"},
        ),
        ("image", {"image": image, "caption": "Two readers", "credit": "A. Painter"}),
        ("quote", {"text": "The children asked for more.", "attribution": "A teacher"}),
        ("table", {"caption": "Sessions", "table": GRID}),
        ("citation", {"work": work, "usage": "summary", "text": "It helped.\n\nA little."}),
        ("cta", {"cta": cta, "heading": "See it in your school"}),
        ("embed", {"url": "https://www.youtube.com/watch?v=1", "title": "A film", "caption": "x"}),
        ("text", {"content": f"<h2>What was asked</h2><p>Again {mark}, {other}. And {mark}.</p>"}),
        ("citation", {"work": work, "usage": "reference", "text": "Free to read."}),
        ("author_bio", {"author": author, "note": "Reads first."}),
    ]


def make_publication():
    """Fills the site, so that each of `PAGES` is there."""
    image = make_image(alt_text="Two readers at a window", credit="A. Painter")
    photo = make_image(alt_text="Ada Long")
    ada = make_author(
        name="Ada Long",
        slug="ada-long",
        job_title="Therapist",
        organisation="The House",
        photo=photo,
        bio="<p>Ada has read <b>much</b>.</p>",
        orcid="0000-0002-1825-0097",
    )
    ada.links.create(kind="linkedin", url="https://www.linkedin.com/in/ada")
    ada.save()
    ben = make_author(name="Ben Short", slug="ben-short")
    topics = [make_topic(name="Reading", slug="reading", description="On reading."), make_topic()]
    about = make_page(title="About us", slug="about", introduction="Who we are.")
    about.body = [("text", {"content": PROSE}), ("table", {"table": GRID})]
    about.save_revision().publish()
    make_private(
        make_page(title="For members", slug="locked"), PageViewRestriction.PASSWORD, password="key"
    )
    ctas = [make_cta(page=about), make_cta()]
    index = article_index()
    index.introduction = "<p>All of it.</p>"
    index.save_revision().publish()
    home = home_page()
    home.tagline = "Good reading, closely read"
    home.introduction = "<p>Short and careful.</p>"
    home.save_revision().publish()
    for slot in ("top", "sidebar", "bottom"):
        place(home, slot, *ctas)
    for _ in range(11):
        make_article(authors=[ada], topics=topics, lead_image=image)
    make_article(
        title=f"Reading in {LONG_WORD}",
        slug="full",
        authors=[ada, ben],
        topics=topics,
        lead_image=image,
        body=body(image, ctas[1], ada),
    )
    bare = make_article(slug="bare", body=[("text", {"content": "<p>Short.</p>"})])
    for slot in ("top", "sidebar", "bottom"):
        place(bare, slot)
    _fill_settings(about, index)
    return ArticlePage.objects.get(slug="full")


def _fill_settings(about, index):
    def link(label, page=None, url="", **children):
        return ("item", {"label": label, "page": page, "url": url, **children})

    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.name = "The Reading Room"
    settings.publisher_name = "Reading House"
    settings.navigation = [
        link("", index, children=[]),
        link("House", about, children=[link("Elsewhere", url="https://www.example.org/")[1]]),
    ]
    settings.footer_text = "<p>Read on.</p>"
    settings.footer_links = [link("", about)]
    settings.social_links = [("item", {"label": "Mastodon", "url": "https://example.org/@r"})]
    settings.save()
