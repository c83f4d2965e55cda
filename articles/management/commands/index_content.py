from django.apps import apps
from django.core.management.base import BaseCommand

from articles.models.content_key import ContentKey, FoundByContent


class Command(BaseCommand):
    help = "Makes anew what pages are found by in the API: has_block, cites. For after loaddata."

    def handle(self, **options):
        count = 0
        for model in apps.get_models():
            if issubclass(model, FoundByContent):
                for page in model.objects.iterator(chunk_size=100):
                    ContentKey.refresh(page)
                    count += 1
        self.stdout.write(f"{count} pages indexed.")
