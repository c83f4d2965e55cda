from django.apps import apps
from django.core.management.base import BaseCommand
from wagtail.models import Revision

from articles.models import CitedWork, ContentKey
from articles.models.content_key import FoundByContent
from articles.works_in_use import note_drafted


class Command(BaseCommand):
    help = "Makes anew what pages are found by: kinds of blocks, works. For after loaddata."

    def handle(self, **options):
        count = 0
        for model in apps.get_models():
            if issubclass(model, FoundByContent):
                for page in model.objects.iterator(chunk_size=100):
                    ContentKey.refresh(page)
                    CitedWork.refresh(page)
                    count += 1
        for revision in Revision.objects.order_by("pk").iterator(chunk_size=100):
            note_drafted(Revision, revision)
        self.stdout.write(f"{count} pages indexed.")
