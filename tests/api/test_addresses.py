import pytest
from wagtail.api.v2.utils import BadRequestError

from api.addresses import Address, read_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/", Address(None, 80, "/", "/")),
        ("/a/b", Address(None, 80, "/a/b", "/a/b")),
        ("/café/", Address(None, 80, "/café/", "/caf%C3%A9/")),
        ("/caf%C3%A9/?q=é#x", Address(None, 80, "/café/", "/caf%C3%A9/?q=%C3%A9")),
        ("/a?b=%C3%A9&a=1", Address(None, 80, "/a", "/a?b=%C3%A9&a=1")),
        ("http://Example.org", Address("example.org", 80, "/", "/")),
        ("https://example.org/a", Address("example.org", 443, "/a", "/a")),
        ("http://example.org:8000/a", Address("example.org", 8000, "/a", "/a")),
        ("HTTP://[::1]:8/", Address("::1", 8, "/", "/")),
    ],
)
def test_addresses_are_read_in_every_spelling(text, address):
    assert read_address("path", text) == address


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "a",
            "?a",
            "//",
            "///a/",
            "//a/",
            "/\t/a/",
            "javascript:x",
            "ftp://a/",
            "http:/a",
            "http:a",
            "http://",
        ),
        *("http://a:b/", "http://a:99999/", "http://[/", "/%ff", "/%00"),
    ],
)
def test_what_is_no_address_is_refused_by_its_parameter(text):
    with pytest.raises(BadRequestError, match=r"^html_path "):
        read_address("html_path", text)
