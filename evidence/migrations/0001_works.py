import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models

EDITORS = ["add", "change", "view"]


def grant(apps, schema_editor):
    """Editors add and change works; moderators delete them, too.

    Permissions are made here because Django makes them only after all migrations have run.
    """
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    content_type, _ = ContentType.objects.get_or_create(app_label="evidence", model="work")
    for group_name, actions in [("Editors", EDITORS), ("Moderators", [*EDITORS, "delete"])]:
        for group in Group.objects.filter(name=group_name):
            for action in actions:
                permission, _ = Permission.objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_work",
                    defaults={"name": f"Can {action} work"},
                )
                group.permissions.add(permission)


def revoke(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    granted = Permission.objects.filter(content_type__app_label="evidence")
    for group in Group.objects.filter(name__in=["Editors", "Moderators"]):
        group.permissions.remove(*granted)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('csl', models.JSONField(default=dict, verbose_name='CSL-JSON')),
                ('title', models.TextField(blank=True)),
                ('doi', models.CharField(blank=True, max_length=300, verbose_name='DOI')),
                ('year', models.SmallIntegerField(editable=False, null=True)),
                ('url', models.TextField(blank=True, verbose_name='address')),
                ('names', models.TextField(blank=True, editable=False)),
                ('formatted', models.JSONField(default=dict, editable=False)),
                ("notices", models.JSONField(default=list, editable=False)),
                ("is_retracted", models.BooleanField(default=False, editable=False, verbose_name="retracted")),
                ("checked_at", models.DateTimeField(editable=False, null=True)),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
            ],
            options={
                'ordering': ['title', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('doi', ''), _negated=True), fields=('doi',), name='one_work_for_each_doi', violation_error_message='There is another work with this DOI.')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.RunPython(grant, revoke),
    ]
