import pytest

from tests.articles.blocks.asking import (
    BASE_URL,
    cleaned,
    html,
    plain_text,
    public,
    refusals,
    words,
)
from tests.builders import image_file, make_article, make_image, private_collection

pytestmark = pytest.mark.django_db

OWN = {"alt_text": "Own alt", "caption": "Own caption", "credit": "Own credit"}


def picture(**fields):
    fields = {"title": "Room", "alt_text": "A quiet room", "credit": "A. Painter"} | fields
    return make_image(file=image_file(500, 300), **fields)


def widths(srcset):
    return [candidate.split()[1] for candidate in srcset.split(", ")]


def test_public_form_has_the_picture_in_every_format_with_its_words():
    image = picture(
        focal_point_x=250, focal_point_y=150, focal_point_width=100, focal_point_height=80
    )
    data = public("image", image=image.pk, caption="Where they read")
    sources = data["image"].pop("srcset")
    src = data["image"].pop("src")
    assert data == {
        "image": {
            "id": image.pk,
            "title": "Room",
            "alt": "A quiet room",
            "credit": "A. Painter",
            "width": 500,
            "height": 300,
            "focal_point": {"x": 250, "y": 150, "width": 100, "height": 80},
        },
        "alt": "A quiet room",
        "decorative": False,
        "caption": "Where they read",
        "credit": "A. Painter",
    }
    assert src.startswith(BASE_URL + "/media/")
    assert {name: widths(srcset) for name, srcset in sources.items()} == {
        "avif": ["400w", "500w"],
        "webp": ["400w", "500w"],
        "jpeg": ["400w", "500w"],
    }
    assert all(srcset.count(BASE_URL + "/media/") == 2 for srcset in sources.values())


def test_own_words_go_before_those_of_the_library():
    data = public("image", image=picture().pk, **OWN)
    assert data["alt"] == data["image"]["alt"] == "Own alt"
    assert (data["caption"], data["credit"]) == ("Own caption", "Own credit")
    assert data["image"]["credit"] == "A. Painter"


def test_decorative_picture_has_empty_words_for_it():
    fields = {"image": picture().pk, "decorative": True, "alt_text": "Own alt"}
    data = public("image", **fields)
    assert data["decorative"] is True
    assert data["alt"] == data["image"]["alt"] == ""
    assert html("image", **fields).img["alt"] == ""


def test_html_has_the_picture_with_words_size_caption_and_credit():
    page = html("image", image=picture().pk, caption="Where <they> read")
    assert page.img["alt"] == "A quiet room"
    assert page.img["width"].isdigit()
    assert page.img["height"].isdigit()
    assert "Where <they> read" in words(page.figcaption)
    assert "A. Painter" in words(page.figcaption)


def test_picture_without_caption_or_credit_has_no_figcaption():
    assert html("image", image=picture(credit="").pk).figcaption is None


# What the public may not see

NOTHING = {"image": None, "alt": "", "decorative": False, "caption": "", "credit": ""}


def not_chosen():
    return None


def deleted():
    image = picture()
    pk = image.pk
    image.delete()
    return pk


def in_a_private_collection():
    return picture(collection=private_collection()).pk


def below_a_private_collection():
    return picture(collection=private_collection().add_child(name="Below")).pk


HIDDEN = [not_chosen, deleted, in_a_private_collection, below_a_private_collection]


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: hidden.__name__)
def test_picture_that_is_not_public_yields_null_and_tells_nothing(hidden):
    pk = hidden()
    assert public("image", image=pk) == NOTHING
    assert words(html("image", image=pk)) == ""
    assert html("image", image=pk).img is None


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: hidden.__name__)
def test_own_words_stay_where_the_picture_is_not_public(hidden):
    data = public("image", image=hidden(), **OWN)
    assert data == NOTHING | {
        "alt": "Own alt",
        "caption": "Own caption",
        "credit": "Own credit",
    }


@pytest.mark.parametrize("collection", [None, private_collection])
def test_page_shows_pictures_of_public_collections_only(collection):
    image = picture(**({"collection": collection()} if collection else {}))
    [block] = make_article(body=[("image", {"image": image})]).content
    assert (block.value.image == image) is (collection is None)
    assert ("<img" in block.render()) is (collection is None)


def test_picture_whose_file_is_lost_yields_null_and_no_html():
    image = picture()
    image.file.storage.delete(image.file.name)
    data = public("image", image=image.pk)
    assert data["image"] is None
    assert html("image", image=image.pk).img is None


# Validation


def test_picture_is_demanded_on_publishing_only():
    assert refusals("image", caption="x").keys() == {"image"}
    assert refusals("image", caption="x", draft=True) == {}


def test_words_for_the_picture_are_demanded_on_publishing_only():
    silent = picture(alt_text="")
    assert refusals("image", image=silent.pk).keys() == {"alt_text"}
    assert refusals("image", image=silent.pk, draft=True) == {}
    assert refusals("image", image=silent.pk, alt_text="A room") == {}
    assert refusals("image", image=silent.pk, decorative=True) == {}
    assert refusals("image", image=picture().pk) == {}


def test_words_of_a_private_picture_are_words_enough():
    assert refusals("image", image=picture(collection=private_collection()).pk) == {}


def test_only_the_choice_and_the_own_words_are_stored():
    image = picture()
    assert cleaned("image", image=image.pk, caption="Where they read") == {
        "image": image.pk,
        "alt_text": "",
        "decorative": False,
        "caption": "Where they read",
        "credit": "",
    }


def test_plain_text_is_the_caption_of_a_picture_that_is_shown():
    assert plain_text("image", image=picture().pk, **OWN) == "Own caption"


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: hidden.__name__)
def test_picture_that_is_not_public_has_no_plain_text(hidden):
    assert plain_text("image", image=hidden(), **OWN) == ""
