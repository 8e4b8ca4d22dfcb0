"""Journeys run whole processes, as an operator does, on the database and the queue that the environment names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.installation import Installation
from tests.journeys.installation import installation as new_installation


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A new tracker: migrated, empty, watching nothing yet (see `watch` and `mail_to`)."""
    with new_installation(tmp_path) as made:
        yield made


@pytest.fixture
def bare_installation(tmp_path: Path) -> Iterator[Installation]:
    """A new tracker without any table yet."""
    with new_installation(tmp_path, is_migrated=False) as made:
        yield made
