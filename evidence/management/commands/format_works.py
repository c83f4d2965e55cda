import json

from django.core.management.base import BaseCommand, CommandError

from evidence.csl.references import References
from evidence.files import NotReadable, text_of_file
from evidence.styles import APA, STYLES


class Command(BaseCommand):
    help = "Prints the references of a CSL-JSON file as one set, one a line."

    def add_arguments(self, parser):
        parser.add_argument("file", help="CSL-JSON: a list of works; - is standard input")
        parser.add_argument("--style", choices=list(STYLES), default=APA)
        parser.add_argument("--format", choices=["text", "html"], default="text")
        parser.add_argument(
            "--order",
            choices=["style", "file"],
            default="style",
            help="the order that the style wants, or that of the file",
        )

    def handle(self, *, file, style, format, order, **options):
        references = References(read(file), style)
        for entry in references.entries(order="style" if order == "style" else "cited"):
            line = entry.html if format == "html" else entry.text
            self.stdout.write(f"{entry.label} {line}".strip())


def read(file):
    """The works of a CSL-JSON file, each with an id. Raises CommandError, saying what is wrong."""
    try:
        works = json.loads(text_of_file(file))
    except NotReadable as error:
        raise CommandError(f"{file} {error}") from None
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{file} is not JSON: {error}") from None
    if isinstance(works, dict):
        works = [works]
    if not isinstance(works, list):
        raise CommandError(f"{file} is not CSL-JSON: a list of works is wanted.")
    seen = set()
    for number, work in enumerate(works, 1):
        if not isinstance(work, dict):
            raise CommandError(f"Work {number} of {file} is not CSL-JSON: it is no object.")
        work["id"] = str(work.get("id") or f"number {number}")
        if work["id"] in seen:
            raise CommandError(f"Two works of {file} have the id “{work['id']}”.")
        seen.add(work["id"])
    return works
