"""An article as others cite it, and files of that and of the works that it cites."""

from django.db import models
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import to_locale
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from articles.body import load_works
from articles.structured_data import without_empty
from delivery.answers import Answer, DerivedField
from evidence.names import person_of


class CitationFiles(Answer):
    """The absolute address of a file in each format."""

    bibtex: str
    ris: str
    csl_json: str


class Cite(Answer):
    """How others cite a page, in the style of its site."""

    text: str
    html: str
    """With `<i>`, `<b>`, `<sub>`, `<sup>` and links alone."""
    article: CitationFiles
    """The page itself."""
    references: CitationFiles | None
    """The works that it cites; null where it cites none."""


def csl_of(page):
    """CSL-JSON of an ArticlePage.

    It is an article in a magazine, to schema.org an Article like the page's JSON-LD: BibTeX and RIS
    have a kind for that, and each style prints its author, day, title and publication. APA leaves
    web pages to what is part of no publication (APA Style 7, 10.16). When it was read, whoever
    cites it adds.

    As in all of CSL-JSON, balanced `<i>` and the like in the title count.
    """
    published = page.publication_date
    return without_empty(
        {
            "type": "article-magazine",
            "title": " ".join(page.title.split()),
            "author": [person_of(author.name) for author in page.authors],
            "issued": published and {"date-parts": [_day(published)]},
            "container-title": page.publication.name,
            "publisher": page.publication.publisher.get("name"),
            "URL": page.canonical_url,
            "language": to_locale(page.locale.language_code).replace("_", "-"),
        }
    )


def _day(moment):
    # An editor's own time zone makes no difference in a preview.
    day = localdate(moment, get_default_timezone())
    return [day.year, day.month, day.day]


def file_of(items, name, stem):
    """The response with a file of works in a format of `evidence.writing`.

    Raises Http404 for another format, and where there are no works.
    """
    # With it comes some of what formats references.
    from evidence.writing import FORMATS
    from evidence.writing.keys import keys_of

    if not items or name not in FORMATS:
        raise Http404("There is no such file of this page.")
    writer, media_type, ending = FORMATS[name]
    # Programs that read CSL-JSON ask for ids; these are the keys of BibTeX.
    named = [{"id": key} | item for key, item in zip(keys_of(items), items, strict=True)]
    is_json = media_type.endswith("+json")
    return HttpResponse(
        writer.write(named),
        content_type=media_type if is_json else f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, f"{stem}{ending}")},
    )


class Citable(RoutablePageMixin, models.Model):
    """A page that others cite, with files of itself and of its works. Mix into page types."""

    api_fields = [APIField("cite", serializer=DerivedField(Cite))]

    class Meta:
        abstract = True

    @classmethod
    def prefetch_public(cls, pages, visibility, fields=()):
        super().prefetch_public(pages, visibility, fields)
        if "cite" in fields:
            load_works(pages, visibility)

    @cached_property
    def cite(self):
        """How others cite the page, as `Cite`."""
        # It takes a while to load, and most answers are ready.
        from evidence.csl.references import References

        style = self.publication.citation_style
        [entry] = References([{"id": "page"} | csl_of(self)], style).entries()
        return Cite(
            text=entry.text,
            html=entry.html,
            article=self._files("cite"),
            references=self._files("references") if self.cited_works else None,
        )

    def _files(self, route):
        start = self.full_url or ""
        return CitationFiles(
            bibtex=start + self.reverse_subpage(route, args=["bibtex"]),
            ris=start + self.reverse_subpage(route, args=["ris"]),
            csl_json=start + self.reverse_subpage(route, args=["csl-json"]),
        )

    def has_route(self, view, args, kwargs):
        """Whether the file at a route of this page is there for readers."""
        from evidence.writing import FORMATS

        has_items = view.__name__ == "article_file" or bool(self.cited_works)
        return has_items and kwargs.get("name") in FORMATS

    @path("cite/<slug:name>/", name="cite")
    def article_file(self, request, name):
        return file_of([csl_of(self)], name, self.slug)

    @path("references/<slug:name>/", name="references")
    def references_file(self, request, name):
        return file_of([work.csl for work in self.cited_works], name, f"{self.slug}-references")
