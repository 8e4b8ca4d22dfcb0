"""The roles of the admin as groups, with their permissions."""

from __future__ import annotations

from django.contrib.auth.management import create_permissions
from django.db import migrations

from filings.roles import grant


def make_roles(apps, schema_editor):
    # Permissions are made after all migrations; the roles need them now.
    for label in ("auth", "filings", "axes", "mfa"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    grant(apps.get_model("auth", "Permission").objects, apps.get_model("auth", "Group").objects)


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0001_initial"),
        ("mfa", "0001_initial"),
        ("filings", "0029_editing"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
