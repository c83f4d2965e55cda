"""Draws every picture of the demo site: `python -m home.demo.make_images [name …]`.

The pictures are kept in the repository, since drawing them takes a minute; this program is how
they were made. The same program with the same Pillow gives the same pictures.
"""

import sys
from inspect import getmembers, isfunction, signature
from io import BytesIO
from pathlib import Path

from home.demo.drawing import body, diagrams, portraits, practice, reading, speech, wellbeing

IMAGES = Path(__file__).parent / "images"
LARGEST = 115_000
"""Bytes of a JPEG; a busy picture gives up some quality for it."""


def drawings():
    """File name stem to the function that draws the picture."""
    found = {}
    for module in (speech, reading, wellbeing, body, practice, diagrams, portraits):
        for name, function in getmembers(module, isfunction):
            public = not name.startswith("_") and not signature(function).parameters
            if public and function.__module__ == module.__name__:
                found[name.replace("_", "-")] = function
    return found


def as_jpeg(image):
    """The bytes of a JPEG no larger than `LARGEST`, of the best of four qualities."""
    for quality in (84, 80, 74, 66):
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= LARGEST:
            break
    return buffer.getvalue()


def as_png(image):
    buffer = BytesIO()
    image.quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def main(names):
    IMAGES.mkdir(exist_ok=True)
    chosen = {name: draw for name, draw in drawings().items() if not names or name in names}
    for name, draw in sorted(chosen.items()):
        image = draw().image
        is_logo = name.endswith("-logo")
        path = IMAGES / f"{name}.{'png' if is_logo else 'jpg'}"
        path.write_bytes(as_png(image) if is_logo else as_jpeg(image))
        print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
