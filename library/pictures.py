"""The one list of sizes and formats in which pictures are shown, by HTML and JSON alike.

Nobody outside can make the server render a size of their choosing: what is not here is not made.
"""

from functools import cache

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images import get_image_model
from wagtail.images.models import Filter, Picture, SourceImageIOError

from delivery.answers import Answer

WIDTHS = (400, 800, 1200, 1600)
FORMATS = {
    "avif": "format-avif|avifquality-60|avifspeed-8",
    "webp": "format-webp",
    "jpeg": "format-jpeg",
}
"""Format to its part of a spec. Wagtail's AVIF is finer than its WebP and takes six times as long;
at this quality and speed it is as good, smaller, and made in a quarter of the time."""
SHARE_SPEC = "fill-1200x630|format-jpeg"
"""Open Graph's recommended size for a link preview."""


class FocalPoint(Answer):
    """Centre and size of the part of a picture that matters, in pixels of the original."""

    x: int
    y: int
    width: int
    height: int


class Srcset(Answer):
    """A ready `srcset` attribute for each format."""

    avif: str
    webp: str
    jpeg: str


class ImageData(Answer):
    """A picture as external apps receive it. URLs are absolute."""

    id: int
    title: str
    alt: str
    credit: str
    width: int
    """Of the original, in pixels; so is the height."""
    height: int
    focal_point: FocalPoint | None
    src: str
    """The largest JPEG."""
    srcset: Srcset


def specs_for(image):
    """The rendition specs of one image: no width twice, none larger than the original needs."""
    widths = [width for width in WIDTHS if width < image.width]
    if len(widths) < len(WIDTHS):
        widths.append(WIDTHS[len(widths)])
    return [f"{form}|width-{width}" for form in FORMATS.values() for width in widths]


ALL_SPECS = [f"{form}|width-{width}" for form in FORMATS.values() for width in WIDTHS]


def prefetch_renditions(images):
    """Loads the stored renditions of many images with one query."""
    images = [image for image in images if image is not None]
    renditions = get_image_model().get_rendition_model().objects
    prefetch_related_objects(
        images,
        Prefetch(
            "renditions",
            queryset=renditions.filter(filter_spec__in=[*ALL_SPECS, SHARE_SPEC]),
            to_attr="prefetched_renditions",
        ),
    )


@cache
def filter_of(spec):
    """Wagtail's `Filter` of a spec, which is taken apart once for all pictures."""
    return Filter(spec)


def picture(image, **attributes):
    """Wagtail's `Picture` of an image in every format and width, or None if its file is lost."""
    try:
        renditions = image.get_renditions(*map(filter_of, specs_for(image)))
    except SourceImageIOError:
        return None
    return Picture(renditions, attributes)


def stored_picture(image):
    """The same as `picture`, but None while a rendition is still to be made."""
    filters = [filter_of(spec) for spec in specs_for(image)]
    found = image.find_existing_renditions(*filters)
    if len(found) < len(filters):
        return None
    return Picture({filter.spec: found[filter] for filter in filters}, {})


def share_rendition(image):
    """The picture of a link preview, or None without an image or its file."""
    if image is None:
        return None
    try:
        return image.get_rendition(filter_of(SHARE_SPEC))
    except SourceImageIOError:
        return None


def focal_point(image):
    """`FocalPoint` of an image, or None."""
    if not image.has_focal_point():
        return None
    return FocalPoint(
        x=image.focal_point_x,
        y=image.focal_point_y,
        width=image.focal_point_width,
        height=image.focal_point_height,
    )


def image_data(image, absolute, alt=None, made=picture):
    """`ImageData` of an image, or None without an image or its file.

    `absolute` turns a site-relative URL into an absolute one; `alt` replaces the image's own words.
    `made` gives its `Picture`, or None.
    """
    rendered = made(image) if image is not None else None
    if rendered is None:
        return None
    largest = rendered.formats["jpeg"][-1]
    return ImageData(
        id=image.pk,
        title=image.title,
        alt=image.alt_text if alt is None else alt,
        credit=image.credit,
        width=image.width,
        height=image.height,
        focal_point=focal_point(image),
        src=absolute(largest.url),
        srcset=Srcset(
            **{
                name: ", ".join(f"{absolute(r.url)} {r.width}w" for r in renditions)
                for name, renditions in rendered.formats.items()
            }
        ),
    )
