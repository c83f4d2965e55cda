"""The base of all typed shapes that external apps receive."""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """A part of a public answer. Its keys never vary; docstrings below fields describe them."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)
