import pytest
from django.utils import timezone

from articles.models import CallToAction
from delivery.visibility import Visibility
from tests.articles.blocks.asking import (
    BASE_URL,
    cleaned,
    html,
    kind,
    plain_text,
    public,
    refusals,
    words,
)
from tests.builders import make_article, make_cta, make_page, make_private

pytestmark = pytest.mark.django_db

WORDS = {"heading": "Come and see", "text": "Bring a friend.", "button_label": "Book"}


def test_public_form_has_the_shared_words_and_the_address():
    cta = make_cta(**WORDS, url="https://visit.example/")
    assert public("cta", cta=cta.pk) == {
        "call_to_action": {
            "id": cta.pk,
            **WORDS,
            "href": "https://visit.example/",
            "page": None,
        }
    }


def test_target_page_is_expanded_with_its_absolute_address():
    page = make_page(title="Visit us")
    cta = make_cta(page=page)
    data = public("cta", cta=cta.pk)["call_to_action"]
    address = BASE_URL + page.url
    assert data["href"] == address
    assert data["page"] == {"id": page.pk, "title": "Visit us", "url": address}


def test_own_words_replace_the_shared_ones_one_by_one():
    cta = make_cta(**WORDS)
    data = public("cta", cta=cta.pk, heading="See it here", text="", button_label=None)
    shown = data["call_to_action"]
    assert (shown["heading"], shown["text"], shown["button_label"]) == (
        "See it here",
        "Bring a friend.",
        "Book",
    )
    own = {"heading": "A", "text": "B", "button_label": "C"}
    assert words(html("cta", cta=cta.pk, **own)) == "A B C"


def test_own_words_leave_the_shared_call_to_action_as_it_is():
    cta = make_cta(**WORDS)
    values = [kind("cta").normalize({"cta": cta, "heading": own}) for own in ("See it here", "")]
    kind("cta").prefetch([(None, values)], Visibility())
    shown = [value.call_to_action.heading for value in values]
    assert shown == ["See it here", "Come and see"]
    assert cta.heading == "Come and see"


def test_html_has_the_words_and_the_link():
    page = html("cta", cta=make_cta(**WORDS, url="https://visit.example/").pk)
    assert words(page) == "Come and see Bring a friend. Book"
    assert [(link["href"], link.text) for link in page("a")] == [("https://visit.example/", "Book")]


def test_readers_are_led_to_a_page_by_its_site_relative_address():
    page = make_page()
    assert html("cta", cta=make_cta(page=page).pk).a["href"] == page.url


def test_call_to_action_without_text_shows_heading_and_button():
    cta = make_cta(**WORDS | {"text": ""})
    assert public("cta", cta=cta.pk)["call_to_action"]["text"] == ""
    assert words(html("cta", cta=cta.pk)) == "Come and see Book"


# What the public may not see


def not_chosen():
    return None


def deleted():
    cta = make_cta()
    pk = cta.pk
    cta.delete()
    return CallToAction(pk=pk)


def draft():
    return make_cta(live=False)


def expired():
    return make_cta(expire_at=timezone.now() - timezone.timedelta(minutes=1))


def of_a_draft_page():
    return make_cta(page=make_page(live=False))


def of_an_expired_page():
    return make_cta(page=make_page(expire_at=timezone.now() - timezone.timedelta(minutes=1)))


def of_a_private_page():
    page = make_page()
    make_private(page)
    return make_cta(page=page)


def of_a_page_below_a_private_one():
    page = make_page()
    make_private(page)
    return make_cta(page=make_page(parent=page))


def of_a_deleted_page():
    page = make_page()
    cta = make_cta(page=page)
    page.delete()
    return cta


def of_nothing():
    return make_cta(url="")


HIDDEN = [
    not_chosen,
    deleted,
    draft,
    expired,
    of_a_draft_page,
    of_an_expired_page,
    of_a_private_page,
    of_a_page_below_a_private_one,
    of_a_deleted_page,
    of_nothing,
]


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: hidden.__name__)
def test_call_to_action_that_is_not_public_yields_null_and_no_html(hidden):
    cta = hidden()
    fields = {"cta": cta and cta.pk, "heading": "Own words"}
    assert public("cta", **fields) == {"call_to_action": None}
    assert words(html("cta", **fields)) == ""


@pytest.mark.parametrize("hidden", HIDDEN[2:], ids=lambda hidden: hidden.__name__)
def test_call_to_action_that_is_not_public_yields_null_on_a_page_too(hidden):
    article = make_article(body=[("cta", {"cta": hidden(), "heading": "Own words"})])
    [block] = article.content
    assert block.value.call_to_action is None
    assert block.render().strip() == ""


def test_call_to_action_deleted_after_publishing_yields_null():
    cta = make_cta()
    article = make_article(body=[("cta", {"cta": cta})])
    cta.delete()
    [block] = type(article).objects.get(pk=article.pk).content
    assert block.value.call_to_action is None
    assert block.render().strip() == ""


# Validation


def test_choice_is_demanded_on_publishing_only():
    assert refusals("cta", heading="Own words").keys() == {"cta"}
    assert refusals("cta", heading="Own words", draft=True) == {}


def test_too_long_words_are_refused_at_their_fields():
    fields = {"heading": "x" * 121, "text": "x" * 401, "button_label": "x" * 41}
    cta = make_cta()
    assert refusals("cta", cta=cta.pk, **fields, draft=True).keys() == fields.keys()


def test_only_the_choice_and_the_own_words_are_stored():
    cta = make_cta()
    stored = cleaned("cta", cta=cta.pk, heading="See it here")
    assert stored == {"cta": cta.pk, "heading": "See it here", "text": "", "button_label": ""}


def test_campaign_is_no_part_of_the_text():
    assert plain_text("cta", cta=make_cta().pk) == ""
