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
    assert wrong() == []


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


def wrong():
    """What differs from a fresh rendering: answers, by their path, and editions that are fresh.

    The answers are those of every public object and of `LISTS`, on the one site there is.
    """
    client = Client(headers={"host": Site.objects.get().root_url.partition("//")[2]})
    paths = {path_of(resource, pk) for resource, pk in kept()}
    anew, found = {}, []
    for path in sorted(paths | {*filter(None, kept().values()), *LISTS}):
        answer = client.get(path)
        with editions.switched_off():
            fresh = client.get(path)
        assert fresh.status_code == 200, f"{path} is answered with {fresh.status_code}."
        anew[path] = fresh.content
        if answer.content != fresh.content:
            found.append(path)
    ready = Edition.objects.filter(is_fresh=True, fingerprint=fingerprint())
    for edition in ready.select_related("public_object"):
        one = edition.public_object
        is_json = edition.form == Edition.Form.JSON
        path = path_of(one.resource, one.object_id) if is_json else one.path
        if edition.body != anew[path]:
            found.append(edition)
    return found


def path_of(resource, pk):
    return f"/api/v2/{resource}/{pk}/"
