from pathlib import PurePath

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from delivery.visibility import Visibility
from library.models import Image, Rendition

CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
"""Told here, because a bare machine's own list knows neither AVIF nor WebP."""


@require_safe
def original(request, name):
    """The file of a public image as it was uploaded.

    A private image, a missing one and one whose file is lost answer alike. Documents have their
    own address, at which Wagtail asks who may see them.
    """
    image = Visibility().files(Image.objects.filter(file=name)).first()
    if image is None:
        raise Http404("There is no such image.")
    return sent(image.file.storage, name, "public, max-age=300")


@require_safe
def rendition(request, name):
    """A stored rendition of a public image. Its name changes with its content."""
    known = Rendition.objects.filter(file=name).select_related("image").first()
    if known is None or not Visibility().shows_file(known.image):
        raise Http404("There is no such image.")
    return sent(known.file.storage, name, "public, max-age=86400")


def sent(storage, name, cache_control):
    """The file of a storage as an answer that a browser shows but never runs."""
    try:
        file = storage.open(name)
    except (OSError, ValueError) as error:
        raise Http404("There is no such image.") from error
    kind = CONTENT_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")
    response = FileResponse(file, content_type=kind)
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
