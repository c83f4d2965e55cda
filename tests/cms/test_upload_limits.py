"""What the upload limits of the settings mean to an editor at the real forms."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from library.models import Document, Image
from tests.builders import image_file, make_user
from tests.files import HTML, SIXTY_MEGABYTES, SVG, padded_png, png_of, torn

pytestmark = pytest.mark.django_db


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
        ("torn.jpg", lambda: torn("JPEG"), "damaged or incomplete"),
        ("drawing.svg", lambda: SVG, "Not a supported"),
        ("page.png", lambda: HTML, "image"),
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
