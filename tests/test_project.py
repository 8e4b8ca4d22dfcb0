"""What Django itself says of the project: its models have their migrations, its static files can be collected."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_static_files_can_be_collected_under_names_that_carry_their_hash(settings, tmp_path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert len(list(tmp_path.glob("vendor/tabler/tabler.min.*.css"))) == 1


def test_the_tests_leave_the_real_data_alone() -> None:
    assert settings.BASE_DIR not in settings.DATA_DIR.parents
