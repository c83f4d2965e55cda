"""Works in the admin and in the API."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.models import Work
from tests import builders
from tests.api.asking import answer, ids, refused

pytestmark = pytest.mark.django_db

PAPER = {
    "kind": "article-journal",
    "title": "Opioid stewardship",
    "author": "Poulin, P. A.\r\nvan der Berg, Jan\r\nWorld Health Organization",
    "editor": "",
    "issued": "2022-09-23",
    "container_title": "Canadian Journal of Pain",
    "volume": "6",
    "issue": "1",
    "page": "211–224",
    "number": "",
    "edition": "",
    "publisher": "",
    "genre": "",
    "doi": "https://doi.org/10.1080/ABC.",
    "url": "",
    "accessed": "",
}


@pytest.fixture
def admin(client):
    client.force_login(builders.make_user("Editors"))
    return client


def address_of(view, *args):
    return reverse(Work.snippet_viewset.get_url_name(view), args=args)


def errors(response):
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def test_a_work_is_filled_in_by_hand(admin):
    answered = admin.post(address_of("add"), PAPER)
    assert answered.status_code == 302, errors(answered)
    work = Work.objects.get()
    assert work.csl == {
        "type": "article-journal",
        "title": "Opioid stewardship",
        "author": [
            {"family": "Poulin", "given": "P. A."},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"literal": "World Health Organization"},
        ],
        "issued": {"date-parts": [[2022, 9, 23]]},
        "container-title": "Canadian Journal of Pain",
        "volume": "6",
        "issue": "1",
        "page": "211–224",
        "DOI": "10.1080/abc",
    }
    assert "Poulin, P. A., van der Berg, J., & World" in work.formatted["apa"]["text"]


def test_a_form_that_is_sent_as_it_was_shown_keeps_everything(admin):
    csl = {
        "type": "legal_case",
        "title": "A v. B",
        "author": [{"family": "Moor", "given": "B.", "ORCID": "0000-0002-1825-0097"}],
        "issued": {"date-parts": [[2020], [2021]]},
        "note": "Kept.",
    }
    work = Work.objects.create(csl=csl)
    edit = address_of("edit", work.pk)
    shown = admin.get(edit).context["form"]
    sent = {name: shown[name].value() for name in PAPER}
    assert sent["kind"] == "legal_case"
    assert admin.post(edit, sent).status_code == 302
    assert Work.objects.get().csl == csl
    assert admin.post(edit, sent | {"title": "A v. C"}).status_code == 302
    assert Work.objects.get().csl == csl | {"title": "A v. C"}


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("doi", "about 10", "This is not a DOI."),
        ("url", "javascript:alert(1)", "An address begins with https:// or http://."),
        ("title", " ", "A work needs a title."),
        ("kind", "nonsense", "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(admin, field, text, message):
    answered = admin.post(address_of("add"), PAPER | {field: text})
    (said,) = errors(answered)[field]
    assert message in said
    assert answered.context["form"]["author"].value() == PAPER["author"]
    assert not Work.objects.exists()


def test_a_second_work_with_a_doi_is_refused_with_the_first(admin):
    first = builders.make_work(title="The first", DOI="10.1080/abc")
    answered = admin.post(address_of("add"), PAPER)
    (said,) = errors(answered)["doi"]
    assert "The first" in said
    assert address_of("edit", first.pk) in said
    assert Work.objects.count() == 1
    # Of which it is none itself.
    edit = address_of("edit", first.pk)
    assert admin.post(edit, PAPER).status_code == 302


def test_the_list_of_works_is_searched_and_costs_no_more_with_more(admin):
    builders.make_work(title="Opioid stewardship")
    assert [row.instance.title for row in listed(admin, q="steward")] == ["Opioid stewardship"]
    with CaptureQueriesContext(connection) as few:
        listed(admin)
    for _ in range(5):
        builders.make_work()
    with CaptureQueriesContext(connection) as many:
        assert len(listed(admin)) == 6
    assert len(many) == len(few)


def listed(admin, **query):
    return list(admin.get(address_of("list"), query).context["table"].rows)


def test_the_api_shows_a_work_whole(client):
    work = builders.make_work(
        title="Growth of <i>E. coli</i>", DOI="10.1000/ABC", URL="https://example.org/1"
    )
    shown = answer(client, f"works/{work.pk}/")
    assert shown["csl"] == work.csl
    assert (shown["title"], shown["doi"]) == ("Growth of E. coli", "10.1000/abc")
    assert (shown["year"], shown["url"]) == (work.year, "https://example.org/1")
    assert shown["href"] == "https://doi.org/10.1000/abc"
    for style, made in work.formatted.items():
        assert shown["references"][style.replace("-", "_")] == made


def test_works_are_found_by_doi_and_year(client):
    old = builders.make_work(issued={"date-parts": [[1999]]}, DOI="10.1000/old")
    new = builders.make_work(issued={"date-parts": [[2020]]}, DOI="10.1000/new")
    assert ids(client, "works/", year="1999") == [old.pk]
    assert ids(client, "works/", year__gte="2000") == [new.pk]
    assert ids(client, "works/", doi="10.1000/new") == [new.pk]
    found = client.get("/api/v2/works/find/", {"doi": "https://doi.org/10.1000/NEW"})
    assert found.status_code == 302
    assert client.get(found["Location"]).json()["id"] == new.pk
    assert client.get("/api/v2/works/find/", {"doi": "10.1000/none"}).status_code == 404
    assert refused(client, "works/find/", doi="about 10").startswith("doi: This is not a DOI.")


BIBTEX = """@article{p, title={Opioid stewardship}, author={Poulin, P. A. and {Pain Group}},
    journal={Canadian Journal of Pain}, year={2022}, doi={10.1080/ABC}, issn={2474-0527}}"""


def taken(admin, text, **typed):
    """The form after an editor had it filled in, and what is said."""
    answered = admin.post(address_of("add"), {"take": "1", "intake": text} | typed)
    assert answered.status_code == 200
    said = [str(message) for message in answered.context["messages"]]
    return answered.context["form"], " ".join(said)


def test_a_form_is_filled_in_from_what_an_editor_has(admin):
    form, said = taken(admin, BIBTEX, volume="6", title="Typed")
    assert "Filled in." in said
    assert form["title"].value() == "Opioid stewardship"
    assert form["author"].value() == "Poulin, P. A.\nPain Group"
    # What was typed stays where there is nothing else.
    assert form["volume"].value() == "6"
    assert not Work.objects.exists()
    sent = {name: form[name].value() for name in (*PAPER, "taken")}
    answered = admin.post(address_of("add"), sent)
    assert answered.status_code == 302, errors(answered)
    work = Work.objects.get()
    # What the form does not show is there all the same.
    assert work.csl["ISSN"] == "2474-0527"
    assert (work.csl["volume"], work.doi) == ("6", "10.1080/abc")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Once upon a time", "in no form that can be read"),
        (BIBTEX + BIBTEX.replace("{p,", "{q,"), "There are 2 works in this text."),
        ("@article{p, year={2001}}", "title"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_in_the_form(admin, text, message):
    form, said = taken(admin, text, title="Typed")
    assert message in said
    assert (form["intake"].value(), form["title"].value()) == (text, "Typed")


def test_enter_saves_where_nothing_was_pasted(admin):
    """A browser presses the first button of a form, which is the one that fills in."""
    answered = admin.post(address_of("add"), PAPER | {"take": "1", "intake": " "})
    assert answered.status_code == 302
    assert Work.objects.get().title == PAPER["title"]


def test_a_known_work_is_offered_instead_of_a_second_one(admin):
    known = builders.make_work(title="The known one", DOI="10.1080/abc")
    answered = admin.post(address_of("add"), {"take": "1", "intake": BIBTEX})
    link = f"<a href='{address_of('edit', known.pk)}'>The known one</a>"
    assert f"There is a work with this DOI already: {link}." in answered.text
    assert answered.context["form"]["title"].value() in (None, "")


@pytest.mark.parametrize("damaged", ["{", "[]", "[1]", "null", '[{"title": "A"}, {"title": "B"}]'])
def test_what_was_filled_in_and_came_back_damaged_is_refused(admin, damaged):
    answered = admin.post(address_of("add"), PAPER | {"taken": damaged})
    (said,) = errors(answered)["__all__"]
    assert "fill it in again" in said
    assert not Work.objects.exists()


def test_the_form_shows_how_a_work_is_cited(admin):
    work = builders.make_work(title="The <i>Effects</i> of Speech Therapy on Children")
    shown = admin.get(address_of("edit", work.pk)).text
    assert work.formatted["apa"]["html"] in shown
    assert "seems to be in Title Case" in shown
    plain = builders.make_work(title="The effects of speech therapy on children")
    assert "Title Case" not in admin.get(address_of("edit", plain.pk)).text
    assert "How it is cited" not in admin.get(address_of("add")).text


# What has become of it


def told_of(admin, work):
    """The words of the form about what has become of a work."""
    page = BeautifulSoup(admin.get(address_of("edit", work.pk)).content, "html.parser")
    section = page.find(id="panel-what_has_become_of_it-section")
    return " ".join(section.find(class_="w-panel__content").get_text().split()), section


def test_the_form_tells_what_has_become_of_a_work_and_when_it_was_asked_for(admin):
    work = builders.make_work()
    nothing = "No retraction, correction or other notice is known."
    assert told_of(admin, work)[0] == f"{nothing} Not checked yet."
    Work.objects.filter(pk=work.pk).update(doi="", checked_at=datetime(2026, 5, 4, tzinfo=UTC))
    assert told_of(admin, work)[0] == f"{nothing} Last checked on 4 May 2026."
    Work.objects.filter(pk=work.pk).update(checked_at=None)
    assert told_of(admin, work)[0].endswith("Not checked: only works with a DOI are.")


def test_the_form_shows_the_notices_and_what_readers_are_told(admin):
    work = builders.make_work()
    builders.noted(work, "correction", date="2018", label="Erratum", doi="")
    builders.noted(work, label="Retraction")
    said, section = told_of(admin, work)
    assert "Pages that cite this work tell their readers: Retracted on 31 January 2019." in said
    assert [" ".join(line.get_text().split()) for line in section("li")] == [
        "Corrected in 2018 (“Erratum”)",
        "Retracted on 31 January 2019: 10.5555/notice",
    ]
    assert section.find("a", href="https://doi.org/10.5555/notice")


def test_a_form_for_a_new_work_tells_nothing_of_notices(admin):
    assert "What has become of it" not in admin.get(address_of("add")).content.decode()
