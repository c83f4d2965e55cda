from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from articles.blocks.kind import Kind, all_values
from articles.rich_text import PROSE_FEATURES, in_format
from delivery.answers import Answer, absolute_url
from library.pictures import ImageData, image_data


class ProfileLink(Answer):
    kind: str
    label: str
    url: str


class AuthorData(Answer):
    id: int
    name: str
    slug: str
    job_title: str
    organisation: str
    photo: ImageData | None
    note: str
    bio: str
    """Display HTML by default; what `rich_text_format` asks for otherwise."""
    orcid: str | None
    """The iD's address, such as https://orcid.org/0000-0002-1825-0097."""
    links: list[ProfileLink]


class AuthorBioData(Answer):
    author: AuthorData | None
    note: str


def author_data(author, base_url, rich_text_format=None):
    """`AuthorData` of an Author, or None."""
    return author and AuthorData(
        id=author.pk,
        name=author.name,
        slug=author.slug,
        job_title=author.job_title,
        organisation=author.organisation,
        photo=image_data(author.public_photo, lambda url: absolute_url(url, base_url)),
        note=author.note,
        bio=in_format(rich_text_format, author.bio, author.bio_html, base_url, PROSE_FEATURES),
        orcid=author.orcid_url,
        links=author.profile_links,
    )


class AuthorBioValue(blocks.StructValue):
    author_is_deleted = False

    @cached_property
    def author(self):
        """The chosen author; on a page, by default the page's first author."""
        return self["author"]

    @property
    def note(self):
        """This block's own note, else the author's."""
        return self["note"] or (self.author.note if self.author else "")


class AuthorBioBlock(Kind):
    answer = AuthorBioData

    author = SnippetChooserBlock(
        "articles.Author", required=False, help_text="Empty: the article's first author."
    )
    note = blocks.TextBlock(
        required=False, rows=3, help_text="Empty: the author's own short note.", label="Own note"
    )

    def to_python(self, value):
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values):
        """A deleted author is not the same as none chosen: nobody else takes their place."""
        found = super().bulk_to_python(values)
        for stored, value in zip(values, found, strict=True):
            value.author_is_deleted = bool(stored.get("author")) and value["author"] is None
        return found

    def public(self, value, base_url, rich_text_format):
        author = author_data(value.author, base_url, rich_text_format)
        return AuthorBioData(author=author, note=value.note)

    def plain_text(self, value):
        """Nothing: who wrote the article is not what it says."""
        return ""

    def prefetch(self, bodies, visibility):
        from articles.models import Author

        for page, values in bodies:
            default = next(iter(getattr(page, "authors", [])), None)
            for value in values:
                value.author = None if value.author_is_deleted else value["author"] or default
        Author.prefetch([value.author for value in all_values(bodies)], visibility)

    def get_preview_value(self):
        from articles.models import Author, AuthorLink

        sample = Author(
            pk=1,
            name="Ada Quill",
            slug="ada-quill",
            job_title="Editor",
            organisation="Citewell",
            note="Works with two hundred schools and writes about what they learn.",
            orcid="0000-0002-1825-0097",
        )
        sample.links = [AuthorLink(url="https://www.linkedin.com/in/ada-quill")]
        return self.normalize({"author": sample})

    class Meta:
        icon = "user"
        group = "Evidence"
        label = "Author bio"
        description = "Who wrote the article, and why they are worth reading."
        template = "articles/blocks/author_bio.html"
        value_class = AuthorBioValue
