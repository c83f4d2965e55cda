import json

import pytest
from pydantic import TypeAdapter

from library.models import Image, Rendition
from library.pictures import ALL_SPECS, SHARE_SPEC
from tests import builders, samples

pytestmark = pytest.mark.django_db

LIST = "/api/v2/images/?fields=src,srcset"


def test_detail_has_the_picture_as_articles_show_it(client):
    image = builders.make_image(
        focal_point_x=200, focal_point_y=100, focal_point_width=50, focal_point_height=40
    )
    article = builders.make_article(lead_image=image)
    shown = client.get(f"/api/v2/pages/{article.pk}/").json()["lead_image"]
    detail = client.get(f"/api/v2/images/{image.pk}/").json()
    for name in ("src", "srcset", "alt", "focal_point"):
        assert detail[name] == shown[name], name
    assert detail["focal_point"] == {"x": 200, "y": 100, "width": 50, "height": 40}


@pytest.mark.usefixtures("anew")
def test_list_shows_what_is_stored_and_makes_nothing(client):
    image = builders.make_image()
    [item] = client.get(LIST).json()["items"]
    assert (item["src"], item["srcset"]) == (None, None)
    assert not Rendition.objects.exists()
    detail = client.get(f"/api/v2/images/{image.pk}/").json()
    [item] = client.get(LIST).json()["items"]
    assert (item["src"], item["srcset"]) == (detail["src"], detail["srcset"])


def test_half_made_picture_is_none_in_a_list(client):
    image = builders.make_image()
    client.get(f"/api/v2/images/{image.pk}/")
    Rendition.objects.first().delete()
    [item] = client.get(LIST).json()["items"]
    assert (item["src"], item["srcset"]) == (None, None)


def test_picture_of_another_focal_point_is_not_shown(client):
    image = builders.make_image()
    client.get(f"/api/v2/images/{image.pk}/")
    Rendition.objects.update(focal_point_key="other")
    [item] = client.get(LIST).json()["items"]
    assert item["src"] is None


def test_lost_file_leaves_the_image_without_a_picture(client):
    image = builders.make_image()
    image.file.storage.delete(image.file.name)
    detail = client.get(f"/api/v2/images/{image.pk}/").json()
    assert (detail["src"], detail["srcset"]) == (None, None)
    assert detail["width"] == 400


def test_nobody_chooses_a_size(client):
    image = samples.picture()
    article = samples.full_article(lead_image=image)
    for name in ("spec", "filter_spec", "rendition", "size", "width-73"):
        assert client.get(f"/api/v2/images/{image.pk}/?{name}=width-73").status_code == 400
    asked = ["/api/v2/images/?fields=*", "/api/v2/pages/?type=articles.ArticlePage&fields=*"]
    asked += [f"/api/v2/images/{image.pk}/?width=500", f"/api/v2/pages/{article.pk}/?fields=*"]
    asked += [article.url, "/"]
    for address in asked:
        assert client.get(address).status_code == 200, address
    made = set(Rendition.objects.values_list("filter_spec", flat=True))
    assert made
    assert made <= {*ALL_SPECS, SHARE_SPEC}


def test_every_answer_is_of_its_declared_type(client):
    image = builders.make_image()
    answer = client.get(f"/api/v2/images/{image.pk}/").json()
    for field in Image.api_fields:
        if not isinstance(field, str):
            declared = field.serializer.answer_of(Image)
            TypeAdapter(declared).validate_json(json.dumps(answer[field.name]), strict=True)
