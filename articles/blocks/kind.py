"""What every body block kind is: a StructBlock that declares its public form."""

from functools import cache
from threading import RLock
from typing import Annotated, Literal, Union
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from pydantic import Field, create_model
from wagtail import blocks
from wagtail.api.utils import get_base_url
from wagtail.blocks import StreamValue, StructBlockValidationError

from delivery.answers import Answer

EXAMPLE_SITE = "https://www.example.org"


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

    `public` gives the typed form that external apps receive, of the type `answer`; the template
    reads the same derived values. `plain_text` gives the words alone. `prefetch` loads what all
    blocks of the kind need, on one page or on many, in a number of queries that does not grow
    with their number.
    """

    answer = Answer
    """The type of a block's public JSON."""

    def public(self, value, base_url, rich_text_format):
        """The `answer` of one block. Keys never vary, URLs are absolute."""
        raise NotImplementedError(f"{type(self).__name__} has no public form.")

    def example(self):
        """A sample of the public JSON: the preview value's. Asks the database for nothing."""
        return self.get_api_representation(self.get_preview_value(), {"base_url": EXAMPLE_SITE})

    def plain_text(self, value):
        """The block's share of its page's text, without markup: lines of words, or nothing."""
        raise NotImplementedError(f"{type(self).__name__} has no plain text.")

    def headings(self, value):
        """The headings in the block, in order, as `Heading`s."""
        return []

    def prefetch(self, bodies, visibility):
        """Derives what many values share; the stock kind has nothing to load.

        `bodies` is a list of pairs: a page, and the values of this kind in its body, in order.
        """

    def keys(self, raw):
        """What pages can be found by through this block: pairs of a name and a value.

        `raw` is the block's value as it is stored.
        """
        return []

    def cited(self, raw):
        """The ids of the works that the block cites, in order. `raw` is as it is stored."""
        return []

    def citing_instead(self, raw, old, new):
        """What is stored, citing one work instead of another: `old` and `new` are ids."""
        return raw

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

    @property
    def answer(self):
        """The type of a body's public JSON: a list of its kinds, told apart by `type`."""
        kinds = tuple(block_answer(name, type(kind)) for name, kind in self.child_blocks.items())
        return list[Annotated[Union[kinds], Field(discriminator="type")]]  # noqa: UP007

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

    def cited(self, stream_value):
        """The ids of the works that a body cites, each once, in the order of the text."""
        found = self.stored(stream_value)
        return list(dict.fromkeys(pk for _, kind, raw in found for pk in kind.cited(raw)))

    def citing_instead(self, stream_value, old, new):
        """A body that cites one work instead of another: `old` and `new` are ids."""
        raw = [
            {**block, "value": kind.citing_instead(block["value"], old, new)}
            if (kind := self.child_blocks.get(block["type"]))
            else block
            for block in stream_value.raw_data
        ]
        return StreamValue(self, raw, is_lazy=True)

    def prose(self, stream_value):
        """The running text of a body without markup."""
        return " ".join(kind.prose(raw) for _, kind, raw in self.stored(stream_value))

    def prefetch(self, bodies, visibility):
        """Lets each kind load what its blocks need in all bodies of this menu at once.

        `bodies` is a list of pairs: a page and its body. The number of queries depends on which
        kinds occur, neither on how often nor in how many bodies.
        """
        self._read([body for _, body in bodies])
        for name, kind in self.child_blocks.items():
            found = [
                (page, [block.value for block in body if block.block_type == name])
                for page, body in bodies
            ]
            found = [(page, values) for page, values in found if values]
            if found:
                kind.prefetch(found, visibility)

    def _read(self, bodies):
        """Turns what is stored into values, each kind of all bodies at once.

        Left alone, each body would look up its own, with queries of its own.
        """
        stored = [body for body in bodies if body.is_lazy]
        if len(stored) < 2:
            return
        for name, kind in self.child_blocks.items():
            places = [
                (body, position, raw)
                for body in stored
                for position, raw in enumerate(body.raw_data)
                if raw["type"] == name
            ]
            values = kind.bulk_to_python([raw["value"] for _, _, raw in places])
            for (body, position, raw), value in zip(places, values, strict=True):
                body[position] = (name, value, raw.get("id"))


@cache
def block_answer(name, kind_class):
    """The type of one block in a body's public JSON, with an example."""
    kind = kind_class()
    title = "".join(part.capitalize() for part in name.split("_"))
    made = create_model(
        f"{title}Block",
        __base__=Answer,
        __doc__=kind.get_description(),
        type=(Literal[name], ...),
        value=(kind.answer, ...),
        id=(str | None, Field(description="Stays the same while the block is edited or moved.")),
    )
    example = {"type": name, "value": kind.example(), "id": str(uuid5(NAMESPACE_URL, name))}
    made.model_config["json_schema_extra"] = {"examples": [example]}
    return made


def lines(*texts):
    """The texts that say something, each on a line of its own."""
    return "\n".join(filter(None, (text and text.strip() for text in texts)))


def all_values(bodies):
    """The values of all bodies that a kind is handed."""
    return [value for _, values in bodies for value in values]
