"""What the tests of the admin share: style sheets need not be collected first, and people log in without delay."""

from __future__ import annotations

import pytest

from tests.pipeline.conftest import newsstand

__all__ = ["newsstand"]


@pytest.fixture(autouse=True)
def quick_pages(settings):
    backend = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": backend}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
