"""The files of the project, for checks that read them all."""

from __future__ import annotations

import functools
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = {".git", ".venv", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
NOT_OURS = TOOLS | {"__pycache__", "var"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@functools.cache
def files() -> list[Path]:
    """Every file that is in git or would be; from a copy without git, every file that is not made by a tool."""
    if (ROOT / ".git").exists():
        command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
        command += ["--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [Path(folder, name) for name in names if not name.endswith(".mo")]
    return sorted(found)


def documentation() -> str:
    """README and everything in docs/, as one text."""
    return "\n".join([read("README.md"), *(path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))])


def settings_from_environment() -> set[str]:
    """The names of the environment variables that the settings read."""
    return set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', read("tracker/settings.py")))


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):(?!=)", read("Makefile"), re.M))
