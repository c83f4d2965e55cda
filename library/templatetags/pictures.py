from django import template

from library.pictures import picture

register = template.Library()


@register.simple_tag
def picture_of(image, **attributes):
    """Wagtail's responsive `<picture>` of an image: `{% picture_of image sizes="50vw" %}`.

    Prints nothing without an image, or when its file is lost. Underscores in attribute names
    become hyphens, as in `data_kind`.
    """
    if not image:
        return ""
    attributes = {name.replace("_", "-"): value for name, value in attributes.items()}
    return picture(image, **attributes) or ""
