import pytest

from tests.articles.blocks.asking import cleaned, html, plain_text, public, refusals, words

FILM = {"url": "https://www.youtube.com/watch?v=1", "title": "A film"}


def test_public_form_names_the_provider():
    assert public("embed", **FILM, caption="Ten minutes.") == {
        "url": "https://www.youtube.com/watch?v=1",
        "title": "A film",
        "provider": "YouTube",
        "caption": "Ten minutes.",
    }


def test_empty_recording_has_the_same_keys_and_no_html():
    assert public("embed") == {"url": "", "title": "", "provider": "", "caption": ""}
    assert words(html("embed")) == ""


def test_recording_is_a_link_and_loads_nothing():
    page = html("embed", **FILM, caption="Ten <minutes>.")
    assert [link["href"] for link in page("a")] == [FILM["url"]]
    assert page(["iframe", "script", "img", "embed", "object", "video", "audio"]) == []
    assert "A film" in words(page.a)
    assert "YouTube" in words(page.a)
    assert words(page.figcaption) == "Ten <minutes>."


def test_recording_without_a_title_yet_shows_its_address():
    page = html("embed", url=FILM["url"])
    assert FILM["url"] in words(page.a)
    assert page.figcaption is None


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://youtu.be/1", "YouTube"),
        ("https://WWW.YouTube-nocookie.com/embed/1", "YouTube"),
        ("https://player.vimeo.com/video/1", "Vimeo"),
        ("https://www.ted.com/talks/1", "TED"),
        ("https://soundcloud.com/a/b", "SoundCloud"),
        ("https://open.spotify.com/episode/1", "Spotify"),
        ("https://podcasts.apple.com/gb/podcast/1", "Apple Podcasts"),
    ],
)
def test_known_hosts_are_accepted_with_all_below_them(url, provider):
    assert public("embed", url=url, title="T")["provider"] == provider
    assert refusals("embed", url=url, title="T") == {}


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize(
    "url",
    [
        "https://films.example/1",
        "https://youtube.com.films.example/1",
        "https://notyoutube.com/1",
        "https://youtube.com@films.example/1",
        "https://films.example/?youtube.com",
        "https://apple.com/1",
    ],
)
def test_unknown_host_is_refused_always_and_the_known_ones_are_named(url, draft):
    message = refusals("embed", url=url, title="T", draft=draft)
    assert message.keys() == {"url"}
    assert "YouTube, Vimeo" in message["url"]


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize(
    "url", ["ftp://youtube.com/1", "javascript:alert('youtube.com')", "data:,youtube.com", "//x"]
)
def test_address_that_is_no_web_page_is_refused_always(url, draft):
    assert refusals("embed", url=url, title="T", draft=draft).keys() == {"url"}


def test_address_without_its_scheme_is_completed():
    assert cleaned("embed", url="youtu.be/1", title="T")["url"] == "https://youtu.be/1"


def test_address_and_title_are_demanded_on_publishing_only():
    assert refusals("embed").keys() == {"url", "title"}
    assert refusals("embed", draft=True) == {}


def test_plain_text_is_title_and_caption():
    url = "https://vimeo.com/1"
    assert plain_text("embed", url=url, title="A film", caption="Ten minutes.") == (
        "A film\nTen minutes."
    )
    assert plain_text("embed", title="A film") == ""
