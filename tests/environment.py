"""The environment of the tests: a plugin that pytest loads before anything reads Django's settings."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Each process has a folder of its own.
FOLDER = tempfile.mkdtemp(prefix="tracker-tests-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
# Whitenoise warns of a missing folder; pages must not depend on a run of collectstatic.
Path(FOLDER, "static").mkdir()
os.environ.update(
    DATA_DIR=FOLDER,
    SECRET_KEY="for tests only",
    DEBUG="false",
    POLITENESS_SECONDS="0",
    ALLOW_PRIVATE_HOSTS="127.0.0.1",
    EMAIL_URL="memorymail://",
    CONTACT="tracker@example.org",
    SITE_URL="http://testserver",
    SECOND_FACTOR="false",
)
