"""What the upload limits of the settings mean to an editor at the real forms."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from library.models import Document, Image
from tests.builders import image_file, make_user

pytestmark = pytest.mark.django_db

SIXTY_MEGABYTES = 60 * 1024**2


def png_of(width, height):
    """A PNG that claims a size; its pixels are not there, as in a decompression bomb's header."""

    def chunk(kind, data):
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def torn_jpeg():
    """The first half of a photograph, as a broken connection leaves it."""
    whole = image_file(800, 800, form="JPEG").read()
    return whole[: len(whole) // 2]


def padded_png():
    """A sound picture with sixty megabytes behind its end."""
    return image_file().read() + bytes(SIXTY_MEGABYTES)


@pytest.fixture
def editor(client):
    client.force_login(make_user("Editors"))
    return client


def errors_of(response, field):
    assert response.status_code == 200
    form = response.context["form"]
    assert form["title"].value() == "Kept"
    return " ".join(form.errors[field])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("large.png", padded_png, "This file is too big"),
        ("wide.png", lambda: png_of(50_000, 50_000), "too many pixels"),
        ("many.png", lambda: image_file(9_000, 9_000).read(), "too many pixels"),
        ("torn.png", lambda: png_of(400, 400), "damaged or incomplete"),
        ("torn.jpg", torn_jpeg, "damaged or incomplete"),
        ("drawing.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Not a supported"),
        ("page.png", lambda: b"<!doctype html><script>alert(1)</script>", "image"),
    ],
    ids=["60 MB", "50,000 pixels square", "81 megapixels", "torn PNG", "torn JPEG", "SVG", "HTML"],
)
def test_image_that_must_not_be_is_refused_at_its_field(editor, name, content, told):
    file = SimpleUploadedFile(name, content(), content_type="image/png")
    response = editor.post("/admin/images/add/", {"title": "Kept", "file": file})
    assert told in errors_of(response, "file")
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("name", "size", "told"),
    [("large.pdf", SIXTY_MEGABYTES, "40.0"), ("page.html", 100, "File extension “html”")],
)
def test_document_that_must_not_be_is_refused_at_its_field(editor, name, size, told):
    file = BytesIO(bytes(size))
    file.name = name
    response = editor.post("/admin/documents/add/", {"title": "Kept", "file": file})
    assert told in errors_of(response, "file")
    assert not Document.objects.exists()


def test_image_and_document_within_the_limits_are_taken(editor):
    editor.post("/admin/images/add/", {"title": "Picture", "file": image_file()})
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7")
    editor.post("/admin/documents/add/", {"title": "Letter", "file": file})
    assert Image.objects.get().title == "Picture"
    assert Document.objects.get().title == "Letter"
