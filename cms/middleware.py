"""What is refused at the gate."""

from threading import BoundedSemaphore

from django.conf import settings
from django.http import FileResponse

from cms.errors import bad_request, refusal
from delivery.away import REFUSED
from delivery.tracking import is_readable


class RefuseBadBytes:
    """Answers 400 to a NUL byte in path, query string or cookies, and to a query not in UTF-8.

    Further in, a database would refuse them with an exception, and the answer would be a 500.
    A path that is not UTF-8 needs no refusal: Django reads such bytes as percent signs and hex
    digits, so nothing is found there.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.environ.get("QUERY_STRING", "")
        if "\0" in request.path_info or not is_readable(query) or _has_nul(request.COOKIES):
            # Not raised: a traceback in the log for every such address would only hide real ones.
            return bad_request(request)
        return self.get_response(request)


class RefuseAtOnce:
    """Refuses what must not go further: all while the database is away, bodies for which there is
    no place, that are too large, or that broke off."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        status = request.environ.get(REFUSED)
        if status == 400:
            return bad_request(request)
        return refusal(request, status) if status else self.get_response(request)


class FewFilesAtOnce:
    """Lets few large files be sent at once: each has a thread for as long as its reader takes.

    Of others the server takes the whole, and needs no thread while a slow client reads.
    """

    LARGE = 2 * 1024**2
    """Bytes."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.places = BoundedSemaphore(settings.FILES_MAX)

    def __call__(self, request):
        response = self.get_response(request)
        if not isinstance(response, FileResponse):
            return response
        if int(response.get("Content-Length", self.LARGE)) < self.LARGE:
            response.streaming_content = [b"".join(response.streaming_content)]
        elif self.places.acquire(blocking=False):
            # Closed when it has been sent, or the client has gone.
            response._resource_closers.append(self.places.release)
        else:
            response.close()
            return refusal(request, 503)
        return response


def _has_nul(cookies):
    return any("\0" in value for value in cookies.values())
