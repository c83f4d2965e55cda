from django.db import migrations


def replace_welcome_page(apps, schema_editor):
    """Makes Wagtail's untouched welcome page a home page, so that a new site starts with one."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    HomePage = apps.get_model("home", "HomePage")
    stock_type = ContentType.objects.get(app_label="wagtailcore", model="page")
    welcome = Page.objects.filter(
        depth=2, slug="home", content_type=stock_type, latest_revision=None
    ).first()
    if welcome is None:
        return
    home_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    home = HomePage(page_ptr=welcome)
    for field in Page._meta.concrete_fields:
        setattr(home, field.attname, getattr(welcome, field.attname))
    home.content_type = home_type
    home.title = home.draft_title = "Home"
    home.save()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(replace_welcome_page, migrations.RunPython.noop)]
