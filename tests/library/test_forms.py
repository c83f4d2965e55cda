"""Forms of images and documents: what must not be is refused at every door, and nothing is lost."""

from pathlib import Path

import bs4
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import UploadedFile

from library.models import Document, Image
from tests import builders, files
from tests.newsroom import desk

pytestmark = pytest.mark.django_db

SCRIPTED = {"X-Requested-With": "XMLHttpRequest"}
DAMAGED = "This picture is damaged or incomplete. Please upload it again."
PICTURES = {
    "60-megabytes.png": (files.padded_png, "This file is too big (60.0 MB)."),
    "bomb.png": (lambda: files.png_of(50_000, 50_000), "This file has too many pixels"),
    "torn.png": (lambda: files.torn("PNG"), DAMAGED),
    "torn.jpg": (lambda: files.torn("JPEG"), DAMAGED),
    "blanked.avif": (lambda: files.blanked("AVIF"), DAMAGED),
    "scan.png": (lambda: files.picture("I;16", "PNG"), "This picture has 16 bits of grey a pixel"),
    "empty.png": (bytes, "The submitted file is empty."),
    "drawing.svg": (lambda: files.SVG, "Not a supported image format."),
    "drawing.png": (lambda: files.SVG, "The extension does not match the file format (svg)"),
    "page.html": (lambda: files.HTML, "Upload a valid image."),
    "page.png": (lambda: files.HTML, "Upload a valid image."),
}
DOCUMENTS = {
    "60-megabytes.pdf": (lambda: bytes(files.SIXTY_MEGABYTES), "This file is too big (60.0 MB)."),
    "empty.pdf": (bytes, "The submitted file is empty."),
    "setup.exe": (lambda: b"MZ", "File extension “exe” is not allowed."),
    "page.html": (lambda: files.HTML, "File extension “html” is not allowed."),
    "drawing.svg": (lambda: files.SVG, "File extension “svg” is not allowed."),
    "nameless": (lambda: b"Read me.", "File extension “” is not allowed."),
}
REFUSED = [
    pytest.param(library, name, content, told, id=f"{library} {name}")
    for library, bad in {"images": PICTURES, "docs": DOCUMENTS}.items()
    for name, (content, told) in bad.items()
]
refused_at = pytest.mark.parametrize(("library", "name", "content", "told"), REFUSED)


@pytest.fixture
def editor(db):
    return desk.at_desk("Editors")


def stored():
    """All that an upload could leave behind."""
    kept = Path(default_storage.location)
    rows = [list(model.objects.values()) for model in (Image, Document, UploadedFile)]
    return rows, sorted(path for path in kept.rglob("*") if path.is_file())


def in_library(library):
    return builders.make_image() if library == "images" else builders.make_document()


def sound(library):
    """A file that is welcome there."""
    if library == "images":
        return builders.image_file(name="new.png")
    return SimpleUploadedFile("new.pdf", b"%PDF-1.7")


def refusal(fragment):
    """What the file's field of a returned form says; its other fields still say “Kept”."""
    form = bs4.BeautifulSoup(fragment, "html.parser")
    assert form.select_one('input[name$="title"]')["value"] == "Kept"
    [told] = form.select('[data-contentpath="file"] .error-message')
    return " ".join(told.text.split())


@refused_at
def test_page_of_many_uploads(editor, library, name, content, told):
    before = stored()
    sent = {"title": "Kept", "files[]": SimpleUploadedFile(name, content())}
    address = reverse(f"wagtail{library}:add_multiple")
    answer = editor.post(address, sent, headers=SCRIPTED)
    assert answer.status_code == 200
    refused = answer.json()
    assert not refused["success"]
    [line] = refused["error_message"].replace("\xa0", " ").splitlines()
    assert told in line
    assert stored() == before


@refused_at
def test_chooser(editor, library, name, content, told):
    before = stored()
    prefix = {"images": "image", "docs": "document"}[library] + "-chooser-upload-"
    sent = {"title": "Kept", "file": SimpleUploadedFile(name, content()), "tags": "kept"}
    address = reverse(f"wagtail{library}_chooser:create")
    sent = {prefix + field: value for field, value in sent.items()}
    answer = editor.post(address, sent, headers=SCRIPTED)
    assert answer.status_code == 200
    assert answer.json()["step"] == "reshow_creation_form"
    assert told in refusal(answer.json()["htmlFragment"])
    assert stored() == before


@refused_at
def test_replacing_a_file(editor, library, name, content, told):
    address = reverse(f"wagtail{library}:edit", args=[in_library(library).pk])
    editor.get(address)  # Notes the file's size.
    before = stored()
    sent = {"title": "Kept", "file": SimpleUploadedFile(name, content())}
    answer = editor.post(address, sent)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert told in refusal(html)
    assert "could not be found" not in html
    assert stored() == before


@pytest.mark.parametrize("library", ["images", "docs"])
def test_sound_file_beside_an_empty_title_replaces_nothing(editor, library):
    address = reverse(f"wagtail{library}:edit", args=[in_library(library).pk])
    editor.get(address)  # Notes the file's size.
    before = stored()
    answer = editor.post(address, {"title": "", "file": sound(library)})
    assert answer.context["form"].errors == {"title": ["This field is required."]}
    assert "could not be found" not in answer.content.decode()
    assert stored() == before


@pytest.mark.parametrize("library", ["images", "docs"])
def test_lost_file_stops_no_edit_and_can_be_replaced(editor, library):
    thing = in_library(library)
    thing.file.storage.delete(thing.file.name)
    address = reverse(f"wagtail{library}:edit", args=[thing.pk])
    for sent in ({"title": ""}, {"title": "", "file": sound(library)}):
        answer = editor.post(address, sent)
        assert answer.status_code == 200
        assert "could not be found" in answer.content.decode()
    assert editor.post(address, {"title": "Lost"}).status_code == 302
    assert editor.post(address, {"title": "Found", "file": sound(library)}).status_code == 302
    thing.refresh_from_db()
    assert thing.file.storage.exists(thing.file.name)


@pytest.mark.parametrize("library", ["images", "docs"])
def test_upload_under_an_overlong_title_waits_for_a_better_one(editor, library):
    address = reverse(f"wagtail{library}:add_multiple")
    sent = {"title": "x" * 300, "files[]": sound(library)}
    waiting = editor.post(address, sent, headers=SCRIPTED).json()
    form = bs4.BeautifulSoup(waiting["form"], "html.parser").form
    title = form.select_one('input[name$="-title"]')["name"]
    refused = editor.post(form["action"], {title: ""}, headers=SCRIPTED).json()
    assert not refused["success"]
    assert "This field is required." in refused["form"]
    assert not Image.objects.exists()
    assert not Document.objects.exists()
    assert editor.post(form["action"], {title: "Short"}, headers=SCRIPTED).json()["success"]
    [taken] = [*Image.objects.all(), *Document.objects.all()]
    assert taken.title == "Short"
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("library", ["images", "docs"])
def test_bad_upload_under_an_overlong_title_does_not_wait(editor, library):
    before = stored()
    sent = {"title": "x" * 300, "files[]": SimpleUploadedFile("page.html", files.HTML)}
    address = reverse(f"wagtail{library}:add_multiple")
    assert not editor.post(address, sent, headers=SCRIPTED).json()["success"]
    assert stored() == before


def test_alternative_text_is_seen_whole_and_kept_in_one_line(client):
    client.force_login(builders.make_user())
    image = builders.make_image()
    url = reverse("wagtailimages:edit", args=[image.pk])
    field = client.get(url).context["form"]["alt_text"]
    assert str(field).startswith("<textarea")
    given = {"title": "A level beam", "alt_text": " A beam,\r\nquite level. ", "collection": "1"}
    client.post(url, given)
    image.refresh_from_db()
    assert image.alt_text == "A beam, quite level."
