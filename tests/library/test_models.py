import pytest

from library.models import Image
from tests import builders


@pytest.mark.django_db(transaction=True)
def test_deleting_an_image_removes_its_files():
    image = builders.make_image()
    rendition = image.get_rendition("width-100")
    files = [(image.file.storage, image.file.name), (rendition.file.storage, rendition.file.name)]
    assert all(storage.exists(name) for storage, name in files)

    Image.objects.get().delete()

    assert not any(storage.exists(name) for storage, name in files)
