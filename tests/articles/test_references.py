"""The works of a page as one set of references."""

import pytest

from articles.marks import Marks
from articles.references import References
from evidence.models import Work
from home.models import SiteSettings
from tests import builders

pytestmark = pytest.mark.django_db


def work(pk, title, *families, year=2020):
    csl = {
        "type": "article-journal",
        "title": title,
        "author": [{"family": family, "given": "Ada"} for family in families],
        "issued": {"date-parts": [[year]]},
    }
    found = Work(pk=pk, csl=csl)
    found.derive()
    return found


def texts(*works, style="apa"):
    references = References(list(works), style)
    return [references.reference(one.pk).text for one in works]


def test_works_that_nothing_confuses_have_the_references_that_are_ready(monkeypatch):
    one, other = work(1, "One", "Quill"), work(2, "Other", "Quill", year=2021)
    one.formatted["apa"]["text"] = "As it was saved."
    monkeypatch.setattr(References, "_formatted", None)
    assert texts(one, other) == ["As it was saved.", "Quill, A. (2021). Other."]


def test_works_of_the_same_authors_and_year_have_letters():
    found = texts(work(1, "Zebras", "Quill", "Ink"), work(2, "Ants", "Quill", "Ink"))
    assert found == [
        "Quill, A., & Ink, A. (2020b). Zebras.",
        "Quill, A., & Ink, A. (2020a). Ants.",
    ]


def test_styles_without_letters_have_none():
    found = texts(
        work(1, "Zebras", "Quill"), work(2, "Ants", "Quill"), style="american-medical-association"
    )
    assert not any("2020a" in text or "2020b" in text for text in found)


def test_a_work_that_is_gone_has_no_reference():
    assert References([]).reference(1) is None


def test_an_article_cites_in_the_style_of_its_site(client):
    one = builders.make_work(title="Zebras", volume="4", page="1-9")
    article = builders.make_article(body=builders.citing(one))
    assert one.formatted["apa"]["html"] in client.get(article.url).content.decode()
    style = "american-medical-association"
    SiteSettings.objects.update_or_create(site=article.get_site(), citation_style=style)
    assert one.formatted[style]["html"] in client.get(article.url).content.decode()
    block = client.get(f"/api/v2/pages/{article.pk}/").json()["body"][0]
    assert block["value"]["formatted"] == one.formatted[style]["text"]


def test_two_works_of_an_article_are_told_apart_in_html_and_json(client):
    alike = {"author": [{"family": "Quill", "given": "Ada"}], "issued": {"date-parts": [[2020]]}}
    works = [builders.make_work(title=title, **alike) for title in ("Zebras", "Ants")]
    article = builders.make_article(body=builders.citing(*works))
    html = client.get(article.url).content.decode()
    assert "(2020b). Zebras." in html
    assert "(2020a). Ants." in html
    body = client.get(f"/api/v2/pages/{article.pk}/").json()["body"]
    formatted = [block["value"]["formatted"] for block in body]
    assert "(2020b)" in formatted[0]
    assert "(2020a)" in formatted[1]


def test_references_follow_the_marks_of_the_text_whatever_was_asked_before():
    one = work(1, "One", "Quill")
    one.formatted["apa"]["text"] = "As it was saved."
    references = References([one])
    assert references.reference(1).text == "As it was saved."
    Marks(references).shown('<a linktype="work" id="1">x</a>')
    assert references.reference(1).text == "Quill, A. (2020). One."
