"""What must hold whatever happened before: the log tells what is public, editions what is there."""

from django.test import Client
from wagtail.models import Site

from delivery import editions, settling
from delivery.fingerprint import fingerprint
from delivery.models import Change, Edition, PublicObject, State, Touch
from delivery.resources import resources
from delivery.visibility import Visibility

LISTS = [
    *("/", "/search/?query=counter", "/sitemap.xml"),
    *("/api/v2/pages/?fields=*&limit=100", "/api/v2/pages/?search=counter", "/api/v2/ctas/"),
    "/api/v2/redirects/?limit=100",
]


def assert_whole():
    """That nothing of what is committed is lost, half done or stale."""
    settling.settled()
    assert not Touch.objects.exists()
    assert told() == kept() == public()
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, State.objects.get().number + 1))
    assert wrong_answers() == []
    assert wrong_editions() == []


def told():
    """What the log tells of what is public, entry by entry: resource, id, address."""
    found = {}
    for change in Change.objects.order_by("number"):
        known = (change.resource, change.object_id) in found
        assert known != (change.event == Change.Event.CREATED), f"{change} does not follow."
        if change.event == Change.Event.DELETED:
            del found[change.resource, change.object_id]
        else:
            found[change.resource, change.object_id] = change.path
    return found


def kept():
    """The same, as it is kept to be compared."""
    return {(one.resource, one.object_id): one.path for one in PublicObject.objects.all()}


def public():
    """The same, as the tables say now."""
    visibility = Visibility()
    return {
        (name, one.object_id): one.path
        for name, resource in resources().items()
        for one in resource.described(resource.public(visibility))
    }


def wrong_editions():
    """Those fresh editions that differ from a fresh rendering."""
    fresh = Edition.objects.filter(is_fresh=True, fingerprint=fingerprint())
    return [str(one) for one in fresh.select_related("public_object") if one.body != anew(one)]


def anew(edition):
    """What is answered now in place of an edition, without any."""
    one = edition.public_object
    path = one.path
    if edition.form == Edition.Form.JSON:
        path = f"/api/v2/{one.resource}/{one.object_id}/"
    with editions.switched_off():
        return editions.visit(Site.objects.get(pk=edition.site_id), path).content


def wrong_answers():
    """The addresses of public objects and lists whose answers differ from a fresh rendering."""
    site = Site.objects.get()
    client = Client(headers={"host": site.root_url.partition("//")[2]})
    paths = {f"/api/v2/{resource}/{pk}/" for resource, pk in kept()}
    paths |= {*filter(None, kept().values()), *LISTS}
    wrong = []
    for path in sorted(paths):
        answer = client.get(path)
        with editions.switched_off():
            anew = client.get(path)
        assert anew.status_code == 200, f"{path} is answered with {anew.status_code}."
        if answer.content != anew.content:
            wrong.append(path)
    return wrong
