"""What a client of Wagtail's API v2 expects, and what Citewell adds to it."""

import json
import re
from datetime import datetime

import pytest
from django.test import override_settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from tests import builders, samples

pytestmark = pytest.mark.django_db


def get(client, path, **parameters):
    return client.get(f"/api/v2/{path}", parameters, follow=True)


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["items"]]


def detail(client, thing, endpoint="pages", **parameters):
    answer = get(client, f"{endpoint}/{thing.pk}/", **parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()


def second_site(**fields):
    """Another site with a home page of its own."""
    root = Page.objects.get(depth=1).add_child(instance=HomePage(title="Elsewhere", slug="other"))
    fields = {"hostname": "other.example.org", "port": 8080, "root_page": root} | fields
    return Site.objects.create(**fields)


# Lists


def test_list_has_the_stock_envelope(client):
    article = builders.make_article()
    answer = get(client, "pages/", type="articles.ArticlePage").json()
    assert answer["meta"] == {"total_count": 1}
    assert answer["items"] == [
        {
            "id": article.pk,
            "meta": {
                "type": "articles.ArticlePage",
                "detail_url": f"http://localhost/api/v2/pages/{article.pk}/",
                "html_url": article.full_url,
                "slug": article.slug,
                "first_published_at": article.first_published_at.isoformat().replace("+00:00", "Z"),
            },
            "title": article.title,
        }
    ]


def test_pages_stand_in_the_order_of_the_tree(client):
    first, *others = [builders.make_article() for _ in range(3)]
    first.move(others[-1], "right")
    expected = [*(page.pk for page in others), first.pk]
    assert ids(get(client, "pages/", type="articles.ArticlePage")) == expected
    assert ids(get(client, "pages/"))[-3:] == expected


def test_a_list_of_all_types_names_each_page_s_own(client):
    made = [builders.home_page(), builders.make_page(), builders.make_article()]
    types = {item["id"]: item["meta"]["type"] for item in get(client, "pages/").json()["items"]}
    assert [types[page.pk] for page in made] == [
        "home.HomePage",
        "home.StandardPage",
        "articles.ArticlePage",
    ]


def test_limit_and_offset_cut_a_list_without_changing_its_count(client):
    made = [builders.make_article().pk for _ in range(5)]
    answer = get(client, "pages/", type="articles.ArticlePage", limit=2, offset=1)
    assert ids(answer) == made[1:3]
    assert answer.json()["meta"]["total_count"] == 5


def test_order_takes_several_fields_and_a_minus(client):
    b, a, c = (builders.make_article(title=title) for title in ("Same", "Same", "First"))
    order = "title,-id"
    listed = get(client, "pages/", type="articles.ArticlePage", order=order)
    assert ids(listed) == [c.pk, a.pk, b.pk]


def test_equals_in_an_order_stand_by_id(client):
    made = [builders.make_article(title="Same").pk for _ in range(4)]
    pages = [
        ids(get(client, "pages/", type="articles.ArticlePage", order="-title", limit=2, offset=o))
        for o in (0, 2)
    ]
    assert pages[0] + pages[1] == made


def test_random_order_has_all(client):
    made = {builders.make_article().pk for _ in range(3)}
    assert set(ids(get(client, "pages/", type="articles.ArticlePage", order="random"))) == made


def test_type_limits_a_list_and_opens_its_fields(client):
    builders.make_page()
    article = builders.make_article(summary="Short.")
    answer = get(client, "pages/", type="articles.ArticlePage", fields="summary,authors")
    assert answer.json()["items"][0]["summary"] == "Short."
    assert answer.json()["items"][0]["authors"] == []
    assert ids(answer) == [article.pk]


def test_several_types_make_one_list(client):
    page, article = builders.make_page(), builders.make_article()
    listed = get(client, "pages/", type="articles.ArticlePage,home.StandardPage")
    assert ids(listed) == [page.pk, article.pk]


def test_fields_of_a_list_are_as_complete_as_a_detail_but_for_the_parent(client):
    article = samples.full_article()
    listed = get(client, "pages/", type="articles.ArticlePage", fields="*").json()["items"][0]
    whole = detail(client, article)
    del whole["meta"]["parent"], listed["meta"]["locale"]
    assert listed == whole


def test_fields_can_be_taken_away_and_begun_from_nothing(client):
    article = builders.make_article()
    assert "summary" not in detail(client, article, fields="-summary")
    assert set(detail(client, article, fields="_,title")) == {"title"}


def test_child_of_ancestor_of_and_descendant_of_walk_the_tree(client):
    home, article = builders.home_page(), builders.make_article()
    index = article.get_parent()
    assert ids(get(client, "pages/", child_of=home.pk)) == [index.pk]
    assert ids(get(client, "pages/", child_of="root")) == [index.pk]
    assert ids(get(client, "pages/", descendant_of=home.pk)) == [index.pk, article.pk]
    assert ids(get(client, "pages/", descendant_of="root")) == [index.pk, article.pk]
    assert ids(get(client, "pages/", ancestor_of=article.pk)) == [home.pk, index.pk]


def test_fields_filter_by_their_whole_value(client):
    image = builders.make_image()
    moment = "2024-05-31T12:00:00+00:00"
    wanted = builders.make_article(
        title="This one", lead_image=image, publication_date=datetime.fromisoformat(moment)
    )
    builders.make_article(title="Another")
    of_type = {"type": "articles.ArticlePage"}
    assert ids(get(client, "pages/", title="This one")) == [wanted.pk]
    assert ids(get(client, "pages/", slug=wanted.slug)) == [wanted.pk]
    assert ids(get(client, "pages/", lead_image=image.pk, **of_type)) == [wanted.pk]
    assert ids(get(client, "pages/", publication_date=moment, **of_type)) == [wanted.pk]
    assert ids(get(client, "pages/", show_in_menus="true")) == []


def test_search_finds_words_of_the_body(client):
    body = [("text", {"content": "<p>A marmalade sandwich.</p>"})]
    found = builders.make_article(body=body)
    builders.make_article()
    assert ids(get(client, "pages/", search="marmalade")) == [found.pk]
    assert ids(get(client, "pages/", search="marmalade nowhere")) == []
    either = {"search": "marmalade nowhere", "search_operator": "or"}
    assert ids(get(client, "pages/", **either)) == [found.pk]


def test_search_goes_with_other_filters_and_an_order(client):
    articles = [builders.make_article(title=f"Marmalade {n}") for n in (2, 1)]
    builders.make_page(title="Marmalade 0")
    of_type = {"search": "marmalade", "type": "articles.ArticlePage"}
    assert ids(get(client, "pages/", order="title", **of_type)) == [a.pk for a in articles[::-1]]
    below = {"search": "marmalade", "descendant_of": articles[0].get_parent().pk}
    assert set(ids(get(client, "pages/", **below))) == {a.pk for a in articles}


def test_search_by_a_field_that_no_index_holds_is_refused_as_by_stock(client):
    of_type = {"search": "x", "type": "articles.ArticlePage"}
    for parameters, did in (({"summary": "x"}, "filter"), ({"order": "summary"}, "order")):
        answer = get(client, "pages/", **of_type, **parameters)
        assert answer.status_code == 400
        assert answer.json()["message"] == (
            f"cannot {did} by 'summary' while searching (field is not indexed)"
        )


def test_search_for_nothing_finds_nothing(client):
    builders.make_article()
    assert ids(get(client, "pages/", search="")) == []


def test_images_and_documents_are_listed_found_by_tag_and_searched(client):
    for endpoint, make in (("images", builders.make_image), ("documents", builders.make_document)):
        wanted, other = make(title="Marmalade"), make()
        wanted.tags.add("jam", "bread")
        assert ids(get(client, f"{endpoint}/")) == [wanted.pk, other.pk]
        assert ids(get(client, f"{endpoint}/", tags="jam,bread")) == [wanted.pk]
        assert ids(get(client, f"{endpoint}/", search="marmalade")) == [wanted.pk]
        assert detail(client, wanted, endpoint)["meta"]["tags"] == ["bread", "jam"]


# One object


def test_find_leads_to_a_page_by_its_path_or_id(client):
    article = builders.make_article()
    address = f"http://localhost/api/v2/pages/{article.pk}/"
    for look_up in ({"html_path": article.url}, {"id": article.pk}):
        answer = client.get("/api/v2/pages/find/", look_up | {"fields": "title"})
        assert (answer.status_code, answer["Location"]) == (302, f"{address}?fields=title")


def test_find_keeps_all_parameters_but_the_look_up(client):
    article, author = builders.make_article(), builders.make_author(slug="ada")
    kept = "fields=_%2Ctitle&rich_text_format=markdown&_=caf%C3%A9%26x"
    for endpoint, thing, look_up in (
        ("pages", article, f"html_path={article.url}"),
        ("pages", article, f"id={article.pk}"),
        ("authors", author, "slug=ada"),
        ("redirects", Redirect.add_redirect("/old", "/"), "html_path=%2Fold"),
        ("settings", Site.objects.get(), "site=localhost"),
    ):
        before, after = kept.split("&", 1)
        answer = client.get(f"/api/v2/{endpoint}/find/?{before}&{look_up}&{after}")
        address = f"http://localhost/api/v2/{endpoint}/{thing.pk}/?{kept}"
        assert (answer.status_code, answer["Location"]) == (302, address)


@pytest.mark.parametrize("endpoint", ["pages", "images", "documents"])
def test_find_without_anything_finds_nothing(client, endpoint):
    answer = get(client, f"{endpoint}/find/")
    assert (answer.status_code, answer.json()) == (404, {"message": "not found"})


def test_find_by_id_leads_to_images_and_documents(client):
    for endpoint, thing in (
        ("images", builders.make_image()),
        ("documents", builders.make_document()),
    ):
        answer = client.get(f"/api/v2/{endpoint}/find/", {"id": thing.pk})
        assert answer["Location"].startswith(f"http://localhost/api/v2/{endpoint}/{thing.pk}/")


def test_pages_of_another_site_need_its_name(client):
    site = second_site()
    root = site.root_page
    assert get(client, f"pages/{root.pk}/").status_code == 404
    assert detail(client, root, site="other.example.org:8080")["title"] == "Elsewhere"
    assert ids(get(client, "pages/", site="other.example.org")) == [root.pk]
    found = client.get("/api/v2/pages/find/", {"id": root.pk, "site": "other.example.org"})
    assert found.status_code == 302


def test_child_of_root_means_the_root_of_the_named_site(client):
    site = second_site()
    child = builders.make_page(site.root_page.specific)
    assert ids(get(client, "pages/", child_of="root", site="other.example.org")) == [child.pk]


def test_a_site_that_is_unknown_or_ambiguous_is_said(client):
    assert get(client, "pages/", site="unknown").json() == {
        "message": "No Site matches the given query."
    }
    root = second_site().root_page
    Site.objects.create(hostname="other.example.org", port=8081, root_page=root)
    answer = get(client, "pages/", site="other.example.org")
    assert answer.status_code == 400
    assert "multiple sites" in answer.json()["message"]


def test_without_any_site_there_is_nothing(client):
    article = builders.make_article()
    Site.objects.all().delete()
    assert ids(get(client, "pages/")) == []
    assert get(client, "pages/", child_of="root").status_code == 404
    assert get(client, "pages/find/", html_path=article.url_path).status_code == 404
    assert get(client, f"pages/{article.pk}/").status_code == 404


@override_settings(WAGTAIL_I18N_ENABLED=True)
def test_locale_limits_a_list_and_is_shown(client):
    article = builders.make_article()
    other = Locale.objects.create(language_code="fr")
    french = article.copy_for_translation(other, copy_parents=True)
    french.save_revision().publish()
    of_type = {"type": "articles.ArticlePage"}
    assert ids(get(client, "pages/", locale="fr", **of_type)) == [french.pk]
    assert ids(get(client, "pages/", translation_of=article.pk)) == [french.pk]
    assert detail(client, french)["meta"]["locale"] == "fr"


def test_an_unknown_locale_is_not_found(client):
    answer = get(client, "pages/", locale="xx")
    assert (answer.status_code, answer.json()) == (
        404,
        {"message": "No Locale matches the given query."},
    )


# Absolute addresses


def test_addresses_are_absolute_and_name_the_port_of_the_site(client):
    Site.objects.update(hostname="localhost", port=8123)
    article = samples.full_article()
    answer = detail(client, article)
    text = json.dumps(answer)
    elsewhere = "orcid.org|doi.org|schema.org|www.linkedin.com|www.youtube.com|www.example.org"
    hosts = set(re.findall(rf'https?://(?!{elsewhere})([^/"]*)', text))
    assert hosts == {"localhost:8123"}
    assert not re.search(r'"/|=\\"/', text)
    text = answer["body"][0]["value"]["content"]
    assert text.count('href="http://localhost:8123/') == 2


@override_settings(WAGTAILAPI_BASE_URL="https://api.example.org:8443/ignored/")
def test_the_api_s_own_base_address_stands_in_front_when_set(client):
    answer = detail(client, samples.full_article())
    assert answer["meta"]["detail_url"].startswith("https://api.example.org:8443/api/v2/pages/")
    assert 'href="https://api.example.org:8443/about-us/"' in answer["body"][0]["value"]["content"]
    assert answer["lead_image"]["src"].startswith("https://api.example.org:8443/media/renditions/")
    assert answer["ctas"]["top"][0]["href"] == "https://api.example.org:8443/about-us/"
    image = get(client, "images/").json()["items"][0]
    assert image["meta"]["download_url"].startswith("https://api.example.org:8443/media/originals/")


def test_every_local_address_in_an_answer_answers(client):
    answer = detail(client, samples.full_article())
    text = json.dumps(answer)
    local = {url.rstrip(",") for url in re.findall(r"http://localhost(/[^\s\"\\<]*)", text)}
    assert len(local) > 10
    assert {url: client.get(url).status_code for url in local} == dict.fromkeys(local, 200)


def test_every_format_of_a_picture_has_its_widths(client):
    image = builders.make_image(file=builders.image_file(2000, 1000))
    answer = detail(client, builders.make_article(lead_image=image))["lead_image"]
    assert set(answer["srcset"]) == {"avif", "webp", "jpeg"}
    for srcset in answer["srcset"].values():
        assert re.findall(r" (\d+)w", srcset) == ["400", "800", "1200", "1600"]


# Forms of rich text


def test_rich_text_comes_in_the_format_asked_for(client):
    article = samples.full_article()
    index = article.get_parent().specific
    index.introduction = f'<p>See <a linktype="page" id="{article.pk}">this</a>.</p>'
    index.save_revision().publish()
    expected = {
        "html": '<p>See <a href="http://localhost/articles/pain-in-class/">this</a>.</p>',
        "db_html": index.introduction,
        "markdown": "See [this](http://localhost/articles/pain-in-class/).\n\n",
        "db_markdown": f"See [this](wagtail://page?id={article.pk}).\n\n",
    }
    for name, text in expected.items():
        assert detail(client, index, rich_text_format=name)["introduction"] == text
    blocks = detail(client, article, rich_text_format="markdown")["body"]
    assert "See [a page](http://localhost/about-us/)" in blocks[0]["value"]["content"]


# What is gone


def values(client, article):
    """The value of each block of an article's answer, by kind."""
    return {block["type"]: block["value"] for block in detail(client, article)["body"]}


def test_a_deleted_target_yields_null(client):
    article = samples.full_article()
    author = article.authors[0]
    article.lead_image.delete()
    author.delete()
    article.ctas.top[0].delete()
    builders.home_page().get_children().get(slug="about-us").delete()
    answer = detail(client, article)
    assert answer["lead_image"] is None
    assert answer["authors"] == []
    assert answer["ctas"] == {"top": [], "sidebar": [], "bottom": []}
    found = values(client, article)
    assert found["author_bio"]["author"] is None
    assert found["cta"]["call_to_action"] is None
    assert found["image"]["image"] is None
    assert "See <a>a page</a>" in found["text"]["content"]


def test_an_unpublished_target_yields_null(client):
    article = samples.full_article()
    builders.home_page().get_children().get(slug="about-us").unpublish()
    answer = detail(client, article)
    assert answer["ctas"]["top"] == []
    found = values(client, article)
    assert found["cta"]["call_to_action"] is None
    assert "about-us" not in json.dumps(answer)


def test_an_unpublished_call_to_action_yields_null(client):
    article = samples.full_article()
    article.ctas.top[0].unpublish()
    assert detail(client, article)["ctas"]["top"] == []
    assert values(client, article)["cta"]["call_to_action"] is None


def test_a_picture_whose_file_is_lost_yields_null(client):
    article = samples.full_article()
    image = article.lead_image
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)
    answer = detail(client, article)
    assert answer["lead_image"] is None
    assert values(client, article)["image"]["image"] is None


def test_an_article_with_every_optional_field_empty_answers(client):
    article = builders.make_article(
        body=[(kind, {}) for kind in ("text", "quote", "citation", "author_bio", "table", "embed")]
    )
    answer = detail(client, article)
    assert answer["lead_image"] is None
    assert len(answer["body"]) == 6
