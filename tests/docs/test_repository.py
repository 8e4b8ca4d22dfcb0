"""What the files of the project must not contain, and what the lists of others' works must say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.docs.repository import ROOT, files, read

# Written apart, so that this file may be searched as well.
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "npm" + "mirror.", "deb" + ".debian.org"]
MACHINE_PATH = re.compile(r"(?:^|[\s\"'`=(:])/(?:home|root|work|Users|mnt)/\w", re.M)
TEMPORARY_PATH = re.compile(r"(?:^|[\s\"'`=(:])/" + r"tmp/\w", re.M)
LOCK_FILES = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"}


def texts() -> dict[Path, str]:
    found = {}
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            found[path.relative_to(ROOT)] = data.decode("utf-8", "replace")
    return found


def outside_tests(path: Path) -> bool:
    return path.parts[0] != "tests"


def test_no_file_names_a_package_registry() -> None:
    assert [(path, host) for path, text in texts().items() for host in REGISTRIES if host in text] == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    found = {path: match[0] for path, text in texts().items() if (match := MACHINE_PATH.search(text))}
    found |= {path: match[0] for path, text in texts().items() if (match := TEMPORARY_PATH.search(text))}
    assert found == {}


def test_nothing_but_tests_looks_outside_the_checkout() -> None:
    pointer = re.compile(r"\.\./" + "shared")
    assert [path for path, text in texts().items() if outside_tests(path) and pointer.search(text)] == []


def test_there_is_no_lock_file() -> None:
    assert [path for path in files() if path.name in LOCK_FILES] == []


def requirements(name: str) -> list[Requirement]:
    lines = (line.strip() for line in read(name).splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


def pins() -> dict[str, str]:
    return dict(line.lower().split("==") for line in read("constraints.txt").splitlines())


def test_constraints_are_plain_pins() -> None:
    assert [line for line in read("constraints.txt").splitlines() if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_requirement_is_pinned_within_its_range(name: str) -> None:
    pinned = {package.replace("_", "-"): version for package, version in pins().items()}
    for requirement in requirements(name):
        assert pinned[requirement.name.lower()] in requirement.specifier, requirement


def test_the_version_is_the_same_everywhere() -> None:
    from django.conf import settings

    assert tomllib.loads(read("pyproject.toml"))["project"]["version"] == settings.VERSION


VENDORED = sorted(
    path
    for folder in ("static/vendor", "tests/vendor")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".css", ".js"}
)


@pytest.mark.parametrize("path", VENDORED, ids=lambda path: path.name)
def test_vendored_files_have_a_notice_and_a_licence(path: Path) -> None:
    (row,) = [line for line in read("NOTICE").splitlines() if str(path.relative_to(ROOT)) in line]
    version = row.split("|")[2].strip()
    text = path.read_text("utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert version in text
    assert (path.parent / "LICENSE").exists()
    assert "sourceMappingURL" not in text
