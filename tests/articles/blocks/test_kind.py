import copy

import pytest
from pydantic import BaseModel
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

from articles.blocks.kind import Body, Kind, Readable, lines


class NoteData(BaseModel):
    text: str


class NoteValue(blocks.StructValue):
    @property
    def text(self):
        return f"derived from {self['text']}"


class NoteBlock(Kind):
    text = blocks.CharBlock(required=False, default="nothing")
    author = blocks.CharBlock(required=False)

    def missing(self, value):
        return {} if value["author"] else {"author": "Who wrote it?"}

    def invalid(self, value):
        return {"text": "Not that word."} if value["text"] == "bad" else {}

    def public(self, value, base_url, rich_text_format):
        return NoteData(text=f"{value.text} at {base_url} as {rich_text_format}")

    class Meta:
        value_class = NoteValue
        preview_value = {"author": "Ada"}


def errors(clean, value):
    with pytest.raises(StructBlockValidationError) as refused:
        clean(value)
    return {name: error.messages for name, error in refused.value.block_errors.items()}


def test_what_is_missing_and_invalid_is_said_at_its_field_on_publishing():
    block = NoteBlock()
    value = block.to_python({"text": "bad"})
    assert errors(block.clean, value) == {"text": ["Not that word."], "author": ["Who wrote it?"]}


def test_only_what_is_invalid_is_said_in_a_draft():
    block = NoteBlock()
    assert errors(block.clean_deferred, block.to_python({"text": "bad"})) == {
        "text": ["Not that word."]
    }
    assert block.clean_deferred(block.to_python({"text": "good"}))["text"] == "good"


def test_refusal_within_a_body_is_found_at_its_block():
    class Notes(Body):
        note = NoteBlock()

    body = Notes()
    value = body.to_python(
        [{"type": "note", "value": {"author": "Ada"}}, {"type": "note", "value": {"text": "bad"}}]
    )
    with pytest.raises(blocks.StreamBlockValidationError) as refused:
        body.clean_deferred(value)
    assert refused.value.block_errors.keys() == {1}
    assert value[1].value["text"] == "bad"


def test_partial_value_is_filled_with_what_an_empty_block_has():
    block = NoteBlock()
    assert dict(block.normalize({"author": "Ada"})) == {"text": "nothing", "author": "Ada"}
    assert dict(block.get_preview_value()) == {"text": "nothing", "author": "Ada"}
    value = block.to_python({})
    assert block.normalize(value) is value


def test_template_reads_what_is_derived_before_what_is_stored():
    block = NoteBlock()
    read = block.get_context(block.to_python({"text": "x", "author": "Ada"}))["value"]
    assert read.text == "derived from x"
    assert read.author == "Ada"
    with pytest.raises(AttributeError):
        _ = read.title


def test_readable_value_can_be_copied():
    assert copy.deepcopy(Readable({"text": "x"})).text == "x"


def test_public_form_knows_where_the_site_is_and_which_format_is_asked_for(rf, settings):
    block = NoteBlock()
    value = block.to_python({"text": "x"})
    context = {"base_url": "https://a.example", "_wagtail_rich_text_format": "markdown"}
    assert block.get_api_representation(value, context) == {
        "text": "derived from x at https://a.example as markdown"
    }
    settings.WAGTAILAPI_BASE_URL = "https://b.example"
    assert block.get_api_representation(value, {"request": rf.get("/")}) == {
        "text": "derived from x at https://b.example as None"
    }


def test_kind_without_a_public_form_says_so():
    class Bare(Kind):
        pass

    with pytest.raises(NotImplementedError, match="Bare has no public form"):
        Bare().get_api_representation(Bare().to_python({}), {"base_url": ""})


def test_kind_without_plain_text_says_so():
    class Bare(Kind):
        pass

    with pytest.raises(NotImplementedError, match="Bare has no plain text"):
        Bare().plain_text(Bare().to_python({}))


def test_only_texts_that_say_something_get_a_line():
    assert lines("one", "", None, " two ", " ") == "one\ntwo"
