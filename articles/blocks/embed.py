from urllib.parse import urlsplit

from wagtail import blocks

from articles.blocks.kind import Kind, lines
from articles.web_address import validate_web_address
from delivery.answers import Answer

PROVIDERS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "vimeo.com": "Vimeo",
    "ted.com": "TED",
    "soundcloud.com": "SoundCloud",
    "spotify.com": "Spotify",
    "podcasts.apple.com": "Apple Podcasts",
}


class EmbedData(Answer):
    url: str
    title: str
    provider: str
    caption: str


class EmbedValue(blocks.StructValue):
    @property
    def provider(self):
        """The name of the service that holds the recording, or an empty string."""
        host = urlsplit(self["url"] or "").hostname or ""
        for domain, name in PROVIDERS.items():
            if host == domain or host.endswith("." + domain):
                return name
        return ""


class EmbedBlock(Kind):
    """A recording elsewhere, shown as a link: a reader's page asks no third party for anything."""

    answer = EmbedData

    url = blocks.URLBlock(
        label="Address",
        help_text="The recording's page, such as on YouTube.",
        validators=[validate_web_address],
    )
    title = blocks.CharBlock(max_length=200, help_text="What a reader will see or hear.")
    caption = blocks.CharBlock(required=False, max_length=300, help_text="Shown below the link.")

    def invalid(self, value):
        if value["url"] and not value.provider:
            known = ", ".join(dict.fromkeys(PROVIDERS.values()))
            return {"url": f"Use an address at one of {known}; link to any other page in text."}
        return {}

    def public(self, value, base_url, rich_text_format):
        return EmbedData(
            url=value["url"] or "",
            title=value["title"] or "",
            provider=value.provider,
            caption=value["caption"] or "",
        )

    def plain_text(self, value):
        return lines(value["title"], value["caption"]) if value["url"] else ""

    class Meta:
        icon = "media"
        group = "Media"
        label = "Recording"
        description = "A film or podcast at another service, as a link that tracks nobody."
        template = "articles/blocks/embed.html"
        value_class = EmbedValue
        preview_value = {
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "title": "Big Buck Bunny",
            "caption": "A short film, ten minutes.",
        }
