from articles.models import ArticlePage
from articles.templatetags.listings import author_url, index_url, listing_seo, topic_url
from tests.builders import article_index, home_page, make_article, make_author, make_topic


def test_an_article_leads_to_the_lists_of_its_own_index(db):
    article_index()
    other = article_index(title="Notes", slug="notes")
    article, topic, author = make_article(parent=other), make_topic(), make_author()
    assert topic_url(article, topic) == f"/notes/topic/{topic.slug}/"
    assert author_url(article, author) == f"/notes/author/{author.slug}/"


def test_lists_that_tags_lead_to_are_there(client, db):
    topic, author = make_topic(), make_author()
    article = make_article(topics=[topic], authors=[author])
    assert client.get(topic_url(article, topic)).status_code == 200
    assert client.get(author_url(article, author)).status_code == 200


def test_what_stands_in_no_index_leads_to_no_list(db):
    assert topic_url(None, make_topic()) == ""
    assert topic_url("", make_topic()) == ""
    assert topic_url(home_page(), make_topic()) == ""
    assert index_url(ArticlePage(slug="unsaved")) is None


def test_each_page_of_each_list_has_its_own_head(db):
    index, topic, author = article_index(), make_topic(description="On it."), make_author()
    assert listing_seo(index, None, None, 1) == index.seo
    second = listing_seo(index, None, None, 2)
    assert second.canonical == index.full_url + "?page=2"
    assert second.title == "Articles, page 2 – Citewell"
    third = listing_seo(index, topic, None, 3)
    assert third.canonical == f"{index.full_url}topic/{topic.slug}/?page=3"
    assert (third.title, third.description) == (f"{topic.name}, page 3 – Citewell", "On it.")
    assert third.open_graph.title == topic.name
    assert listing_seo(index, None, author, 1).open_graph.title == author.name
