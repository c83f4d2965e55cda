"""The places of requests that may take long."""

from threading import Thread

from django.test import override_settings

from api import log
from api.log import Places


class Collected:
    """Settings, at whose reading the garbage collector finds an answer that nobody closed."""

    PLACES = property(lambda self: self.places.leave() or 1)


def test_a_place_may_be_left_by_the_garbage_collector_while_another_is_taken(monkeypatch):
    places, settings, taken = Places("PLACES"), Collected(), []
    settings.places = places
    places.taken = 1
    monkeypatch.setattr(log, "settings", settings)
    # In a thread of its own, which would wait for itself for ever.
    thread = Thread(target=lambda: taken.append(places.take()), daemon=True)
    thread.start()
    thread.join(10)
    assert (taken, places.taken) == ([False], 0)


@override_settings(PLACES=2)
def test_there_are_no_more_places_than_the_setting_says():
    places = Places("PLACES")
    assert [places.take() for _ in range(3)] == [True, True, False]
    places.leave()
    assert places.take()
