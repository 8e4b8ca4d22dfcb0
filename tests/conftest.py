"""What every test stands on: no network but this machine, and servers to talk to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import servers
from tests.services import MissingService
from tests.site import Site

SHARED = servers.SHARED
HERE = Path(__file__).parent


# How long an example takes says nothing on a machine that runs other tests at the same time.
hypothesis.settings.register_profile("tests", deadline=None)
hypothesis.settings.load_profile("tests")


def pytest_configure() -> None:
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def skip_or_fail(reason: str) -> None:
    """Without a program, a developer's run says what it left out; a run that decides about a change fails."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


# Rooms that know no Django, the network gate, and the texts of the repository: another database makes no difference.
ONCE = ("sources", "text", "claims", "catalogue", "gate", "docs")


def pytest_itemcollected(item: pytest.Item) -> None:
    if item.path.relative_to(HERE).parts[0] in ONCE:
        item.add_marker("once")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The longest first, so that at the end no process works alone.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not (shutil.which("chromium") or shutil.which("google-chrome")):
        skip_or_fail("Chromium is not installed")
    if item.get_closest_marker("services") and not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        pytest.skip("needs PostgreSQL and Redis: make test-postgres")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite keeps the tests' database in a file, as it keeps the real one: threads see one another's locks."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = f"{settings.DATA_DIR}/test.sqlite3"


@pytest.fixture(autouse=True)
def nothing_remembered(settings) -> Iterator[None]:
    """What a test leaves in its process would mislead the next one.

    Keys of the record repeat from test to test, and the language of the last request stays on in its thread.
    """
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    with translation.override(settings.LANGUAGE_CODE, deactivate=True):
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around a module's tests, for a record that takes seconds to make; each test has its own in it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def data_dir(settings, tmp_path: Path) -> Path:
    """An empty DATA_DIR for this test alone."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    return settings.DATA_DIR


@pytest.fixture
def one_source(db: None) -> None:
    """The notice channel is the only source: the project's own stand-in site has no others."""
    from filings.models import Source

    Source.objects.exclude(key="cac-notices").delete()


@pytest.fixture
def site() -> Iterator[Site]:
    """The project's own small stand-in for the regulator's site."""
    with Site() as running:
        yield running


@pytest.fixture
def replica() -> Iterator[servers.Replica]:
    """The registry replica with the official files, where it stands beside the checkout."""
    try:
        with servers.replica() as running:
            yield running
    except MissingService as missing:
        pytest.skip(str(missing))


@pytest.fixture
def smtp() -> Iterator[servers.Mailbox]:
    """A real mail server that keeps what it gets."""
    with servers.smtp_server() as mailbox:
        yield mailbox
