"""What the two addresses of the log share: `api.changes`, and `api.export` where it begins."""

import threading
from functools import reduce
from operator import or_

from django.conf import settings
from django.urls import path
from rest_framework.exceptions import APIException
from wagtail.api.v2.utils import BadRequestError

from api import parameters
from api.described import several
from api.endpoints import PublicEndpoint
from delivery import editions
from delivery.models import Change
from delivery.resources import resources
from delivery.settling import settled


class Gone(APIException):
    """410"""

    status_code = 410


class Places:
    """A fixed number of requests of this process that may take long; readers need the others.

    `setting` names the setting with the number.
    """

    def __init__(self, setting):
        self.setting = setting
        self.taken = 0
        # The same thread may enter twice: an answer that nobody closed leaves its place whenever
        # the garbage collector runs, which may be while this thread takes one.
        self.lock = threading.RLock()

    def take(self):
        """Whether there was a place, which is now taken."""
        with self.lock:
            is_free = self.taken < getattr(settings, self.setting)
            self.taken += is_free
        return is_free

    def leave(self):
        with self.lock:
            self.taken -= 1


class LogEndpoint(PublicEndpoint):
    """An address at which the log is told. No object is its own, and no answer is kept."""

    model = Change
    is_resource = False
    find_query_parameters = frozenset()

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):
        return []

    @classmethod
    def get_urlpatterns(cls):
        return [path("", cls.as_view({"get": "log_view"}), name="listing")]

    def kept_by_number(self, state, request, answer):
        return answer()

    def settled(self):
        """The `State` that the answer reflects, asked before anything is read for it.

        Others are waited for: without the number nothing can be told.
        """
        return editions.content_state(self.request._request) or settled()

    def reflect(self, state):
        """Says that the answer reflects this `State`."""
        self.state = state
        self.request._request.content_version = state.number

    def several(self, name, allowed):
        """The values of a parameter, separated by commas; None where it is not given."""
        if name not in self.request.GET:
            return None
        values = parameters.comma_separated(name, self.request.GET[name])
        for value in values:
            if value not in allowed:
                raise BadRequestError(
                    f"{name} '{value}' doesn't exist. Allowed: {', '.join(sorted(allowed))}"
                )
        return values

    def resources(self):
        """The names of the resources that are asked for, in order."""
        return sorted(set(self.several("resource", resources()) or resources()))


def resource_parameter():
    """What `resource` means, for the description of the API."""
    return several("resource", {"enum": sorted(resources())}, "Resources, separated by commas.")


def document_of_any(router):
    """The type of a document: the detail of any resource, or null."""
    kinds = [endpoint for endpoint in router.endpoints.values() if endpoint.is_resource]
    return reduce(or_, (model for kind in kinds for model in kind.answers(router))) | None
