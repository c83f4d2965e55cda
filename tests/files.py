"""Files that people upload by mistake, or with bad intent."""

import struct
import zlib
from io import BytesIO

from PIL import Image as Pillow

from tests.builders import image_file

SIXTY_MEGABYTES = 60 * 1024**2
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<!doctype html><script>alert(1)</script>"


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


def torn(form):
    """The first half of a photograph, as a broken connection leaves it."""
    whole = picture("RGB", form)
    return whole[: len(whole) // 2]


def padded_png():
    """A sound picture with sixty megabytes behind its end."""
    return image_file().read() + bytes(SIXTY_MEGABYTES)


def picture(mode, form):
    """A picture in one of Pillow's modes and formats."""
    buffer = BytesIO()
    Pillow.effect_noise((300, 300), 60).convert(mode).save(buffer, form)
    return buffer.getvalue()


def blanked(form):
    """A photograph of which only the head came, and zeros for the rest."""
    whole = picture("RGB", form)
    return whole[:280].ljust(len(whole), b"\0")
