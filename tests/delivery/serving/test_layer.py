"""The layer in front of Django: the same answers, never stale, nobody else's."""

import gzip
import re
import time
from datetime import timedelta

import brotli
import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from articles.models import CallToAction
from cms.settings.cors import cors_of
from delivery import settling
from delivery.away import REFUSED
from delivery.models import Change, Edition, PublicObject, State
from delivery.preparing import prepare
from delivery.serving.layer import Serving
from delivery.serving.log import Away
from tests import builders, chance
from tests.delivery.wsgi import ask
from tests.newsroom import desk

pytestmark = pytest.mark.django_db(transaction=True)

LONG_TEXT = "Überall – 学习 " * 200
TOKEN = re.compile(rb"\b[A-Za-z0-9]{64}\b")
ORIGIN = "https://app.example.org"
DRAFT, SECRET = "Wordsofadraft", "Wordsbehindapassword"


@pytest.fixture
def front():
    return Serving(WSGIHandler())


@pytest.fixture
def cta(transactional_db):
    return builders.make_cta(heading="Call 0")


@pytest.fixture
def article(cta):
    body = [("text", {"content": f"<p>{LONG_TEXT}</p>"}), ("cta", {"cta": cta})]
    return builders.make_article(title="Counter 0", slug="counter", body=body)


@pytest.fixture
def private(article):
    page = builders.make_article(title=SECRET)
    builders.make_private(page, PageViewRestriction.PASSWORD, password="open")
    return page


def make_ready():
    settling.settle()
    for one in PublicObject.objects.all():
        prepare(one)


def from_memory(front, address, **asked):
    """What is answered to the second who asks."""
    ask(front, address, **asked)
    answer = ask(front, address, **asked)
    assert answer.is_from_memory, address
    return answer


# The same on both ways


@pytest.fixture
def world(article, private, settings):
    """Addresses of every family of pages, on two sites."""
    settings.ALLOWED_HOSTS = ["localhost", "www.example.org"]
    for name, value in cors_of([ORIGIN]).items():
        setattr(settings, name, value)
    author, topic = builders.make_author(slug="ada"), builders.make_topic(slug="reading")
    shown = builders.make_article(authors=[author], topics=[topic], slug="shown")
    draft = builders.make_article(title=DRAFT, published=False)
    image, document = builders.make_image(), builders.make_document()
    other = builders.make_page(Page.objects.get(depth=1), title="Other site", slug="other")
    builders.make_page(other, title="About the other", slug="about")
    Site.objects.create(hostname="www.example.org", port=443, root_page=other)
    Redirect.objects.create(old_path="/old", redirect_link="/articles/counter/")
    make_ready()
    index, api = "/articles/", "/api/v2"
    return [
        *("/", index, "/articles/counter/", "/articles/shown/", "/about/", "/old", "/old/"),
        *(f"{index}{page.slug}/" for page in (draft, private)),
        *(f"{index}{part}" for part in ("?page=1", "?page=2", "feed/atom/", "feed/json/")),
        *(f"{index}{part}" for part in ("topic/reading/", "author/ada/", "author/nobody/")),
        *("/search/", "/search/?query=counter", "/search/?query=", "/search/?query=counter&page=7"),
        *("/sitemap.xml", "/sitemap-pages.xml", "/robots.txt", "/healthz", "/favicon.ico"),
        *("/no-such-page/", "/articles/counter", "/articles//counter/", "/%C3%BCber/", "/%00/"),
        *("/admin/", "/admin/login/", f"/documents/{document.pk}/{document.filename}"),
        *(f"{api}/", f"{api}", f"{api}/openapi.json", f"{api}/docs/", f"{api}/nothing/"),
        *(f"{api}/pages/{page.pk}/" for page in (article, shown, draft, private, other)),
        *(f"{api}/pages/?{part}" for part in ("", "limit=2", "limit=x", "fields=*")),
        f"{api}/pages/?type=articles.ArticlePage&fields=*&limit=20",
        f"{api}/pages/?search=counter&highlights=true",
        *(f"{api}/pages/{article.pk}/?{part}" for part in ("fields=title", "x=1", "format=json")),
        *(f"{api}/pages/0{article.pk}/", f"{api}/pages/99999/", f"{api}/pages/{10**17}/"),
        *(f"{api}/images/{image.pk}/", f"{api}/documents/{document.pk}/", f"{api}/images/"),
        *(f"{api}/{one._meta.verbose_name_plural}/{one.pk}/" for one in (author, topic)),
        *(f"{api}/ctas/", f"{api}/settings/", f"{api}/redirects/", f"{api}/settings/1/"),
        *(f"{api}/route/?path={path}" for path in ("/articles/counter/", "/old", "/nothing/")),
        *(f"{api}/changes/", f"{api}/changes/?after=2", f"{api}/changes/?after=-1"),
        f"{api}/pages/find/?html_path=/articles/counter/",
    ]


ENCODINGS = ["br", "gzip", "gzip, br", "gzip;q=1, br;q=0.1", "*;q=0", "identity;q=0, br", "x", ""]
COOKIES = ["other=1", "csrftoken=" + "a" * 32, r'odd="\000"', "sessionid=nobody", "xsessionid=1"]
QUERIES = ["utm_source=x", "gclid=1&utm_id=%C3%A9", "utm_a=%00", "utm_b=%FF", "unknown=1", ""]
HOSTS = [
    "localhost",
    "localhost:80",
    "LOCALHOST",
    "www.example.org",
    "www.example.org:443",
    "no.org",
]
ORIGINS = [ORIGIN, "https://other.example.org", "null", "https://[", ORIGIN.upper()]


def decoded(answer):
    decode = {"br": brotli.decompress, "gzip": gzip.decompress}
    return decode.get(answer.headers.get("Content-Encoding"), bytes)(answer.body)


def same(answer):
    """What of an answer has to be the same each time."""
    # Moments, and tokens against forged forms, are new each time.
    body, moving = answer.body, {"Expires"}
    if "csrftoken" in answer.cookies:
        body = TOKEN.sub(b"", decoded(answer))
        moving |= {"ETag", "Content-Length"}
    headers = {name: value for name, value in answer.headers.items() if name not in moving}
    return answer.status, headers, sorted(answer.cookies), body


def compared(front, address, **asked):
    """The answer, which must be the same by Django alone, and to the second who asks."""
    wanted = ask(front.application, address, **asked)
    for _ in range(2):
        answer = ask(front, address, **asked)
        assert same(answer) == same(wanted)
    return answer


@pytest.mark.parametrize("encoding", chance.some_on_second(["br", "gzip", ""]))
def test_every_page_is_the_same_on_both_ways(world, front, encoding):
    kept = {
        address
        for address in world
        for method in ("GET", "HEAD")
        if compared(front, address, method=method, accept_encoding=encoding).is_from_memory
    }
    assert len(kept) > 25
    kinds = ("/", "/articles/", "/articles/counter/", "/articles/feed/atom/", "/sitemap.xml")
    asked = ("/search/?query=counter", "/api/v2/images/", "/api/v2/pages/?limit=2")
    assert {*kinds, *asked} <= kept


def test_what_is_kept_holds_nothing_of_one_request_alone(world, front):
    """No nonce and no token; so nothing may be inline that a policy would have to name."""
    for address in world:
        for _ in range(2):
            answer = ask(front, address)
        if not answer.is_from_memory:
            continue
        assert "nonce" not in answer.headers["Content-Security-Policy"]
        for words in (b"nonce=", b"csrfmiddlewaretoken", b" style=", b"<style", b" onclick="):
            assert words not in answer.body, address
        for script in re.findall(rb"<script([^>]*)>", answer.body):
            assert b" src=" in script or b'type="application/ld+json"' in script, address
    assert len(front.memory) > 25


def test_whatever_is_asked_is_answered_the_same_on_both_ways(world, front):
    @seed(chance.SEED)
    @hypothesis_settings(
        max_examples=chance.examples(chance.second(150)),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(
        address=st.sampled_from(world),
        more=st.sampled_from([""] * 4 + QUERIES),
        method=st.sampled_from(["GET"] * 4 + ["HEAD", "POST", "OPTIONS", "PUT"]),
        host=st.sampled_from(["localhost"] * 4 + HOSTS),
        port=st.sampled_from([80, 80, 443, 8000]),
        scheme=st.sampled_from(["http", "http", "https"]),
        headers=st.fixed_dictionaries(
            {},
            optional={
                "accept_encoding": st.sampled_from(ENCODINGS),
                "cookie": st.sampled_from(COOKIES),
                "origin": st.sampled_from(ORIGINS),
                "range": st.just("bytes=0-3"),
            },
        ),
        condition=st.sampled_from(["", "", "{}", "W/{}", '"x", {}', "*", '"x"', "nonsense"]),
    )
    def compare(address, more, method, headers, condition, **asked):
        if more:
            address += f"{'&' if '?' in address else '?'}{more}"
        asked |= {"method": method, **headers}
        tag = ask(front.application, address, **asked).headers.get("ETag", '"none"')
        if condition:
            asked["if_none_match"] = condition.format(tag)
        compared(front, address, **asked)

    compare()
    assert front.answered > chance.second(20)


def test_tracking_parameters_are_ignored_in_pages_and_refused_by_the_api(article, front):
    make_ready()
    plain = from_memory(front, article.url)
    tracked = ask(front, f"{article.url}?utm_source=letter&gclid=1")
    assert (tracked.body, tracked.is_from_memory) == (plain.body, True)
    assert not ask(front, f"{article.url}?page=1").is_from_memory
    address = f"/api/v2/pages/{article.pk}/"
    from_memory(front, address)
    assert ask(front, f"{address}?utm_source=letter").status == 400


def test_a_query_without_its_tracking_parameters_is_the_same(article, front):
    make_ready()
    plain = from_memory(front, "/search/?query=counter")
    tracked = ask(front, "/search/?utm_medium=mail&query=counter")
    assert (tracked.body, tracked.is_from_memory) == (plain.body, True)


def test_answers_from_memory_are_not_counted_by_the_throttle(article, front, settings):
    make_ready()
    address = f"/api/v2/pages/{article.pk}/"
    from_memory(front, address)
    settings.REST_FRAMEWORK = django_settings.REST_FRAMEWORK | {
        "DEFAULT_THROTTLE_RATES": {"anon": "1/hour"}
    }
    assert [ask(front, address).status for _ in range(3)] == [200, 200, 200]


def test_an_edition_not_in_memory_is_read_off_its_table(article, front, django_assert_num_queries):
    other = builders.make_article(slug="another")
    make_ready()
    for ours, theirs in (
        (article.url, other.url),
        (f"/api/v2/pages/{article.pk}/", f"/api/v2/pages/{other.pk}/"),
    ):
        for encoding in ("br", "gzip", ""):
            ask(front, ours, accept_encoding=encoding)
            with django_assert_num_queries(0):
                answer = ask(front, theirs, accept_encoding=encoding)
            assert answer.is_from_memory
            wanted = ask(front.application, theirs, accept_encoding=encoding)
            assert same(answer) == same(wanted)


@pytest.fixture
def production(settings):
    """Behind a proxy that ends HTTPS."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60


def test_behind_a_proxy_only_https_is_answered_from_memory(production, article):
    front = Serving(WSGIHandler())
    make_ready()
    for _ in range(2):
        secure = compared(front, article.url, x_forwarded_proto="https")
        assert compared(front, article.url, x_forwarded_proto="http").status == 301
        assert compared(front, article.url).status == 301
    assert secure.is_from_memory
    assert secure.headers["Strict-Transport-Security"] == "max-age=60"


# Never stale


def test_an_answer_begun_after_a_commit_shows_it(article, cta, front):
    make_ready()
    api = f"/api/v2/pages/{article.pk}/"
    addresses = (article.url, api, "/api/v2/ctas/", "/api/v2/pages/?fields=*")
    for number in range(1, 4):
        for address in addresses:
            from_memory(front, address)
        CallToAction.objects.filter(pk=cta.pk).update(heading=f"Call {number}")
        for address in addresses:
            for _ in range(3):
                body = ask(front, address).body
                assert f"Call {number}".encode() in body or address == "/api/v2/pages/?fields=*"
                assert f"Call {number - 1}".encode() not in body
    assert ask(front, api).is_from_memory


def test_what_is_not_committed_is_not_shown(article, cta, front):
    make_ready()
    from_memory(front, article.url)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
    with transaction.atomic():
        CallToAction.objects.filter(pk=cta.pk).update(heading="Call 1")
        answer = ask(front, article.url)
        assert answer.is_from_memory
        assert b"Call 0" in answer.body
    assert b"Call 1" in ask(front, article.url).body


def test_only_what_changed_is_dropped(article, front):
    other = builders.make_article(slug="another")
    make_ready()
    addresses = [f"/api/v2/pages/{page.pk}/" for page in (article, other)]
    before = [from_memory(front, address) for address in addresses]
    Page.objects.filter(pk=article.pk).update(title="Counter 1")
    ask(front, addresses[0])
    kept = ask(front, addresses[1])
    assert kept.is_from_memory
    assert kept.body == before[1].body
    # And has the number of now.
    assert int(kept.headers["X-Content-Version"]) > int(before[1].headers["X-Content-Version"])


def test_what_writes_nothing_public_drops_nothing(article, front):
    make_ready()
    from_memory(front, article.url)
    builders.make_user()
    article.save_revision()
    assert ask(front, article.url).is_from_memory


def test_nothing_is_served_past_its_expiry(article, front, monkeypatch):
    expiry = timezone.now() + timedelta(hours=1)
    Page.objects.filter(pk=article.pk).update(expire_at=expiry)
    make_ready()
    from_memory(front, article.url)
    monkeypatch.setattr(timezone, "now", lambda: expiry)
    assert ask(front, article.url).status == 404
    assert ask(front, f"/api/v2/pages/{article.pk}/").status == 404


def test_numbers_without_a_change_drop_everything(article, front):
    make_ready()
    from_memory(front, article.url)
    Edition.objects.update(is_fresh=False)
    settling.forget_all()
    assert not ask(front, article.url).is_from_memory


def test_a_log_that_was_set_back_drops_everything(article, front):
    make_ready()
    from_memory(front, article.url)
    Change.objects.filter(number__gt=1).delete()
    PublicObject.objects.update(number=1)
    Edition.objects.update(is_fresh=False)
    State.objects.update(number=1)
    assert not ask(front, article.url).is_from_memory


@pytest.mark.parametrize("form", Edition.Form)
def test_what_a_repair_has_mended_is_not_in_memory_any_more(article, front, form):
    make_ready()
    address = article.url if form == Edition.Form.HTML else f"/api/v2/pages/{article.pk}/"
    right = from_memory(front, address)
    wrong = Edition.objects.filter(form=form, public_object__object_id=article.pk)
    wrong.filter(public_object__resource="pages").update(brotli=brotli.compress(b"wrong"))
    front = Serving(WSGIHandler())
    assert from_memory(front, address).body == b"wrong"
    with pytest.raises(CommandError):
        call_command("check_delivery")
    assert ask(front, address).body == b"wrong"
    call_command("check_delivery", repair=True)
    assert ask(front, address).body == right.body


def test_an_answer_from_a_later_number_is_left_to_django(article, front, monkeypatch):
    other = builders.make_article(slug="another")
    make_ready()
    ask(front, article.url)
    at = front.log.at
    assert ask(front, other.url).is_from_memory
    front.memory.move(front.memory.number, front.memory.number, {("pages", other.pk)})
    later = lambda *asked: at(*asked)._replace(number=front.memory.number + 1)  # noqa: E731
    monkeypatch.setattr(front.log, "at", later)
    assert not ask(front, other.url).is_from_memory


def test_a_thread_that_looked_earlier_drops_nothing(article, front, monkeypatch):
    make_ready()
    from_memory(front, article.url)
    look, before = front.log.standing, front.log.standing()
    early = [before._replace(number=before.number - 1)]
    monkeypatch.setattr(
        front.log, "standing", lambda fresh=False: early.pop() if early else look(fresh)
    )
    assert ask(front, article.url).is_from_memory
    assert not early


def test_nothing_with_a_cookie_is_kept(article, front):
    make_ready()
    django = front.application

    def with_cookie(environ, start_response):
        response = django(environ, start_response)
        response.set_cookie("visitor", "1")
        return response

    front.application = with_cookie
    for _ in range(3):
        assert not ask(front, article.url).is_from_memory
    assert len(front.memory) == 0


def test_another_site_that_takes_a_host_is_seen(article, front):
    make_ready()
    site = Site.objects.get()
    other = builders.make_page(Page.objects.get(depth=1), title="Other home", slug="other")
    builders.make_page(other, title="Other articles", slug="articles")
    Site.objects.create(hostname="www.example.org", root_page=other)
    make_ready()
    from_memory(front, "/articles/")
    from_memory(front, "/")
    Site.objects.filter(pk=site.pk).update(hostname="gone.example.org", is_default_site=False)
    Site.objects.filter(root_page=other).update(hostname="localhost")
    make_ready()
    assert b"Other home" in ask(front, "/").body
    assert b"Other articles" in ask(front, "/articles/").body


def test_another_site_at_a_host_is_seen(article, front):
    make_ready()
    address = "/api/v2/pages/"
    from_memory(front, address)
    from_memory(front, "/")
    root = builders.make_page(Page.objects.get(depth=1), title="Another home", slug="another")
    Site.objects.update(root_page=root)
    assert b"Another home" in ask(front, "/").body
    assert b"Another home" in from_memory(front, "/").body


def test_an_answer_that_was_rendered_before_a_commit_is_not_kept(article, cta, front, monkeypatch):
    make_ready()
    django, late = front.application, []

    def slow(environ, start_response):
        response = django(environ, start_response)
        if not late:
            late.append(True)
            CallToAction.objects.filter(pk=cta.pk).update(heading="Call 1")
            settling.settle()
        return response

    front.application = slow
    for address in (article.url, "/api/v2/ctas/"):
        late.clear()
        CallToAction.objects.filter(pk=cta.pk).update(heading="Call 0")
        make_ready()
        assert b"Call 0" in ask(front, address).body
        assert b"Call 1" in ask(front, address).body


# Behind by some milliseconds, where that is allowed


def test_answers_may_be_behind_as_long_as_the_setting_says(article, settings, monkeypatch):
    settings.FRESHNESS_MS = 60_000
    front = Serving(WSGIHandler())
    make_ready()
    before = from_memory(front, article.url)
    Page.objects.filter(pk=article.pk).update(title="Counter 1")
    kept = ask(front, article.url)
    assert (kept.is_from_memory, kept.body) == (True, before.body)
    moment = time.monotonic() + 60
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    assert b"Counter 1" in ask(front, article.url).body


# While the database is away


@pytest.fixture
def leave(front, monkeypatch):
    """Takes the database away from the layer, so many seconds ago."""

    def leave(seconds):
        def away(*_, **__):
            raise Away

        moment = time.monotonic() + seconds
        monkeypatch.setattr(time, "monotonic", lambda: moment)
        for way in ("_asked", "_look"):
            monkeypatch.setattr(front.log, way, away)

    return leave


def test_what_is_in_memory_is_served_for_some_time(article, front, leave):
    make_ready()
    before = from_memory(front, article.url)
    leave(299)
    answer = ask(front, article.url)
    assert answer.is_from_memory
    assert (answer.body, answer.headers) == (before.body, before.headers | {"Age": "299"})
    condition = {"if_none_match": before.headers["ETag"]}
    assert (ask(front, article.url, **condition).status) == 304


@pytest.mark.parametrize(("stale", "away"), [(300, 302), (0, 0), (10, 12)])
def test_what_is_in_memory_is_not_served_for_ever(article, front, leave, settings, stale, away):
    settings.STALE_SECONDS = stale
    make_ready()
    from_memory(front, article.url)
    leave(away)
    assert not ask(front, article.url).is_from_memory


def test_nothing_is_served_past_its_expiry_without_a_database(article, front, leave, monkeypatch):
    expiry = timezone.now() + timedelta(seconds=5)
    Page.objects.filter(pk=article.pk).update(expire_at=expiry)
    make_ready()
    from_memory(front, article.url)
    leave(1)
    assert ask(front, article.url).is_from_memory
    monkeypatch.setattr(timezone, "now", lambda: expiry)
    assert not ask(front, article.url).is_from_memory


def test_what_was_known_to_have_changed_is_not_served_without_a_database(article, front, leave):
    make_ready()
    from_memory(front, article.url)
    Page.objects.filter(pk=article.pk).update(title="Counter 1")
    front.log.standing()
    leave(1)
    assert not ask(front, article.url).is_from_memory


def test_what_may_have_changed_is_not_served_without_a_database(article, front, leave, monkeypatch):
    """The log was seen to have moved, and then it could not be read of what."""
    make_ready()
    from_memory(front, article.url)
    Page.objects.filter(pk=article.pk).update(title="Counter 1")
    settling.settle()

    def away(*_):
        raise Away

    with monkeypatch.context() as patch:
        patch.setattr(front.log, "changed", away)
        assert not ask(front, article.url).is_from_memory
    leave(1)
    assert not ask(front, article.url).is_from_memory


def test_django_is_told_that_the_database_is_away(article, front, leave):
    told = []

    def django(environ, start_response):
        told.append(environ.get(REFUSED))
        start_response("503 Service Unavailable", [])
        return []

    make_ready()
    front.application = django
    leave(1)
    ask(front, "/no-such-page/")
    assert told == [503]


# Nobody else's


def test_nobody_is_given_what_another_sees(article, private, front):
    make_ready()
    editor = desk.at_desk()
    session = f"{django_settings.SESSION_COOKIE_NAME}={editor.cookies['sessionid'].value}"
    article.title = DRAFT
    article.save_revision()
    addresses = [article.url, private.url, "/", f"/admin/pages/{article.pk}/view_draft/"]
    addresses.append("/api/v2/pages/?fields=*")

    @seed(chance.SEED)
    @hypothesis_settings(
        max_examples=chance.examples(60),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(address=st.sampled_from(addresses), is_editor=st.booleans())
    def compare(address, is_editor):
        asked = {"cookie": session} if is_editor else {}
        wanted, answer = ask(front.application, address, **asked), ask(front, address, **asked)
        assert same(answer)[0] == same(wanted)[0]
        if is_editor:
            assert not answer.is_from_memory or address.startswith("/api/")
        else:
            assert same(answer) == same(wanted)
            for words in (b"wagtail-userbar", DRAFT.encode(), SECRET.encode(), session.encode()):
                assert words not in answer.body

    compare()
    assert b"wagtail-userbar" in ask(front, article.url, cookie=session).body
    bodies = b"".join(front.memory.bodies())
    assert b"Counter 0" in bodies
    for words in (b"wagtail-userbar", DRAFT.encode(), SECRET.encode(), session.encode()):
        assert words not in bodies


def test_who_has_the_password_is_alone_with_it(private, front, client):
    make_ready()
    form = ask(front, private.url)
    assert SECRET.encode() not in form.body
    restriction = PageViewRestriction.objects.get()
    address = f"/_util/authenticate_with_password/{restriction.pk}/{private.pk}/"
    client.post(address, {"password": "open", "return_url": private.url})
    session = f"sessionid={client.cookies['sessionid'].value}"
    assert SECRET.encode() in ask(front, private.url, cookie=session).body
    assert SECRET.encode() not in ask(front, private.url).body
    assert not ask(front, private.url).is_from_memory


# Memory


def test_memory_is_bounded_and_the_least_used_go(article, front, settings):
    settings.MEMORY_MB = 1
    front = Serving(WSGIHandler())
    assert front.memory.limit == 1024**2
    make_ready()
    from_memory(front, article.url)
    front.memory.limit = 60_000
    for number in range(20):
        ask(front, f"/search/?query={number}")
        assert ask(front, article.url).is_from_memory
    assert 0 < front.memory.size <= 60_000
    assert 2 < len(front.memory) < 20


def test_counts_tell_what_was_answered_and_what_was_passed(article, front):
    make_ready()
    for _ in range(3):
        ask(front, article.url)
    ask(front, "/admin/login/")
    assert (front.answered, front.passed) == (2, 2)


def test_memory_is_given_back_where_bodies_came_and_went(article, front, monkeypatch):
    """Rendered by Django or read off the table; an answer from memory gives nothing back."""
    other = builders.make_article(title="Counter 1")
    make_ready()
    given_back = []
    monkeypatch.setattr(front.heap, "trim", lambda: given_back.append(address))
    for address in (article.url, article.url, other.url, other.url):
        assert ask(front, address).status == 200
    assert given_back == [article.url, other.url]
    assert (front.answered, front.passed) == (3, 1)
