"""Works brought in by the admin: tried, brought in by and by, and told line by line."""

import json
from datetime import timedelta

import bs4
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import FormState

from evidence import intake, work_import
from evidence.models import Work
from tests import builders
from tests.evidence.works import works

pytestmark = pytest.mark.django_db

MIXED = """
@article{new, title={Opioid stewardship}, author={Poulin, P. A.}, year={2022}, doi={10.1000/NEW}}
@article{broken, title={No end
@article{known, title={Another title}, year={2020}, doi={10.1000/known}, volume={6}}
@misc{untitled, year={2001}}
@article{again, title={Opioid stewardship}, year={2022}, doi={10.1000/new}, issue={3}}
@article{same, title={Opioid stewardship}, year={2022}, doi={10.1000/new}, issue={4}}
@article{last, title={<script>alert(1)</script>}, year={2001}}
"""


@pytest.fixture
def editor(client):
    client.force_login(builders.make_user("Editors"))
    return client


def address_of(view, *args):
    return reverse(Work.snippet_viewset.get_url_name(view), args=args)


def file_of(content, name="works.bib"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def sent(browser, content="", text="", **pressed):
    """What is answered to a file or a text: the report, or the form with what is wrong."""
    data = {"text": text} | ({"file": file_of(content)} if content != "" else {}) | pressed
    return browser.post(address_of("import"), data, follow=True)


def refusal(answer):
    """The field at which something is said, and what."""
    ((field, said),) = answer.context["form"].errors.items()
    return field, " ".join(said)


def report(answer):
    """The lines as they are shown: place, outcome and words; and the counts."""
    shown = bs4.BeautifulSoup(answer.content, "html.parser").select_one("#work-import")
    rows = [[" ".join(cell.text.split()) for cell in row("td")] for row in shown.select("tbody tr")]
    return rows, [" ".join(count.text.split()) for count in shown.select(".work-import__counts li")]


def brought_in(browser, answer):
    """The report at the end, when “Go on” has been pressed as long as it was there."""
    address = answer.redirect_chain[-1][0]
    while "data-goes-on" in answer.text:
        answer = browser.post(address, follow=True)
    return answer


def make_known():
    return builders.make_work(
        title="The known one", DOI="10.1000/known", issued={"date-parts": [[2019]]}
    )


def test_each_work_is_told_the_refused_ones_first(editor):
    known = make_known()
    answer = brought_in(editor, sent(editor, MIXED))
    rows, counts = report(answer)
    assert [row[:2] for row in rows] == [
        ["line 3", "refused"],
        ["untitled", "refused"],
        ["new", "new"],
        ["known", "merged"],
        ["again", "merged"],
        ["same", "known"],
        ["last", "new"],
    ]
    assert counts == ["2 new", "2 merged", "1 known", "2 refused"]
    assert rows[2][2] == "Poulin, P. A. (2022). Opioid stewardship. https://doi.org/10.1000/new"
    assert rows[3][2].endswith("Added volume.")
    assert f'href="{address_of("edit", known.pk)}"' in answer.text
    assert "7 works are through." in answer.text
    assert Work.objects.count() == 3


def test_a_trial_tells_the_same_and_saves_nothing_but_itself(editor):
    make_known()
    before = list(Work.objects.values())
    with CaptureQueriesContext(connection) as queries:
        tried = sent(editor, MIXED, **{"try": "1"})
    asked = [query["sql"] for query in queries if 'FROM "evidence_work"' in query["sql"]]
    assert asked
    assert all(sql.startswith("SELECT") and "FOR UPDATE" not in sql for sql in asked)
    assert list(Work.objects.values()) == before
    assert "nothing has been saved" in tried.text
    # From there it is brought in, without the file.
    done = brought_in(editor, editor.post(tried.redirect_chain[-1][0], follow=True))
    assert report(done) == report(tried)
    assert Work.objects.count() == 3


def test_hundreds_are_brought_in_by_and_by_and_a_second_time_harms_nothing(editor):
    text = json.dumps(works(260))
    answer = sent(editor, text)
    assert "0 of 260 works are through." in answer.text
    address = answer.redirect_chain[-1][0]
    answer = editor.post(address, follow=True)
    assert "25 of 260 works are through." in answer.text
    assert Work.objects.count() == 25
    # Whoever comes back finds where it stands.
    assert f'<a href="{address}">260 works' in editor.get(address_of("import")).text
    assert "25 of 260" in editor.get(address).text
    counts = report(brought_in(editor, answer))[1]
    assert counts == ["260 new", "0 merged", "0 known", "0 refused"]
    again = report(brought_in(editor, sent(editor, text)))[1]
    assert again == ["0 new", "0 merged", "260 known", "0 refused"]
    assert Work.objects.count() == 260


def test_nothing_more_is_brought_in_than_there_is(editor):
    answer = brought_in(editor, sent(editor, MIXED))
    again = editor.post(answer.redirect_chain[-1][0], follow=True)
    assert report(again) == report(answer)


def test_works_and_their_report_are_saved_as_one(editor, monkeypatch):
    answer = sent(editor, json.dumps(works(30)))
    address = answer.redirect_chain[-1][0]
    with monkeypatch.context() as patch:
        patch.setattr(work_import.WorkImport, "save", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            editor.post(address)
    assert not Work.objects.exists()
    assert report(brought_in(editor, editor.post(address, follow=True)))[1][0] == "30 new"


def test_what_the_database_refuses_keeps_none_of_the_others(editor, monkeypatch):
    save = Work.save

    def saved(work, **options):
        if work.doi == "10.1000/new":
            # As if somebody else had saved it since.
            Work.objects.bulk_create([Work(title="Theirs", doi=work.doi)] * 2)
        save(work, **options)

    monkeypatch.setattr(Work, "save", saved)
    rows, counts = report(brought_in(editor, sent(editor, MIXED)))
    assert counts == ["2 new", "0 merged", "0 known", "5 refused"]
    assert ["new", "refused"] in [row[:2] for row in rows]


def test_no_other_writer_waits_while_a_file_is_read(client, monkeypatch, transactional_db):
    client.force_login(builders.make_user("Editors"))

    def taken(text, longest):
        assert not connection.in_atomic_block
        raise intake.NotTaken("Seen.")

    monkeypatch.setattr(intake, "taken", taken)
    assert refusal(sent(client, "anything")) == ("file", "Seen.")


def test_what_a_file_says_is_shown_as_text(editor):
    title = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    item = [{"id": title, "type": "book", "title": title}, {"id": title, "type": "book"}]
    for pressed in ({"try": "1"}, {}):
        shown = brought_in(editor, sent(editor, json.dumps(item), **pressed)).text
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert(2)" in shown


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This file is empty."),
        (b" \n", "Please choose a file"),
        ("@book{a, title={Caf\xe9}}".encode("latin-1"), "This file is not text in UTF-8: line 1"),
        ("@book{a, title={A}}".encode("utf-16"), "This file is not text in UTF-8: line 1"),
        (b"PK\x03\x04\x14\x00\x08\x00\x9c\xf3", "This file is not text in UTF-8: line 1"),
        (b"\0" * 100, "Nothing"),
        (b"Once upon a time", "in no form that can be read"),
        (b"@comment{nothing}", "No work stands in this BibTeX."),
        (b"x" * (5 * 1024**2 + 1), "This file has more than 5 MB."),
        (b"@misc{a, title={B}}\n" * 1001, "These are 1,001 works."),
        (b"\n".join(b"10.1000/%d" % n for n in range(21)), "20 can be looked up at once."),
    ],
)
def test_what_cannot_be_read_is_said_at_the_file(editor, content, message):
    field, said = refusal(sent(editor, content))
    assert (field, message in said) == ("file", True), said
    assert not FormState.objects.exists()


def test_what_was_pasted_stays_with_what_is_wrong_in_it(editor):
    answer = sent(editor, text="Once upon a time")
    assert refusal(answer)[0] == "text"
    assert answer.context["form"]["text"].value() == "Once upon a time"
    assert refusal(sent(editor))[0] == "file"
    assert refusal(sent(editor, MIXED, text=MIXED))[0] == "text"
    assert "5,242,880 can be taken" in refusal(sent(editor, text="x" * (5 * 1024**2 + 1)))[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_letters_are_read_with_a_byte_order_mark_and_without(editor, encoding):
    brought_in(editor, sent(editor, "@book{a, title={Größe}}".encode(encoding)))
    assert Work.objects.get().title == "Größe"


def test_what_is_pasted_is_brought_in(editor):
    reference = "Rash, J. A. (2022). What works? The Lancet, 4(1), 1–9."
    rows, _ = report(brought_in(editor, sent(editor, text=reference)))
    assert rows == [["line 1", "new", "Rash, J. A. (2022). What works? The Lancet, 4(1), 1–9."]]


@pytest.mark.parametrize("right", ["view_work", "add_work", "change_work"])
def test_only_who_may_add_works_and_change_them_may_import_any(editor, right):
    address = sent(editor, MIXED).redirect_chain[-1][0]
    group = Group.objects.create(name="Readers")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", right]))
    reader = Client()
    reader.force_login(builders.make_user("Readers"))
    assert "Import works" in editor.get(address_of("list")).text
    assert "Import works" not in reader.get(address_of("list")).text
    for one in (address_of("import"), address):
        for browser, place in ((Client(), reverse("wagtailadmin_login")), (reader, "/admin/")):
            for method in (browser.get, browser.post):
                answer = method(one)
                assert (answer.status_code, answer["Location"][: len(place)]) == (302, place)
    assert not Work.objects.exists()


def test_nobody_else_sees_a_report_or_goes_on_with_it(editor):
    address = sent(editor, MIXED).redirect_chain[-1][0]
    other = Client()
    other.force_login(builders.make_user())
    assert other.get(address).status_code == 404
    assert other.post(address).status_code == 404
    assert "You have imported" not in other.get(address_of("import")).text
    assert not Work.objects.exists()


def test_a_report_is_kept_for_a_day(editor):
    sent(editor, MIXED)
    FormState.objects.update(last_updated_at=timezone.now() - timedelta(hours=25))
    sent(editor, MIXED)
    assert FormState.objects.count() == 1


@pytest.fixture
def window(live_site, page, client):
    """A browser in which an editor has logged in."""
    client.force_login(builders.make_user("Editors"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": str(live_site)}
    page.context.add_cookies([cookie])
    page.goto(f"{live_site}{address_of('list')}")
    return page


def is_fetch(route):
    return route.request.resource_type == "fetch"


def test_an_editor_tries_a_file_and_brings_it_in(window, live_site):
    said = []
    window.on("console", lambda message: said.append(message.text))
    window.on("pageerror", lambda error: said.append(str(error)))
    window.get_by_role("link", name="Import works").click()
    items = [*works(90), {"id": "untitled", "type": "book"}]
    file = {"name": "works.json", "mimeType": "text/plain", "buffer": json.dumps(items).encode()}
    window.get_by_label("File").set_input_files(file)
    window.get_by_role("button", name="Try it out").click()
    window.get_by_text("This was a trial of 91 works: nothing has been saved.").wait_for()
    assert not Work.objects.exists()
    # What the page sends by itself fails once: a press of the button goes on.
    failing = "**/import/*/"
    window.route(
        failing, lambda route: (route.abort if is_fetch(route) else route.continue_)(), times=2
    )
    window.get_by_role("button", name="Import 91 works").click()
    window.get_by_text("It has stopped").wait_for()
    assert window.get_by_text("25 of 91 works are through.").is_visible()
    assert Work.objects.count() == 25
    window.get_by_role("button", name="Go on").click()
    window.get_by_text("91 works are through. Below").wait_for()
    rows = window.locator("#work-import tbody tr")
    assert rows.count() == 91
    assert rows.first.inner_text().split()[:2] == ["untitled", "REFUSED"]
    assert [text for text in said if "ERR_FAILED" not in text] == []
    assert Work.objects.count() == 90
    window.get_by_role("cell").get_by_role("link").first.click()
    window.get_by_role("heading", name="How it is cited").wait_for()
