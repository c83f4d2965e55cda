"""What readers and browsers make of every page: in Chromium, against the real server."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from tests import databases
from tests.templates.publication import PAGES, STATUS, make_publication

NARROW = {"width": 320, "height": 640}
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
# Each template in each of its states; the kinds left out repeat what others show.
DIFFERENT = [kind for kind in PAGES if kind not in ("second page", "search")]
AXE = {
    # What axe cannot decide (such as text over a picture) counts as found.
    "resultTypes": ["violations", "incomplete"],
    # Off by default; Wagtail's checker shows it to editors.
    "rules": {"p-as-heading": {"enabled": True}},
}
LOAD_ALL_IMAGES = """() => Promise.all([...document.images].map(image => {
    image.loading = "eager";
    return image.decode();
}))"""
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, summary")]
    .filter(e => e.checkVisibility() && getComputedStyle(e).display != "inline")
    .filter(e => e.getBoundingClientRect().height < 24)
    .map(e => e.outerHTML)"""
COVERED = """() => [...document.querySelectorAll(".card a")].filter(link => {
    link.scrollIntoView({block: "center"});
    const {x, y, width, height} = link.getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2)?.closest("a") != link;
}).map(e => e.outerHTML)"""
SLOW = {"offline": False, "latency": 0, "downloadThroughput": 60_000, "uploadThroughput": -1}
SHIFTS = """() => new Promise(done => new PerformanceObserver(list =>
    done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))
).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 300))"""


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    """The database with the publication in it, for all tests here, since none changes it.

    It has the name at which pytest-django sees that a test needs the database set up.
    """
    with django_db_blocker.unblock():
        # One transaction: a commit for each of a thousand writes takes its time.
        with transaction.atomic():
            make_publication()
        yield
        databases.restore()


@pytest.fixture(scope="module")
def address(db):
    """Where the publication is served."""
    server = LiveServer("localhost")
    Site.objects.update(hostname=server.thread.host, port=server.thread.port)
    yield str(server)
    server.stop()


@pytest.fixture
def visit(browser, address):
    """Opens kinds of page in a window of the given properties, one after another."""
    contexts = []

    def visit(kinds=PAGES, **properties):
        contexts.append(browser.new_context(**{"viewport": DESK, **properties}))
        window = contexts[-1].new_page()
        for kind in kinds:
            window.goto(address + PAGES[kind])
            yield kind, window

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", DESK), ("dark", PHONE)], ids=["light desk", "dark phone"]
)
def test_axe_finds_nothing(visit, scheme, viewport):
    found = {}
    for kind, window in visit(DIFFERENT, color_scheme=scheme, viewport=viewport):
        results = Axe().run(window, options=AXE).response
        assert results["passes"]
        for rule in results["violations"] + results["incomplete"]:
            # What is scrolled out of a wide table's view, axe cannot see.
            nodes = [n["html"] for n in rule["nodes"] if not n["html"].startswith(("<th", "<td"))]
            if nodes:
                found[kind, rule["id"]] = nodes
    assert not found


def test_no_page_asks_a_third_party_or_breaks_its_own_policy(browser, address):
    asked, refused, complaints = [], [], []
    with browser.new_context(viewport=DESK) as context:
        context.on("request", lambda request: asked.append(request.url))
        context.on("response", lambda r: refused.append(r.url) if r.status >= 400 else None)
        context.on("console", lambda said: complaints.append((said.type, said.text)))
        window = context.new_page()
        for path in PAGES.values():
            window.goto(address + path)
            window.evaluate(LOAD_ALL_IMAGES)
    assert len(asked) > len(PAGES)
    assert not [url for url in asked if not url.startswith(address)]
    assert refused == [address + PAGES[kind] for kind in STATUS]
    assert [kind for kind, _ in complaints if kind in ("error", "warning")] == ["error"] * 2
    assert all("404" in text or "400" in text for kind, text in complaints if kind == "error")


def test_no_page_scrolls_sideways_at_320_pixels(visit):
    widths = {
        kind: window.evaluate("document.documentElement.scrollWidth")
        for kind, window in visit(viewport=NARROW)
    }
    assert widths == dict.fromkeys(PAGES, NARROW["width"])


def test_every_page_reads_without_javascript(visit):
    for kind, window in visit(java_script_enabled=False):
        assert window.locator("main h1").is_visible(), kind
        if kind == "article":
            assert window.locator(".body").inner_text().count("What was asked") == 2
            assert window.locator(".table td").first.is_visible()
            # Submenus open without a script.
            window.locator(".menu summary").click()
            assert window.locator(".menu a").first.is_visible()


def test_nothing_moves_while_a_page_comes_in_slowly(visit):
    kinds = ["home", "index", "author", "search", "article"]
    shifts = {}
    for kind, window in visit(["home", *kinds]):
        shifts[kind] = window.evaluate(SHIFTS)
        # After the first page, which brings the style sheet along.
        window.context.new_cdp_session(window).send("Network.emulateNetworkConditions", SLOW)
    assert shifts == dict.fromkeys(kinds, 0)


def test_print_leaves_out_what_paper_cannot_use(visit):
    for _, window in visit(["article"], color_scheme="dark"):
        window.emulate_media(media="print")
        for hidden in ("nav", ".slot", ".cta", ".skip"):
            assert not [e for e in window.locator(hidden).all() if e.is_visible()], hidden
        for shown in (
            "h1",
            ".warning",
            ".prose",
            ".citation",
            ".table td",
            ".figure img",
            ".author",
        ):
            assert window.locator(shown).first.is_visible(), shown
        ink = "getComputedStyle(document.body)"
        assert window.evaluate(f"[{ink}.color, {ink}.backgroundColor]") == [
            "rgb(0, 0, 0)",
            "rgb(255, 255, 255)",
        ]


def test_the_first_key_press_offers_to_skip_to_the_content(visit):
    for _, window in visit(["article"]):
        window.keyboard.press("Tab")
        link = window.locator(":focus")
        assert link.inner_text() == "Skip to the content"
        assert link.bounding_box()["y"] >= 0
        link.press("Enter")
        assert window.evaluate("document.activeElement.id") == "main"


def test_focus_is_seen_on_everything_that_takes_it(visit):
    for kind, window in visit(["article", "index", "results"]):
        total = window.locator("a:visible, button:visible, input:visible, summary:visible").count()
        for _ in range(total):
            window.keyboard.press("Tab")
            # A card shows the focus of its title as its own.
            width = window.evaluate("""() => {
                const focused = document.activeElement;
                const shown = focused.closest(".card__title") ? focused.closest(".card") : focused;
                return parseFloat(getComputedStyle(shown).outlineWidth) *
                    (getComputedStyle(shown).outlineStyle != "none");
            }""")
            assert width >= 2, (kind, window.locator(":focus").evaluate("e => e.outerHTML"))


def test_nothing_is_animated_for_those_who_asked_for_less(visit):
    for motion, moves in (("reduce", False), ("no-preference", True)):
        for _, window in visit(["article"], reduced_motion=motion):
            seconds = window.evaluate(
                "Math.max(...[...document.querySelectorAll('*')].map("
                "e => parseFloat(getComputedStyle(e).transitionDuration)))"
            )
            assert (seconds > 0) is moves


def test_targets_are_large_enough_for_a_finger(visit):
    # WCAG 2.2, 2.5.8: 24 pixels; links within a line of text are excepted.
    small = {kind: window.evaluate(SMALL_TARGETS) for kind, window in visit(viewport=PHONE)}
    assert small == {kind: [] for kind in PAGES}


CSS = Path(__file__).parents[2] / "home/static/citewell/site.css"
TEXT = [
    (ink, ground) for ink in ("ink", "soft", "link", "link-strong") for ground in ("paper", "tint")
] + [
    ("button-ink", "button"),
    ("button-ink", "button-strong"),
    ("band-ink", "band"),
    ("band-soft", "band"),
    ("band-button-ink", "band-button"),
    ("band-button-ink", "band-button-strong"),
    ("ink", "highlight"),
    ("alert", "paper"),
    ("alert", "tint"),
    ("alert", "highlight"),
    ("soft", "highlight"),
    ("link", "highlight"),
    ("paper", "ink"),
]
SHAPES = [("focus", "paper"), ("focus", "tint"), ("edge", "paper"), ("band-button", "band")]


def tokens(scheme):
    light, dark = re.findall(r":root \{(.*?)\n *\}", CSS.read_text(), re.DOTALL)[:2]
    colours = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    return dict(colours.findall(light)) | (dict(colours.findall(dark)) if scheme == "dark" else {})


def luminance(colour):
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_stand_out_from_their_ground(scheme):
    # WCAG 2.2, 1.4.3 for text and 1.4.11 for shapes; also for states that axe does not meet.
    colours = tokens(scheme)
    low = {}
    for pairs, least in ((TEXT, 4.5), (SHAPES, 3)):
        for pair in pairs:
            dim, bright = sorted(luminance(colours[name]) for name in pair)
            contrast = (bright + 0.05) / (dim + 0.05)
            if contrast < least:
                low[pair] = round(contrast, 2)
    assert not low


def test_links_of_cards_are_reached_although_a_whole_card_is_a_link(visit):
    for kind, window in visit(["home", "index"]):
        assert window.locator(".card__topics a").count(), kind
        assert window.evaluate(COVERED) == [], kind


def marks_of(window):
    found = window.locator('[role="doc-biblioref"]')
    assert found.count() == 3
    return found


def test_marks_lead_to_their_reference_and_back_without_javascript(visit):
    for _, window in visit(["article"], java_script_enabled=False):
        mark = marks_of(window).nth(2)
        mark.click()
        entry = window.locator(".references li:target")
        assert entry.count() == 1
        entry.locator('[aria-label="Back to mention 2 in the text"]').click()
        assert mark.evaluate("e => e.matches(':target')")


def test_a_card_shows_the_reference_beside_its_mark(visit):
    for _, window in visit(["article"]):
        mark, card = marks_of(window).first, window.get_by_role("tooltip")
        mark.hover()
        anchor = mark.get_attribute("href").removeprefix("#")
        entry = window.locator(f'[id="{anchor}"] .references__work')
        assert card.inner_text().strip() == entry.inner_text().strip()
        assert mark.get_attribute("aria-describedby") == card.get_attribute("id")
        # It stays while the pointer is on it, and goes with the pointer.
        card.hover()
        window.wait_for_timeout(500)
        assert card.is_visible()
        window.locator("h1").hover()
        card.wait_for(state="detached")
        # The same by keyboard; Escape closes it where it is.
        mark.focus()
        window.keyboard.press("Tab")
        window.keyboard.press("Shift+Tab")
        card.wait_for()
        window.keyboard.press("Escape")
        assert card.count() == 0
        assert mark.evaluate("e => e == document.activeElement")


def test_a_card_stays_inside_a_narrow_window(visit):
    for _, window in visit(["article"], viewport=NARROW):
        for mark in marks_of(window).all():
            mark.scroll_into_view_if_needed()
            mark.hover()
            box = window.get_by_role("tooltip").bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= NARROW["width"]
