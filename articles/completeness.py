"""Nothing incomplete reaches readers, by whatever door a person publishes it.

The editor's form asks for what is missing, at its field. Wagtail also publishes without a form,
from lists and from the dashboard's tasks; there a draft is whatever an autosave left of it.
"""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin import messages
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import StreamField


class Incomplete(Exception):
    """A page that a person wants to publish lacks something. The text says what."""

    def __init__(self, page, gaps):
        title = page.get_admin_display_title()
        super().__init__(" ".join([f"“{title}” is not complete.", *gaps]))
        self.page = page


class PublishedComplete(models.Model):
    """A page that is published by people only when it is complete. Mix into page types."""

    class Meta:
        abstract = True

    def missing(self):
        """What readers need beyond what single fields and blocks ask for: field to message."""
        return {}

    def publish(self, revision, user=None, **options):
        """As Wagtail's. Raises `Incomplete`; the clock, which has no user, is never refused."""
        if user is not None:
            gaps = list(gaps_of(revision.as_object()))
            if gaps:
                raise Incomplete(self, gaps)
        return super().publish(revision, user=user, **options)


def gaps_of(page):
    """What a page lacks, a sentence each, such as “Body, Citation, Title: This field …”."""
    refused = {}
    try:
        page.full_clean()
    except ValidationError as error:
        refused = error.message_dict
    refused |= {name: [message] for name, message in page.missing().items()}
    for name, texts in refused.items():
        label = "" if name == NON_FIELD_ERRORS else f"{_label(page, name)}: "
        yield label + " ".join(texts)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and field.name not in refused:
            yield from _gaps_in_body(getattr(page, field.name), _label(page, field.name))


def _label(page, name):
    return capfirst(page._meta.get_field(name).verbose_name)


def _gaps_in_body(body, label):
    try:
        body.stream_block.clean(body)
    except StreamBlockValidationError as refused:
        for text in refused.non_block_errors:
            yield f"{label}: {text}"
        for position, error in refused.block_errors.items():
            kind = body[position].block
            for name, inner in error.block_errors.items():
                where = [label, kind.label, kind.child_blocks[name].label]
                yield f"{', '.join(where)}: {' '.join(inner.messages)}"


class TellWhatIsMissing:
    """Answers `Incomplete` with the page's form and a message above it that says what is missing.

    Pressing “Publish” there shows each gap at its field.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Incomplete):
            return None
        messages.error(request, str(exception))
        address = reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # What the script behind a task's buttons understands.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)
