import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.search.backends import get_search_backend

from evidence.models import Work
from tests import builders

pytestmark = pytest.mark.django_db

PAPER = {
    "type": "article-journal",
    "title": "Growth of <i>E. coli</i> & others",
    "author": [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"literal": "World Health Organization"},
    ],
    "issued": {"date-parts": [[2022, 9], [2023]]},
    "DOI": "https://doi.org/10.1000/ABC",
    "URL": "https://www.example.org/paper",
}


def read(work):
    return Work.objects.get(pk=work.pk)


def test_columns_are_made_of_the_csl_json():
    work = read(Work.objects.create(csl={"id": "theirs", **PAPER}))
    assert work.csl == PAPER | {"DOI": "10.1000/abc"}
    assert work.title == str(work) == "Growth of E. coli & others"
    assert (work.doi, work.year, work.url) == ("10.1000/abc", 2022, PAPER["URL"])
    assert work.names == "Jan van der Berg; World Health Organization"
    assert work.href == "https://doi.org/10.1000/abc"
    assert set(work.formatted) == {"apa", "american-medical-association", "nlm-citation-sequence"}
    assert work.formatted["apa"]["text"].startswith("van der Berg, J., & World Health Organization")
    assert "<i>Growth of </i>E. coli<i> &amp; others</i>" in work.formatted["apa"]["html"]


def test_they_follow_what_is_saved():
    work = builders.make_work(title="Old", DOI="10.1000/old")
    work.csl = {"type": "book", "title": "New", "URL": "javascript:alert(1)"}
    work.save(update_fields=["csl"])
    work = read(work)
    assert (work.title, work.doi, work.year, work.url, work.href) == ("New", "", None, "", None)
    assert work.formatted["apa"]["text"] == "New. (n.d.). Retrieved javascript:alert(1)"
    assert "<a" not in work.formatted["apa"]["html"]


def test_what_is_no_doi_is_not_saved():
    with pytest.raises(ValueError, match="This is not a DOI"):
        builders.make_work(DOI="about 10")
    with pytest.raises(ValidationError, match="This is not a DOI"):
        Work(csl=PAPER | {"DOI": "about 10"}).full_clean()
    with pytest.raises(ValidationError, match="needs a title"):
        Work(csl={"type": "book"}).full_clean()


def test_a_doi_is_one_work_s_in_whatever_spelling():
    builders.make_work(DOI="10.1000/abc")
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.make_work(DOI="doi:10.1000/ABC")
    with pytest.raises(ValidationError, match="There is another work with this DOI"):
        Work(csl=PAPER).full_clean()
    for _ in range(2):
        builders.make_work(DOI="")


def test_no_markup_but_titles_own_survives():
    work = builders.make_work(title="<script>alert(1)</script> <sub>2</sub><b onclick=x>")
    html = work.formatted["apa"]["html"]
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<b" not in html
    assert "<sub>2</sub>" in html


def test_characters_that_no_database_takes_are_left_out():
    work = read(builders.make_work(title="A\0B\ud800C", note=["x\0", {"y\0": "\0z"}]))
    assert work.title == "ABC"
    assert work.csl["note"] == ["x", {"y": "z"}]


@pytest.mark.parametrize(
    ("issued", "year"),
    [
        ({"date-parts": [["1999", "1"]]}, 1999),
        ({"date-parts": [[-44, 3, 15]]}, -44),
        ({"raw": "2001-05"}, 2001),
        ({"literal": "in press"}, None),
        ({"date-parts": [[99999]]}, None),
        ({"date-parts": [[None]]}, None),
        ("2020", None),
        (None, None),
    ],
)
def test_the_year(issued, year):
    assert builders.make_work(issued=issued).year == year


def test_a_search_finds_titles_and_names():
    work = builders.make_work(
        title="Opioid stewardship", author=[{"family": "Poulin", "given": "P."}], DOI="10.1000/zzz"
    )
    builders.make_work()
    search = get_search_backend().search
    for words in ("stewardship", "Poulin"):
        assert list(search(words, Work)) == [work]
