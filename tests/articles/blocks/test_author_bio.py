import pytest
from django.core.exceptions import ValidationError

from articles.models import ArticlePage, AuthorLink
from tests.articles.blocks.asking import (
    BASE_URL,
    cleaned,
    html,
    kind,
    parsed,
    plain_text,
    public,
    refusals,
    words,
)
from tests.builders import (
    image_file,
    make_article,
    make_author,
    make_image,
    make_page,
    private_collection,
)

pytestmark = pytest.mark.django_db


def ada(**fields):
    author = make_author(
        **{
            "name": "Ada Quill",
            "slug": "ada",
            "job_title": "Editor",
            "organisation": "Citewell",
            "note": "Writes about pain.",
            "orcid": "0000-0002-1825-0097",
        }
        | fields
    )
    AuthorLink.objects.create(author=author, kind="linkedin", url="https://linkedin.example/ada")
    return author


def reloaded(article):
    return ArticlePage.objects.get(pk=article.pk)


def shown_on(article):
    """The JSON of the author bios of an article as it is stored now."""
    content = reloaded(article).content
    data = content.stream_block.get_api_representation(content, {"base_url": BASE_URL})
    return [block["value"] for block in data if block["type"] == "author_bio"]


def html_on(article):
    return parsed("".join(block.render() for block in reloaded(article).content))


def test_public_form_has_the_whole_author():
    author = ada()
    assert public("author_bio", author=author.pk) == {
        "author": {
            "id": author.pk,
            "name": "Ada Quill",
            "slug": "ada",
            "job_title": "Editor",
            "organisation": "Citewell",
            "photo": None,
            "note": "Writes about pain.",
            "bio": "",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
            "links": [
                {"kind": "linkedin", "label": "LinkedIn", "url": "https://linkedin.example/ada"}
            ],
        },
        "note": "Writes about pain.",
    }


def test_author_with_a_name_only_has_the_same_keys():
    author = make_author(name="Ada", slug="ada", note="")
    assert public("author_bio", author=author.pk) == {
        "author": {
            "id": author.pk,
            "name": "Ada",
            "slug": "ada",
            "job_title": "",
            "organisation": "",
            "photo": None,
            "note": "",
            "bio": "",
            "orcid": None,
            "links": [],
        },
        "note": "",
    }
    assert words(html("author_bio", author=author.pk)) == "Ada"


def test_photo_is_expanded_with_its_words():
    photo = make_image(file=image_file(50, 50), alt_text="Ada at her desk")
    data = public("author_bio", author=ada(photo=photo).pk)["author"]["photo"]
    assert (data["id"], data["alt"]) == (photo.pk, "Ada at her desk")
    assert data["src"].startswith(BASE_URL + "/media/")


def test_photo_in_a_private_collection_yields_null_and_no_picture():
    photo = make_image(file=image_file(50, 50), collection=private_collection())
    author = ada(photo=photo)
    assert public("author_bio", author=author.pk)["author"]["photo"] is None
    assert html("author_bio", author=author.pk).img is None
    [data] = shown_on(make_article(body=[("author_bio", {"author": author})]))
    assert data["author"]["photo"] is None


def test_links_in_a_bio_are_absolute_for_apps_and_gone_where_hidden():
    page, draft = make_page(), make_page(live=False, slug="hidden")
    bio = "".join(f'<p><a linktype="page" id="{p.pk}">x</a></p>' for p in (page, draft))
    data = public("author_bio", author=ada(bio=bio).pk)["author"]
    assert data["bio"] == f'<p><a href="{BASE_URL}{page.url}">x</a></p><p><a>x</a></p>'


def test_own_note_replaces_the_author_s_here_only():
    author = ada()
    data = public("author_bio", author=author.pk, note="Wrote this.")
    assert data["note"] == "Wrote this."
    assert data["author"]["note"] == "Writes about pain."
    assert "Wrote this." in words(html("author_bio", author=author.pk, note="Wrote this."))


def test_html_has_name_role_note_and_profiles():
    page = html("author_bio", author=ada().pk)
    shown = words(page)
    for expected in ("Ada Quill", "Editor", "Citewell", "Writes about pain."):
        assert expected in shown
    assert {link["href"] for link in page("a")} == {
        "https://linkedin.example/ada",
        "https://orcid.org/0000-0002-1825-0097",
    }


# Whose bio it is


def test_bio_without_a_choice_is_the_first_author_s():
    authors = [ada(), make_author()]
    article = make_article(authors=authors, body=[("author_bio", {})])
    [data] = shown_on(article)
    assert data["author"]["name"] == "Ada Quill"
    assert data["note"] == "Writes about pain."
    assert "Ada Quill" in words(html_on(article))
    assert "Writes about pain." in words(html_on(article))


def test_chosen_author_goes_before_the_article_s():
    article = make_article(authors=[make_author()], body=[("author_bio", {"author": ada()})])
    assert shown_on(article)[0]["author"]["name"] == "Ada Quill"


def test_bio_without_a_choice_or_authors_yields_null_and_no_html():
    article = make_article(body=[("author_bio", {"note": "Wrote this."})])
    assert shown_on(article) == [{"author": None, "note": "Wrote this."}]
    assert words(html_on(article)) == ""
    assert public("author_bio") == {"author": None, "note": ""}
    assert words(html("author_bio")) == ""


def test_deleted_author_yields_null_and_no_html():
    author = ada()
    pk = author.pk
    author.delete()
    assert public("author_bio", author=pk) == {"author": None, "note": ""}
    assert words(html("author_bio", author=pk)) == ""


def test_nobody_takes_the_place_of_a_deleted_author():
    guest = ada()
    article = make_article(
        authors=[make_author(name="Ben Ink", slug="ben")],
        body=[("author_bio", {"author": guest, "note": "Guest writer."}), ("author_bio", {})],
    )
    guest.delete()
    gone, default = shown_on(article)
    assert gone == {"author": None, "note": "Guest writer."}
    assert default["author"]["name"] == "Ben Ink"
    assert "Guest writer." not in words(html_on(article))


# Validation


def test_wrong_orcid_is_refused_at_its_field_and_any_spelling_is_stored_as_one():
    author = make_author()
    author.orcid = "0000-0002-1825-0096"
    with pytest.raises(ValidationError) as refused:
        author.full_clean()
    assert refused.value.message_dict.keys() == {"orcid"}
    assert author.orcid == "0000-0002-1825-0096"
    author.orcid = "https://orcid.org/0000-0002-1694-233x"
    author.full_clean()
    assert author.orcid == "0000-0002-1694-233X"


def test_nothing_is_demanded():
    assert refusals("author_bio") == {}
    assert refusals("author_bio", draft=True) == {}


def test_choice_and_note_are_stored():
    author = ada()
    assert cleaned("author_bio", author=author.pk, note="Wrote this.") == {
        "author": author.pk,
        "note": "Wrote this.",
    }


def test_form_of_a_deleted_author_s_bio_opens_without_a_choice():
    value = kind("author_bio").to_python({"author": 4711, "note": "Wrote this."})
    assert kind("author_bio").get_form_state(value) == {"author": None, "note": "Wrote this."}


def test_author_is_no_part_of_the_text():
    assert plain_text("author_bio", author=ada().pk) == ""


@pytest.mark.parametrize(
    ("name", "bio"),
    [
        (None, f'<p><a href="{BASE_URL}/{{slug}}/">there</a></p>'),
        ("html", f'<p><a href="{BASE_URL}/{{slug}}/">there</a></p>'),
        ("db_html", '<p><a linktype="page" id="{pk}">there</a></p>'),
        ("markdown", f"[there]({BASE_URL}/{{slug}}/)\n\n"),
        ("db_markdown", "[there](wagtail://page?id={pk})\n\n"),
    ],
)
def test_bio_comes_in_the_format_that_is_asked_for(name, bio):
    page = make_page()
    author = ada(bio=f'<p><a linktype="page" id="{page.pk}">there</a></p>')
    context = {"base_url": BASE_URL, "_wagtail_rich_text_format": name}
    value = kind("author_bio").to_python({"author": author.pk})
    data = kind("author_bio").get_api_representation(value, context)
    assert data["author"]["bio"] == bio.format(slug=page.slug, pk=page.pk)
