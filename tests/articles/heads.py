"""What a machine reads in the head of a page."""

import json
from html.parser import HTMLParser


class Head(HTMLParser):
    """The metadata of a page, as a machine reads it."""

    def __init__(self, html):
        super().__init__()
        self.meta, self.links, self.data, self.scripts = {}, {}, [], []
        self.title = ""
        self.in_script = self.in_title = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.in_title = tag == "title"
        if tag == "meta":
            name = attrs.get("property") or attrs.get("name")
            self.meta.setdefault(name, []).append(attrs.get("content"))
        elif tag == "link":
            self.links.setdefault(attrs["rel"], []).append(attrs["href"])
        elif tag == "script":
            self.in_script = True
            self.scripts.append(attrs.get("type"))

    def handle_endtag(self, tag):
        self.in_script = self.in_script and tag != "script"
        self.in_title = False

    def handle_data(self, text):
        if self.in_script:
            self.data.append(json.loads(text))
        if self.in_title:
            self.title += text


def head(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    return Head(answer.content.decode())


def things(client, page):
    """The page's JSON-LD by type."""
    return {thing["@type"]: thing for thing in head(client, page).data}
