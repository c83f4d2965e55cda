"""The menus that editors see: a line a kind, in editor order, and nothing else."""

from articles.blocks.author_bio import AuthorBioBlock
from articles.blocks.citation import CitationBlock
from articles.blocks.cta import CTABlock
from articles.blocks.embed import EmbedBlock
from articles.blocks.image import ImageBlock
from articles.blocks.kind import Body
from articles.blocks.quote import QuoteBlock
from articles.blocks.table import TableBlock
from articles.blocks.text import TextBlock


class ArticleBody(Body):
    text = TextBlock()
    quote = QuoteBlock()
    citation = CitationBlock()
    author_bio = AuthorBioBlock()
    cta = CTABlock()
    image = ImageBlock()
    table = TableBlock()
    embed = EmbedBlock()


class PlainBody(Body):
    text = TextBlock()
    quote = QuoteBlock()
    cta = CTABlock()
    image = ImageBlock()
    table = TableBlock()
    embed = EmbedBlock()
