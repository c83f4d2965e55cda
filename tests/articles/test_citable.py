"""How an article is cited, and the files of it and of what it cites."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Site

from articles.citable import CitationFiles, csl_of
from articles.models import ArticlePage, Author
from delivery import editions, settling
from delivery.models import Edition
from delivery.serving.layer import Serving
from evidence.importing import Outcome, bring_in
from evidence.models import Work
from evidence.reading import bibtex, csl_json, ris
from evidence.writing import FORMATS
from home.models import SiteSettings
from tests import builders
from tests.delivery.wsgi import ask
from tests.evidence.works import works
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

READ = {"bibtex": bibtex.read, "ris": ris.read, "csl-json": csl_json.read}
PARTS = [f"{route}/{name}/" for route in ("cite", "references") for name in FORMATS]


@pytest.fixture
def article():
    SiteSettings.objects.create(
        site=Site.objects.get(), name="The Reading Room", publisher_name="Reading House"
    )
    return builders.make_article(
        title="Pain in class",
        slug="pain",
        publication_date="2024-03-07T12:00:00Z",
        authors=[builders.make_author(name="Ada Quill")],
        body=builders.citing(builders.make_work(title="Zebras"), builders.make_work(title="Ants")),
    )


def read(client, page, part):
    """The works in a file of a page."""
    answer = client.get(page.url + part)
    assert answer.status_code == 200
    found = list(READ[part.split("/")[1]](answer.content.decode()))
    assert not [one.problem for one in found if one.problem]
    return [one.item for one in found]


# The article as an item


def test_an_article_is_an_article_of_its_publication(article):
    assert csl_of(article) == {
        "type": "article-magazine",
        "title": "Pain in class",
        "author": [{"family": "Quill", "given": "Ada"}],
        "issued": {"date-parts": [[2024, 3, 7]]},
        "container-title": "The Reading Room",
        "publisher": "Reading House",
        "URL": "http://localhost/articles/pain/",
        "language": "en-GB",
    }


def test_what_is_not_known_is_left_out():
    page = builders.make_article(slug="bare", published=False)
    assert csl_of(page) == {
        "type": "article-magazine",
        "title": page.title,
        "container-title": "Citewell",
        "publisher": "Citewell",
        "URL": "http://localhost/articles/bare/",
        "language": "en-GB",
    }
    assert page.cite.text.startswith(f"{page.title}. (n.d.). Citewell.")


def test_the_day_is_that_of_the_site_s_time_zone(article, settings):
    article.publication_date = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
    assert csl_of(article)["issued"] == {"date-parts": [[2024, 12, 31]]}
    settings.TIME_ZONE = "Europe/Stockholm"
    with timezone.override("America/New_York"):
        assert csl_of(article)["issued"] == {"date-parts": [[2025, 1, 1]]}


@pytest.mark.parametrize(
    ("style", "reference"),
    [
        ("apa", "Quill, A. (2024, March 7). Pain in class. The Reading Room. {url}"),
        (
            "american-medical-association",
            "Quill A. Pain in class. The Reading Room. Published online March 7, 2024. {url}",
        ),
        (
            "nlm-citation-sequence",
            "Quill A. Pain in class. The Reading Room [Internet]. 2024 Mar 7. "
            "Available from: {url}",
        ),
    ],
)
def test_page_and_api_show_the_reference_in_the_style_of_the_site(
    article, client, style, reference
):
    SiteSettings.objects.update(citation_style=style)
    reference = reference.format(url=article.full_url)
    section = shown(client, article)
    assert section.find(class_="cite__reference").get_text() == reference
    answered = cite(client, article)
    assert answered["text"] == reference
    assert answered["html"] in str(section)


def shown(client, page):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return soup.find("section", class_="cite")


def cite(client, page):
    return client.get(f"/api/v2/pages/{page.pk}/").json()["cite"]


# Where the files are


def test_page_and_api_lead_to_all_files(article, client):
    addresses = [article.full_url + part for part in PARTS]
    answered = cite(client, article)
    assert [*answered["article"].values(), *answered["references"].values()] == addresses
    links = shown(client, article).select("dl a")
    assert [link["href"] for link in links] == addresses
    names = [link.get_text() for link in links]
    assert names[:2] == ["BibTeX file of this article", "RIS file of this article"]
    assert len(set(names)) == 6


def test_every_format_has_an_address():
    assert {name.replace("-", "_") for name in FORMATS} == set(CitationFiles.model_fields)


@pytest.mark.parametrize("name", FORMATS)
def test_files_are_saved_under_a_name_and_kept_like_feeds(article, client, name):
    types = {
        "bibtex": "application/x-bibtex; charset=utf-8",
        "ris": "application/x-research-info-systems; charset=utf-8",
        "csl-json": "application/vnd.citationstyles.csl+json",
    }
    for route, file in (("cite", "pain"), ("references", "pain-references")):
        address = f"{article.url}{route}/{name}/"
        answer = client.get(address)
        assert answer["Content-Type"] == types[name]
        disposition = f'attachment; filename="{file}{FORMATS[name].ending}"'
        assert answer["Content-Disposition"] == disposition
        assert answer["Cache-Control"] == "no-cache"
        with CaptureQueriesContext(connection) as queries:
            again = client.get(address)
        assert (again.content, dict(again.headers)) == (answer.content, dict(answer.headers))
        assert len(queries) <= 4
        head = client.head(address)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
        unchanged = client.get(address, headers={"if-none-match": answer["ETag"]})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        slashless = client.get(address.removesuffix("/"))
        assert (slashless.status_code, slashless["Location"]) == (301, address)


def test_letters_beyond_ascii_may_stand_in_the_name_of_a_file(client):
    page = builders.make_article(slug="café")
    answer = client.get(f"{page.url}cite/bibtex/")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''caf%C3%A9.bib"


def test_files_hold_the_article_and_its_works_under_the_same_keys(article, client):
    [item] = read(client, article, "cite/csl-json/")
    assert item == csl_of(article)
    listed = json.loads(client.get(f"{article.url}references/csl-json/").content)
    assert [work["title"] for work in listed] == ["Zebras", "Ants"]
    keys = [work["id"] for work in listed]
    written = client.get(f"{article.url}references/bibtex/").content.decode()
    assert [line.split("{")[1] for line in written.splitlines() if line[:1] == "@"] == [
        f"{key}," for key in keys
    ]
    assert b"@article{quill2024,\n" in client.get(f"{article.url}cite/bibtex/").content


def test_an_article_without_works_has_no_references(client):
    page = builders.make_article()
    assert cite(client, page)["references"] is None
    assert len(shown(client, page).select("dl a")) == 3
    for part in PARTS:
        status = 200 if part.startswith("cite/") else 404
        assert client.get(page.url + part).status_code == status
        path = f"/api/v2/route/?path={page.url}{part}"
        assert client.get(path).status_code == status


@pytest.mark.parametrize("part", ["cite/", "cite/word/", "cite/bibtex/more/", "references/x/"])
def test_other_addresses_are_not_there(article, client, part):
    assert client.get(article.url + part).status_code == 404
    assert client.get(f"/api/v2/route/?path={article.url}{part}").status_code == 404


def test_the_route_look_up_answers_with_the_article(article, client):
    wanted = client.get(f"/api/v2/pages/{article.pk}/").content
    for part in ["", *PARTS]:
        assert client.get(f"/api/v2/route/?path={article.url}{part}").content == wanted


# What readers may see


def hide(page, how):
    if how == "draft":
        return builders.make_article(body=builders.citing(builders.make_work()), published=False)
    if how == "unpublished":
        page.unpublish()
    elif how in ("expired", "not begun"):
        day = timedelta(days=1)
        moment = {"expire_at": timezone.now() - day, "go_live_at": timezone.now() + day}
        name = "expire_at" if how == "expired" else "go_live_at"
        # As it is until the worker comes.
        ArticlePage.objects.filter(pk=page.pk).update(**{name: moment[name]})
    elif how == "private alias":
        alias = page.create_alias(update_slug="alias")
        builders.make_private(page.get_parent())
        alias.move(builders.article_index(title="Others", slug="others"), pos="last-child")
        return ArticlePage.objects.get(pk=alias.pk)
    return page


@pytest.mark.parametrize("how", ["draft", "unpublished", "expired", "not begun", "private alias"])
def test_files_of_what_is_hidden_are_not_there(article, client, how):
    addresses = [article.url + part for part in PARTS]
    assert {client.get(address).status_code for address in addresses} == {200}
    page = hide(article, how)
    missing = client.get("/no-such-page/")
    for part in PARTS:
        answer = client.get(page.url + part)
        assert (answer.status_code, answer.content) == (404, missing.content)
        assert client.get(f"/api/v2/route/?path={page.url}{part}").status_code == 404


def test_files_of_a_private_article_ask_who_is_there(article, client):
    for part in PARTS:
        client.get(article.url + part)
    builders.make_private(article, "password", password="open sesame")
    for part in PARTS:
        answer = client.get(article.url + part)
        assert b"csrfmiddlewaretoken" in answer.content
        assert "Content-Disposition" not in answer
        assert client.get(f"/api/v2/route/?path={article.url}{part}").status_code == 404


def test_an_alias_is_cited_at_its_own_address(article, client):
    alias = article.create_alias(update_slug="alias")
    alias = ArticlePage.objects.get(pk=alias.pk)
    [item] = read(client, alias, "cite/ris/")
    assert item["URL"] == alias.full_url
    assert read(client, alias, "references/ris/") == read(client, article, "references/ris/")


def test_of_two_languages_at_one_address_the_one_that_is_found_there_is_cited(client, settings):
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English"), ("fr", "French")]
    article = builders.make_article(title="Marmalade")
    french = Locale.objects.create(language_code="fr")
    other = article.copy_for_translation(french, copy_parents=True)
    other.title = "Confiture"
    other.save_revision().publish()
    other.refresh_from_db()
    assert csl_of(other)["language"] == "fr"
    assert [one["title"] for one in read(client, article, "cite/ris/")] == ["Marmalade"]


def test_a_draft_is_previewed_with_its_reference(article):
    editor = desk.at_desk("Editors")
    article.title = "Pain at home"
    article.save_revision()
    preview = editor.get(f"/admin/pages/{article.pk}/view_draft/").content
    assert b"Pain at home. <i>" in preview
    assert b"Pain in class. <i>" in editor.get(article.url).content


# Never stale


def test_what_is_written_is_in_the_files_at_once(article, client):
    def all_of_it():
        files = [client.get(article.url + part).content.decode() for part in PARTS]
        return [*files, str(shown(client, article)), json.dumps(cite(client, article))]

    def changed(write):
        """The places in which an answer changed."""
        before = all_of_it()
        write()
        after = all_of_it()
        return [at for at, text in enumerate(after) if text != before[at]]

    article_alone, references = [0, 1, 2, 6, 7], [3, 4, 5]
    work = Work.objects.get(title="Zebras")
    work.csl |= {"title": "Zebras again"}
    assert changed(work.save) == references
    article.title = "Pain at work"
    assert changed(article.save_revision().publish) == article_alone
    assert changed(lambda: SiteSettings.objects.update(name="The Room")) == article_alone
    assert changed(lambda: Author.objects.update(name="Ada Ink")) == article_alone
    assert changed(lambda: SiteSettings.objects.update(publisher_name="Ink")) == [0, 1, 2]
    style = "american-medical-association"
    assert changed(lambda: SiteSettings.objects.update(citation_style=style)) == [6, 7]
    assert changed(lambda: Site.objects.update(port=8080)) == article_alone
    article.body = builders.citing(work)
    assert changed(article.save_revision().publish) == references
    article.body = []
    article.save_revision().publish()
    assert client.get(f"{article.url}references/ris/").status_code == 404
    assert cite(client, article)["references"] is None


@pytest.mark.django_db(transaction=True)
def test_files_come_from_memory_until_something_public_changes(article):
    settling.settle()
    front = Serving(WSGIHandler())
    for part in PARTS:
        first, second = (ask(front, article.url + part) for _ in range(2))
        assert (first.is_from_memory, second.is_from_memory) == (False, True)
        assert (second.body, second.headers) == (first.body, first.headers)
    SiteSettings.objects.update(name="The Room")
    after = ask(front, f"{article.url}cite/bibtex/")
    assert not after.is_from_memory
    assert b"journal = {The Room}" in after.body


def test_articles_themselves_are_answered_with_editions(article, client):
    first = client.get(article.url)
    edition = Edition.objects.get(public_object__object_id=article.pk, form="html")
    assert edition.body == first.content
    alias = ArticlePage.objects.get(pk=article.create_alias(update_slug="alias").pk)
    for page in (article, alias):
        rendered = client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            kept = client.get(page.url)
        assert len(queries) <= 4
        assert kept.wanted.object_id == page.pk
        with editions.switched_off():
            assert client.get(page.url).content == kept.content == rendered.content


# Whatever it says


NASTY = r"""{Braces} & "quotes" <b>bold</b> <script>alert(1)</script> 50% of $x_1 \ # ~ ^ @a{b,"""


def test_nothing_that_is_written_ends_its_field(client):
    title = f"{NASTY}\r\nER  - \r\nTY  - BOOK"
    author = builders.make_author(name=f"{NASTY[:60]}\nER  -")
    work = builders.make_work(title=title)
    page = builders.make_article(title=title, authors=[author], body=builders.citing(work))
    line = " ".join(title.split())
    for part in PARTS:
        [item] = read(client, page, part)
        assert " ".join(item["title"].split()) == line
    [item] = read(client, page, "cite/bibtex/")
    assert item["author"] == [{"literal": " ".join(author.name.split())}]
    section = shown(client, page)
    assert section.script is None
    assert "<script>alert(1)</script>" in section.get_text()


# What it costs


@pytest.mark.usefixtures("anew")
def test_files_cost_the_same_for_one_work_as_for_ten(client):
    def costs(number):
        page = builders.make_article(
            authors=[builders.make_author() for _ in range(number)],
            body=builders.citing(*(builders.make_work() for _ in range(number))),
        )
        for part in PARTS:
            client.get(page.url + part)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page.url + part).status_code == 200
            yield part, len(queries)

    assert dict(costs(1)) == dict(costs(10))


# There and back


@pytest.mark.parametrize("name", FORMATS)
def test_references_are_brought_in_as_the_works_that_they_are(client, name):
    made = [Work.objects.create(csl=csl) for csl in works(40)]
    page = builders.make_article(body=builders.citing(*made))
    before = [work.csl for work in Work.objects.order_by("pk")]
    text = client.get(f"{page.url}references/{name}/").content.decode()
    lines = list(bring_in(list(READ[name](text))))
    assert [(line.outcome, line.work.pk) for line in lines] == [
        (Outcome.KNOWN, work.pk) for work in made
    ]
    assert [work.csl for work in Work.objects.order_by("pk")] == before
    if name == "csl-json":
        page.delete()
        Work.objects.all().delete()
        assert {line.outcome for line in bring_in(list(READ[name](text)))} == {Outcome.NEW}
        assert [work.csl for work in Work.objects.order_by("pk")] == before


@pytest.mark.parametrize("name", FORMATS)
def test_an_article_is_brought_in_as_a_work(article, client, name):
    text = client.get(f"{article.url}cite/{name}/").content.decode()
    [line] = bring_in(list(READ[name](text)))
    assert (line.outcome, line.work.csl) == (Outcome.NEW, csl_of(article))
    assert line.reference == article.cite.text
