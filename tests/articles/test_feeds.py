"""Feeds of an article index, read as a feed reader reads them."""

import json
from datetime import datetime
from xml.etree import ElementTree

import pytest

from articles.feeds import writable
from articles.models.index import FEED_SIZE
from tests import builders, samples

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def atom(client, index):
    answer = client.get(index.atom_url.removeprefix("http://localhost"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def json_feed(client, index):
    answer = client.get(index.json_feed_url.removeprefix("http://localhost"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/feed+json"
    return answer.json()


def texts(element, *path):
    return [found.text for found in element.findall("/".join(ATOM + name for name in path))]


def links(element):
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def test_atom_has_what_rfc_4287_requires(client):
    article = samples.full_article()
    index = article.get_parent().specific
    feed = atom(client, index)
    assert texts(feed, "title") == ["Articles"]
    assert texts(feed, "id") == [f"urn:uuid:{index.translation_key}"]
    assert links(feed) == {"alternate": index.full_url, "self": index.atom_url}
    (entry,) = feed.findall(f"{ATOM}entry")
    assert texts(entry, "id") == [f"urn:uuid:{article.translation_key}"]
    assert texts(entry, "title") == ["Pain in class"]
    assert links(entry) == {"alternate": article.full_url}
    assert texts(entry, "summary") == [article.summary]
    assert texts(entry, "author", "name") == ["Ada Quill"]
    assert [c.get("term") for c in entry.findall(f"{ATOM}category")] == ["Pain"]
    moments = [*texts(feed, "updated"), *texts(entry, "updated"), *texts(entry, "published")]
    assert len(moments) == 3
    assert all(datetime.fromisoformat(moment).tzinfo for moment in moments)


def test_json_feed_has_what_its_version_requires(client):
    article = samples.full_article()
    index = article.get_parent().specific
    feed = json_feed(client, index)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["home_page_url"]) == ("Articles", index.full_url)
    assert feed["feed_url"] == index.json_feed_url
    (item,) = feed["items"]
    assert item["id"] == f"urn:uuid:{article.translation_key}"
    assert item["url"] == article.full_url
    assert item["content_text"] == article.summary
    assert item["authors"] == [{"name": "Ada Quill"}]
    assert item["tags"] == ["Pain"]
    assert datetime.fromisoformat(item["date_published"]) == article.publication_date
    assert client.get(item["image"].removeprefix("http://localhost")).status_code == 200


def test_every_author_of_an_entry_is_named_in_order(client):
    authors = [builders.make_author(name=name) for name in ("Zoë", "Abe")]
    index = builders.make_article(authors=authors).get_parent().specific
    assert texts(atom(client, index), "entry", "author", "name") == ["Zoë", "Abe"]
    assert json_feed(client, index)["items"][0]["authors"] == [{"name": "Zoë"}, {"name": "Abe"}]


def test_an_entry_without_authors_names_the_publication(client):
    index = builders.make_article().get_parent().specific
    assert texts(atom(client, index), "entry", "author", "name") == ["Articles"]
    assert json_feed(client, index)["items"][0]["authors"] == []


def test_an_entry_keeps_its_id_when_its_address_changes(client):
    article = builders.make_article()
    index = article.get_parent().specific
    before = texts(atom(client, index), "entry", "id"), json_feed(client, index)["items"][0]["id"]
    article.slug = "moved"
    article.save_revision().publish()
    after = texts(atom(client, index), "entry", "id"), json_feed(client, index)["items"][0]["id"]
    assert before == after
    assert links(atom(client, index).find(f"{ATOM}entry"))["alternate"].endswith("/moved/")


def test_feeds_hold_the_newest_articles(client):
    dates = [f"2024-01-{day:02}T00:00:00Z" for day in range(1, FEED_SIZE + 3)]
    made = [builders.make_article(publication_date=date) for date in dates]
    index = made[0].get_parent().specific
    newest = [article.title for article in reversed(made)][:FEED_SIZE]
    assert texts(atom(client, index), "entry", "title") == newest
    assert [item["title"] for item in json_feed(client, index)["items"]] == newest


def test_feeds_of_an_empty_index_are_whole(client):
    index = builders.article_index()
    assert texts(atom(client, index), "title") == ["Articles"]
    assert json_feed(client, index)["items"] == []


NASTY = "<b>&amp;</b> \x0b\x1b\ufffe 🙂"


def test_feeds_hold_any_text_an_editor_can_paste(client):
    author, topic = builders.make_author(name=NASTY), builders.make_topic(name=NASTY)
    article = builders.make_article(title=NASTY, summary=NASTY, authors=[author], topics=[topic])
    index = article.get_parent().specific
    index.title = index.search_description = NASTY
    index.save()
    feed = atom(client, index)
    plain = "<b>&amp;</b>  🙂"
    assert texts(feed, "title") == texts(feed, "subtitle") == [plain]
    assert texts(feed, "entry", "title") == texts(feed, "entry", "author", "name") == [plain]
    # A summary is HTML there, so that its characters are escaped once more.
    assert texts(feed, "entry", "summary") == ["&lt;b&gt;&amp;amp;&lt;/b&gt;  🙂"]
    assert json.dumps(json_feed(client, index))


def test_what_xml_cannot_hold_is_left_out_and_nothing_else():
    assert writable("a\t\n\r b\x00\x08\x0b\x1f\ud800\ufffe\uffffz") == "a\t\n\r bz"
    assert writable("\u20ac🙂\ue000") == "\u20ac🙂\ue000"


def test_an_empty_feed_is_the_same_whenever_it_is_asked(client, anew):
    index = builders.article_index()
    index.save_revision().publish()
    index.refresh_from_db()
    feed = atom(client, index)
    assert texts(feed, "updated") == [index.last_published_at.isoformat()]
