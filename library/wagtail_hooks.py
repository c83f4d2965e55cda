from wagtail import hooks

from library.image_operations import AvifSpeedOperation


@hooks.register("register_image_operations")
def register_image_operations():
    return [("avifspeed", AvifSpeedOperation)]
