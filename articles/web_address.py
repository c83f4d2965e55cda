from django.core.exceptions import ValidationError


def validate_web_address(url):
    """Refuses addresses that a browser does not open as a web page, such as `ftp:`."""
    if not url.lower().startswith(("https://", "http://")):
        raise ValidationError("Use an address that starts with https:// or http://.")
