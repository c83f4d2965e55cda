from io import BytesIO

import pytest
from wagtail.images.models import Filter

from library.image_operations import AvifSpeedOperation
from library.models import Image
from library.pictures import FORMATS
from tests.builders import image_file


def encoded(spec):
    """The bytes of a picture as a filter encodes it."""
    return Filter(spec).run(Image(), BytesIO(), source=image_file(64, 64)).f.getvalue()


def test_the_speed_reaches_the_encoder():
    class Willow:
        class image:
            pass

    AvifSpeedOperation("avifspeed", "7").run(Willow, None, {})
    assert Willow.image.encoderinfo == {"speed": 7}


@pytest.mark.django_db
def test_pictures_are_encoded_at_their_speed_and_in_their_format():
    assert b"ftypavif" in encoded(f"{FORMATS['avif']}|width-32")[:32]
    assert encoded(f"{FORMATS['webp']}|width-32")[8:12] == b"WEBP"
    assert encoded(f"{FORMATS['jpeg']}|width-32")[:2] == b"\xff\xd8"
