"""Media at their own addresses."""

import pytest

from library.models import Rendition
from library.views import CONTENT_TYPES
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_an_original_is_sent_as_what_it_is(client, form):
    name = f"picture.{form.lower()}"
    image = builders.make_image(file=builders.image_file(8, 5, name=name, form=form))
    answer = client.get(image.file.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == f"image/{form.lower()}"
    assert b"".join(answer) == image.file.open().read()


@pytest.mark.parametrize("form", ["avif", "webp", "jpeg"])
def test_a_rendition_is_sent_as_what_it_is(client, form):
    rendition = builders.make_image().get_rendition(f"format-{form}|width-100")
    answer = client.get(rendition.url)
    assert answer["Content-Type"] == f"image/{form}"
    assert b"".join(answer) == rendition.file.open().read()


def test_content_types_do_not_depend_on_the_machine(client, monkeypatch):
    monkeypatch.setattr("mimetypes.guess_type", lambda *args, **kwargs: (None, None))
    rendition = builders.make_image().get_rendition("format-avif|width-100")
    assert client.get(rendition.url)["Content-Type"] == "image/avif"


def test_every_format_that_may_be_uploaded_has_its_content_type(settings):
    assert {f".{ending}" for ending in settings.WAGTAILIMAGES_EXTENSIONS} == set(CONTENT_TYPES)


def test_media_are_shown_but_never_run(client):
    image = builders.make_image()
    for url in (image.file.url, image.get_rendition("width-100").url):
        answer = client.get(url)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "public" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        *("x.png", "", "../../../etc/passwd", "..%2f..%2fetc/passwd", "/etc/passwd", "a" * 3000),
        *("original_images/", "original_images/../../x", "🙂.png", "%ff.png", "%2e%2e/x"),
    ],
)
def test_what_is_no_image_is_not_found(client, name):
    for folder in ("originals", "renditions", "unknown"):
        answer = client.get(f"/media/{folder}/{name}", follow=True)
        assert answer.status_code == 404


def test_a_document_is_not_served_as_an_image(client):
    document = builders.make_document()
    assert client.get(document.file.url).status_code == 404


def test_an_image_whose_file_is_lost_is_not_found(client):
    image = builders.make_image()
    rendition = image.get_rendition("width-100")
    for file in (image.file, rendition.file):
        file.storage.delete(file.name)
        assert client.get(file.url).status_code == 404


def test_a_rendition_of_a_deleted_image_is_gone(client):
    image = builders.make_image()
    url = image.get_rendition("width-100").url
    image.delete()
    assert not Rendition.objects.exists()
    assert client.get(url).status_code == 404


def test_media_are_read_only(client):
    image = builders.make_image()
    assert client.post(image.file.url).status_code in (403, 405)
