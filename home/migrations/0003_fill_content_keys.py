from django.db import migrations

from evidence.doi import normalise_doi

PAGES_WITH_BODIES = [("articles", "ArticlePage"), ("home", "StandardPage")]


def keys_of(body):
    for block in body:
        yield "block", block["type"]
        if block["type"] == "citation":
            try:
                yield "cites", normalise_doi(block["value"].get("doi") or "")
            except ValueError:
                pass


def fill(apps, schema_editor):
    """Notes what the bodies that there are already can be found by; a saved page does it itself."""
    ContentKey = apps.get_model("articles", "ContentKey")
    for app, model in PAGES_WITH_BODIES:
        for page in apps.get_model(app, model).objects.iterator(chunk_size=100):
            ContentKey.objects.bulk_create(
                [
                    ContentKey(page_id=page.pk, name=name, value=value)
                    for name, value in set(keys_of(page.body.raw_data))
                    if len(value) <= 300
                ],
                ignore_conflicts=True,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_content_keys"),
        ("home", "0002_first_home_page"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
