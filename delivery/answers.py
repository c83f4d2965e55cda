"""The typed shapes that external apps receive, and the fields that put them into answers."""

import ast
from inspect import cleandoc, getsource
from itertools import pairwise
from textwrap import dedent

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_jsonable_python
from rest_framework.fields import Field
from wagtail.api.utils import get_base_url


class Answer(BaseModel):
    """A part of a public answer. Its keys never vary; docstrings below fields describe them."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema, handler):
        # Not by `use_attribute_docstrings`, which reads the sources at each start of a process.
        schema = handler(core_schema)
        described = handler.resolve_ref_schema(schema)["properties"]
        for base in cls.__mro__:
            for name, text in _docstrings(base).items():
                # The source may be of a later release than the class.
                described.get(name, {}).setdefault("description", text)
        return schema


def _docstrings(cls):
    """What stands below each of the fields of a class; nothing if it is not of a source."""
    if not issubclass(cls, Answer):
        return {}
    try:
        source = getsource(cls)
    except OSError:
        return {}
    body = ast.parse(dedent(source)).body[0].body
    return {
        field.target.id: cleandoc(below.value.value)
        for field, below in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
    }


def absolute_url(url, base_url):
    """A site-relative URL with its host in front; any other URL as it is."""
    return f"{base_url}{url}" if url and url.startswith("/") else url


class AnswerField(Field):
    """A read-only field computed from the whole object."""

    answer = None
    """The type of its JSON, as pydantic takes it. One that depends on the model is given by
    `answer_of(model)`."""

    def answer_of(self, model):
        return self.answer

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance):
        return instance

    @property
    def base_url(self):
        """Scheme and host in front of every site-relative URL of an answer."""
        return get_base_url(self.context["request"]) or ""

    @property
    def rich_text_format(self):
        """The format of rich text that the request asks for."""
        return self.context.get("_wagtail_rich_text_format")

    def absolute(self, url):
        return absolute_url(url, self.base_url)


class DerivedField(AnswerField):
    """The property of its name, in JSON: `DerivedField(list[Heading])`."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def to_representation(self, instance):
        return to_jsonable_python(getattr(instance, self.field_name))
