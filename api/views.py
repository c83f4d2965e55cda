"""What every address under the API has in common, and the two that belong to no endpoint."""

from django.core.exceptions import TooManyFieldsSent
from django.http import Http404
from django.shortcuts import redirect
from django.urls import resolve
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView
from wagtail.api.v2.utils import BadRequestError, get_full_url

from api import parameters

NOT_FOUND = "There is nothing at this address."


class OnlyJSON(BaseContentNegotiation):
    """Answers in JSON whatever the request's Accept header says (RFC 9110, 12.4.1)."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class PublicView(APIView):
    """JSON without indentation, the same for everyone; errors in the words of Wagtail's API."""

    renderer_classes = [JSONRenderer]
    content_negotiation_class = OnlyJSON
    throttle_classes = [AnonRateThrottle]

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # Other methods are refused for what they are, whatever comes with them.
        if request.method in ("GET", "HEAD"):
            try:
                parameters.check(request.GET)
            except TooManyFieldsSent as error:
                raise BadRequestError(parameters.TOO_MANY) from error

    def get_throttles(self):
        # What is rendered to be kept is nobody's request.
        return [] if hasattr(self.request, "is_internal") else super().get_throttles()

    def options(self, request, *args, **kwargs):
        """What may be done here is in the header Allow."""
        return Response()

    def handle_exception(self, exc):
        """Errors that are not Wagtail's own (405, for one) in the words of Wagtail's."""
        if isinstance(exc, BadRequestError):
            exc = ParseError(str(exc))
        response = super().handle_exception(exc)
        if "detail" in response.data:
            response.data = {"message": str(response.data["detail"])}
        return response

    def get_renderer_context(self):
        # Wagtail's indent is drawn by Python's slow encoder, in three times the time.
        return super().get_renderer_context() | {"indent": None}


def refuse_unknown(request, known=frozenset({"format", "_"})):
    """Raises BadRequestError for parameters that an address does not know."""
    unknown = sorted(request.GET.keys() - known)
    if unknown:
        raise BadRequestError(
            f"query parameter is not an operation or a recognised field: {', '.join(unknown)}. "
            f"Allowed: {', '.join(sorted(known - {'_'}))}"
        )


class EndpointList(PublicView):
    """The API's root: the name and address of each endpoint."""

    router = None

    def get(self, request):
        refuse_unknown(request)
        root = get_full_url(request, request.path)
        return Response({name: f"{root}{name}/" for name in self.router.endpoints})


class NoEndpoint(PublicView):
    """Every other address under the API: nothing, or one that lacks only its last slash."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if resolve(f"{request.path_info}/").route == request.resolver_match.route:
            raise Http404(NOT_FOUND)

    def get(self, request):
        return redirect(request.get_full_path(force_append_slash=True), permanent=True)
