"""What a test asks of a kind of block: its public JSON, its HTML, and why it refuses a value.

Fields are given as they are stored; what is not given is empty.
"""

from bs4 import BeautifulSoup
from wagtail.blocks import StructBlockValidationError

from articles.blocks import ArticleBody

BODY = ArticleBody()
BASE_URL = "https://cms.example"


def kind(name):
    return BODY.child_blocks[name]


def value_of(name, **fields):
    return kind(name).to_python(fields)


def public(name, **fields):
    """The JSON that apps receive."""
    return kind(name).get_api_representation(value_of(name, **fields), {"base_url": BASE_URL})


def plain_text(name, **fields):
    """The words that go into the page's plain text."""
    return kind(name).plain_text(value_of(name, **fields))


def html(name, **fields):
    """What readers get, as a parsed document."""
    return parsed(kind(name).render(value_of(name, **fields)))


def parsed(markup):
    return BeautifulSoup(markup, "html.parser")


def words(document):
    """The text of a parsed document, with single spaces."""
    return " ".join(document.get_text().split())


def refusals(name, *, draft=False, **fields):
    """Field to message of what a kind refuses when a draft is saved, or an article published."""
    block = kind(name)
    try:
        (block.clean_deferred if draft else block.clean)(value_of(name, **fields))
    except StructBlockValidationError as refused:
        return {field: " ".join(error.messages) for field, error in refused.block_errors.items()}
    return {}


def cleaned(name, **fields):
    """What is stored of a value once it is accepted."""
    block = kind(name)
    return block.get_prep_value(block.clean(value_of(name, **fields)))
