"""What every body block kind is: a StructBlock that declares its public form."""

from threading import RLock

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.api.utils import get_base_url
from wagtail.blocks import StructBlockValidationError


def absolute_url(url, base_url):
    """A site-relative URL with its host in front; any other URL as it is."""
    return f"{base_url}{url}" if url and url.startswith("/") else url


class Readable:
    """A block's value as its template reads it: what is derived goes before what is stored.

    Django asks a dict for its items first. A StructValue's own `image` would then be the chosen
    picture in HTML, private or not, and the public one everywhere else.
    """

    def __init__(self, value):
        self._value = value

    def __getattr__(self, name):
        # Not there yet while a copy is being made.
        value = vars(self).get("_value", {})
        try:
            return getattr(value, name)
        except AttributeError:
            if name in value:
                return value[name]
            raise


class Kind(blocks.StructBlock):
    """A kind of body block.

    `public` gives the typed form that external apps receive; the template reads the same derived
    values. `prefetch` loads what all blocks of the kind on a page need, in a number of queries
    that does not grow with their number.
    """

    def public(self, value, base_url, rich_text_format):
        """The pydantic model of one block's public JSON. Keys never vary, URLs are absolute."""
        raise NotImplementedError(f"{type(self).__name__} has no public form.")

    def prefetch(self, values, page, visibility):
        """Derives what many values share. The stock kind has nothing to load."""

    def keys(self, raw):
        """What pages can be found by through this block: pairs of a name and a value.

        `raw` is the block's value as it is stored.
        """
        return []

    def prose(self, raw):
        """The block's running text without markup, for the extracts of a search."""
        return ""

    def missing(self, value):
        """What a block must still have before it may be published: field name to message."""
        return {}

    def invalid(self, value):
        """What is refused even in a draft: field name to message."""
        return {}

    def normalize(self, value):
        """As Wagtail's; what a partial value leaves out is empty instead of absent."""
        if not isinstance(value, blocks.StructValue):
            empty = {name: block.get_default() for name, block in self.child_blocks.items()}
            value = empty | value
        return super().normalize(value)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["self"] = context[self.TEMPLATE_VAR] = Readable(value)
        return context

    def clean(self, value):
        value = super().clean(value)
        errors = self.invalid(value)
        if not self.is_deferred_validation:
            errors = {**self.missing(value), **errors}
        if errors:
            raise StructBlockValidationError(
                block_errors={name: ValidationError(text) for name, text in errors.items()}
            )
        return value

    def get_api_representation(self, value, context=None):
        context = context or {}
        base_url = context.get("base_url") or get_base_url(context.get("request")) or ""
        rich_text_format = context.get("_wagtail_rich_text_format")
        return self.public(value, base_url, rich_text_format).model_dump(mode="json")


_validating = RLock()


class Body(blocks.StreamBlock):
    """A menu of kinds."""

    # Wagtail defers validation by changing the blocks themselves, which all threads share: an
    # autosave beside a publication could leave what is required as not required, for good.

    def clean(self, value):
        with _validating:
            return super().clean(value)

    def clean_deferred(self, value):
        with _validating:
            return super().clean_deferred(value)

    def stored(self, stream_value):
        """Name, kind and stored value of each block. Asks the database nothing."""
        for block in stream_value.raw_data:
            if block["type"] in self.child_blocks:
                yield block["type"], self.child_blocks[block["type"]], block["value"]

    def keys(self, stream_value):
        """What a page can be found by: pairs of a name and a value."""
        for name, kind, raw in self.stored(stream_value):
            yield "block", name
            yield from kind.keys(raw)

    def prose(self, stream_value):
        """The running text of a body without markup."""
        return " ".join(kind.prose(raw) for _, kind, raw in self.stored(stream_value))

    def prefetch(self, stream_value, page, visibility):
        """Lets each kind load what its blocks in this body need, all at once."""
        for name, kind in self.child_blocks.items():
            values = [block.value for block in stream_value if block.block_type == name]
            if values:
                kind.prefetch(values, page, visibility)
