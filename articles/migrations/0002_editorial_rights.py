from django.db import migrations

EDITORS = ["add", "change", "view"]
MODERATORS = [*EDITORS, "delete"]
SNIPPETS = {
    "author": "author",
    "topic": "topic",
    "calltoaction": "call to action",
}


def grant(apps, schema_editor):
    """Editors make and change snippets; moderators also delete them and publish CTAs.

    Permissions are made here because Django makes them only after all migrations have run.
    """
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for group_name, actions in [("Editors", EDITORS), ("Moderators", MODERATORS)]:
        group = Group.objects.filter(name=group_name).first()
        if group is None:
            continue
        for model, verbose_name in SNIPPETS.items():
            content_type, _ = ContentType.objects.get_or_create(app_label="articles", model=model)
            granted = list(actions)
            if model == "calltoaction" and group_name == "Moderators":
                granted.append("publish")
            for action in granted:
                permission, _ = Permission.objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {verbose_name}"},
                )
                group.permissions.add(permission)


def revoke(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    granted = Permission.objects.filter(
        content_type__app_label="articles", content_type__model__in=SNIPPETS
    )
    for group in Group.objects.filter(name__in=["Editors", "Moderators"]):
        group.permissions.remove(*granted)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
