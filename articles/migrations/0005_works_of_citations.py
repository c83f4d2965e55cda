import json
import re

from django.db import migrations
from wagtail.models import ReferenceIndex

from evidence.columns import columns_of, formatted
from evidence.doi import doi_in
from evidence.fields import line_of, names_of_lines

IN_WORK = ("authors", "year", "title", "container", "doi", "url")
"""What citations had of their works."""
# The names of a reference could be pasted as they are: an initial's full stop and a comma, or an
# ampersand, part two of them, unless a suffix such as “Jr.” follows.
BETWEEN_NAMES = re.compile(r"[\n\r;]|(?<=\.),\s+(?!(?:Jr|Sr|[IVX]+)\b)|(?<=\.)\s+&\s")


class Works:
    """The works of a database as it is migrated: those that are there, and those that are made."""

    def __init__(self, apps):
        self.model = apps.get_model("evidence", "Work")
        self.known = {}

    def of(self, value):
        """The id of the work of a citation as it was; None where it said nothing of one.

        A work that is known gets what only this citation says of it.
        """
        csl = csl_of(value)
        if csl.keys() <= {"type"}:
            return None
        name = csl.get("DOI") or json.dumps(csl, sort_keys=True)
        work = self.known.get(name) or self._found(csl) or self.model()
        if work.csl.get("type") == "document":
            work.csl["type"] = csl["type"]
        complete = csl | work.csl
        if work.pk is None or complete != work.csl:
            self._save(work, complete)
        self.known[name] = work
        return work.pk

    def _found(self, csl):
        return csl.get("DOI") and self.model.objects.filter(doi=csl["DOI"]).first()

    def _save(self, work, csl):
        columns = {**columns_of(csl, work.notices), "formatted": formatted(csl), "csl": csl}
        names = {field.name for field in self.model._meta.get_fields()}
        for name, value in columns.items():
            if name in names:
                setattr(work, name, value)
        work.save()


def csl_of(value):
    """CSL-JSON of the work of a citation as it was."""
    names = BETWEEN_NAMES.split(value.get("authors") or "")
    names = "\n".join(name.strip(" \t&…,") for name in names)
    doi, url = doi_in(value.get("doi") or ""), value.get("url") or ""
    container = value.get("container") or ""
    csl = {
        "type": "webpage" if url and not doi else "article-journal" if container else "document",
        "title": value.get("title") or "",
        "author": names_of_lines(names),
        "issued": value.get("year") and {"date-parts": [[value["year"]]]},
        "container-title": container,
        "DOI": doi,
        "URL": url,
    }
    return {name: value for name, value in csl.items() if value}


def with_work(value, works):
    """A citation as it was, with the id of its work instead of what it had of that."""
    if "work" in value:
        return value
    kept = {name: each for name, each in value.items() if name not in IN_WORK}
    return {**kept, "work": works.of(value)}


def without_work(value, works):
    """The same the other way round."""
    if "work" not in value:
        return value
    kept = {name: each for name, each in value.items() if name != "work"}
    work = works.model.objects.filter(pk=value["work"]).first() if value["work"] else None
    csl = work.csl if work else {}
    lines = [line_of(name) for name in csl.get("author", [])]
    return {
        **kept,
        "authors": "\n".join(lines),
        "year": work.year if work else None,
        "title": work.title if work else "",
        "container": csl.get("container-title", ""),
        "doi": work.doi if work else "",
        "url": work.url if work else "",
    }


def changed(body, change, works):
    """A body as it is stored, its citations changed; None where it has none."""
    if not any(block["type"] == "citation" for block in body):
        return None
    return [
        {**block, "value": change(block["value"], works)} if block["type"] == "citation" else block
        for block in body
    ]


def cited(body):
    """The citations of a body that have a work: the block's id and the work's."""
    return [
        (block.get("id"), block["value"]["work"])
        for block in body
        if block["type"] == "citation" and block["value"].get("work")
    ]


def migrate_bodies(apps, change):
    """Changes the citations of all articles, those of their revisions included.

    Yields kind, object and new body of each that had some.
    """
    works = Works(apps)
    ArticlePage = apps.get_model("articles", "ArticlePage")
    # What readers see comes first: its words are those of the works.
    pages = ArticlePage.objects.order_by("-live", "pk").only("pk", "body")
    for page in pages.iterator(chunk_size=100):
        body = changed(list(page.body.raw_data), change, works)
        if body is not None:
            ArticlePage.objects.filter(pk=page.pk).update(body=body)
            yield "page", page, body
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind = ContentType.objects.filter(app_label="articles", model="articlepage").first()
    Revision = apps.get_model("wagtailcore", "Revision")
    for revision in Revision.objects.filter(content_type=kind).iterator(chunk_size=100):
        body = json.loads(revision.content.get("body") or "[]")
        body = changed(body, change, works)
        if body is not None:
            revision.content["body"] = json.dumps(body)
            revision.save(update_fields=["content"])
            yield "revision", revision, body


def make_works(apps, schema_editor):
    """Makes a work of what each citation says, and lets the citation choose it.

    Notes what cites it: for deletions, for the API and in Wagtail's reference index.
    """
    ContentType = apps.get_model("contenttypes", "ContentType")
    types = {
        name: ContentType.objects.get_or_create(app_label=app, model=name)[0].pk
        for app, name in [("wagtailcore", "page"), ("articles", "articlepage"), ("evidence", "work")]
    }
    CitedWork = apps.get_model("articles", "CitedWork")
    CitedInDraft = apps.get_model("articles", "CitedInDraft")
    Index = apps.get_model("wagtailcore", "ReferenceIndex")
    Page = apps.get_model("wagtailcore", "Page")
    for kind, thing, body in migrate_bodies(apps, with_work):
        works = {work for _, work in cited(body)}
        if kind == "revision":
            is_draft = Page.objects.filter(latest_revision=thing.pk).exists()
            if is_draft or thing.approved_go_live_at:
                CitedInDraft.objects.bulk_create(
                    [CitedInDraft(revision_id=thing.pk, work_id=work) for work in works]
                )
            continue
        CitedWork.objects.bulk_create([CitedWork(page_id=thing.pk, work_id=w) for w in works])
        references = [
            Index(
                base_content_type_id=types["page"],
                content_type_id=types["articlepage"],
                object_id=str(thing.pk),
                to_content_type_id=types["work"],
                to_object_id=str(work),
                model_path="body.citation.work",
                content_path=f"body.{block}.work",
                content_path_hash=ReferenceIndex._get_content_path_hash(f"body.{block}.work"),
            )
            for block, work in cited(body)
        ]
        Index.objects.bulk_create(references, ignore_conflicts=True)
    apps.get_model("articles", "ContentKey").objects.filter(name="cites").delete()


def write_out_works(apps, schema_editor):
    """Puts what is known of the works back into the citations. The works stay."""
    ContentKey = apps.get_model("articles", "ContentKey")
    for kind, thing, body in migrate_bodies(apps, without_work):
        if kind == "page":
            dois = {block["value"]["doi"] for block in body if block["type"] == "citation"}
            keys = [ContentKey(page_id=thing.pk, name="cites", value=d) for d in dois if d]
            ContentKey.objects.bulk_create(keys, ignore_conflicts=True)
    for name in ("CitedWork", "CitedInDraft"):
        apps.get_model("articles", name).objects.all().delete()
    references = apps.get_model("wagtailcore", "ReferenceIndex").objects
    to = {"to_content_type__app_label": "evidence", "to_content_type__model": "work"}
    references.filter(model_path="body.citation.work", **to).delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_cited_works")]

    operations = [migrations.RunPython(make_works, write_out_works)]
