"""Answers anonymous readers from memory, in front of Django, which answers whatever is not there.

What Django has answered of editions and of what is kept by the number is remembered as it was, and
is sent again for as long as it is exact. An edition that is not in memory is read off its table,
and sent with the headers that Django gave another of its form.
"""

import logging

from django.conf import settings
from django.utils import timezone

from delivery.away import REFUSED
from delivery.representation import DECODERS, IDENTITY, SMALLEST, VERSION, etag_of, matches
from delivery.serving.asked import DOCUMENT, PAGE, Asked, Reception
from delivery.serving.heap import Trimmer
from delivery.serving.log import NEVER, Away, LogReader, Unreadable
from delivery.serving.memory import Answer, Memory, Template, one_of, shared_headers

log = logging.getLogger(__name__)


class Serving:
    """A WSGI application in front of Django's."""

    def __init__(self, application):
        self.application = application
        self.memory = Memory(settings.MEMORY_MB * 1024**2)
        self.log = LogReader(settings.FRESHNESS_MS / 1000)
        self.reception = Reception()
        self.heap = Trimmer()
        self.answered = 0
        """Requests that were answered here, as far as threads count together."""
        self.passed = 0
        """Requests that were left to Django."""

    def __call__(self, environ, start_response):
        asked = self.reception.asked(environ)
        if asked is None:
            return self._passed(environ, start_response)
        try:
            if not self._is_current(self.log.standing()):
                return self._passed(environ, start_response)
            answer, number = self.memory.get(asked)
            if answer is None:
                asked = Asked(*asked[:2], *one_of(asked[2:]))
                answer, number = self._read(asked)
        except Away:
            return self._without_database(asked, environ, start_response)
        except Unreadable:
            return self._passed(environ, start_response)
        if answer is None:
            return self._kept(asked, environ, start_response)
        self.answered += 1
        return _send(answer, number, environ, start_response)

    def _is_current(self, standing):
        """Whether nothing waits to be told; then all that is in memory is exact at the number."""
        memory = self.memory
        while True:
            if not standing.is_settled or (standing.due != NEVER and standing.due <= _now()):
                return False
            since, number = memory.number, standing.number
            if since == number:
                return True
            if number < since:
                standing = self.log.standing(fresh=True)
                if standing.number < since:
                    # A backup was restored.
                    memory.move(since, standing.number, None)
            else:
                memory.move(since, number, self.log.changed(since, number))

    def _read(self, asked):
        """The answer with an edition that is read off its table, and its number; or None twice."""
        if asked.query:
            return None, None
        template, number = self.memory.get(asked.place)
        if template is None:
            return None, None
        found = self._stored(asked, template.site_id)
        if found is None or found.number != number:
            return None, None
        body, coding = _body(asked, found)
        answer = Answer(
            template.shared,
            etag_of(found.etag, coding, is_edition=True),
            template.content_type,
            coding,
            body,
            found.object,
        )
        self.memory.keep(asked, answer, number)
        self.heap.trim()
        return answer, number

    def _stored(self, asked, site_id):
        if asked.is_api:
            named = DOCUMENT.fullmatch(asked.path)
            return named and self.log.named(named[1], int(named[2]), site_id, asked.large)
        if not self.reads_pages or not PAGE.fullmatch(asked.path):
            return None
        return self.log.at(asked.path, site_id, asked.large)

    @property
    def reads_pages(self):
        """Whether there is one page at an address; among languages, Wagtail decides."""
        return not getattr(settings, "WAGTAIL_I18N_ENABLED", False)

    def _passed(self, environ, start_response):
        self.passed += 1
        response = self.application(environ, start_response)
        self.heap.trim()
        return response

    def _kept(self, asked, environ, start_response):
        """What Django answers; where it may be given to all, it is remembered."""
        response = self._passed(environ, start_response)
        kept = getattr(response, "kept", None)
        if kept is not None and not response.cookies:
            try:
                if self._is_current(self.log.standing(fresh=True)):
                    self._keep(asked, kept, tuple(response.items()))
            except (Away, Unreadable):
                pass  # Answered all the same; nothing is kept.
        return response

    def _keep(self, asked, kept, headers):
        shared, wanted, number = shared_headers(headers), kept.wanted, kept.number
        body = kept.ready.body if kept.coding == IDENTITY else kept.ready.compressed(kept.coding)
        of = None
        if wanted is not None:
            of = (wanted.resource, wanted.object_id)
            template = Template(shared, kept.content_type, wanted.site_id, number)
            self.memory.keep(asked.place, template, number)
        answer = Answer(
            shared,
            kept.etag,
            kept.content_type,
            kept.coding,
            body,
            of,
            None if of else number,
        )
        self.memory.keep(asked, answer, number)

    def _without_database(self, asked, environ, start_response):
        """What is in memory, for some time; else what Django makes of it."""
        standing, age = self.log.last
        if (
            standing is not None
            and age <= settings.STALE_SECONDS
            and standing.is_settled
            and standing.due > _now()
        ):
            answer, number = self.memory.get(asked)
            if answer is not None and number == standing.number:
                self.answered += 1
                return _send(answer, number, environ, start_response, [("Age", str(int(age)))])
        environ[REFUSED] = 503
        return self._passed(environ, start_response)


def _now():
    return timezone.now().timestamp()


def _send(answer, number, environ, start_response, further=()):
    version = (VERSION, str(number))
    condition = environ.get("HTTP_IF_NONE_MATCH")
    if condition and (condition == answer.etag or matches(condition, answer.etag)):
        start_response("304 Not Modified", [*answer.short(), version, *further])
        return []
    start_response("200 OK", [*answer.full(), version, *further])
    return [answer.body]


def _body(asked, found):
    """The body of a stored edition in the coding that was asked for, and that coding."""
    compressed, coding = found.compressed, asked.large
    # Nothing that is large compressed is small.
    if coding == IDENTITY or len(compressed) < SMALLEST + 64:
        whole = DECODERS["gzip" if coding == "gzip" else "br"](compressed)
        if asked.coding_of(len(whole)) == IDENTITY:
            return whole, IDENTITY
    return compressed, coding
