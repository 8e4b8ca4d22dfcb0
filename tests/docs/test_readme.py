"""README and docs/ tell of every command, setting and check that exists, and of none that does not."""

from __future__ import annotations

import re

import pytest

from tests.docs.repository import ROOT, documentation, make_targets, read, settings_from_environment

COMMANDS = sorted(path.stem for path in (ROOT / "filings/management/commands").glob("[a-z]*.py"))
CHECK_ID = r"filings\.[EW]\d{3}"


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_readme_names_the_two_commands(command: str) -> None:
    assert command in read("README.md")


def test_documented_make_targets_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z]+(?:-[a-z]+)*)(?=[`\s])", "\n".join(code_in(documentation()))))
    assert named
    assert named <= make_targets()


def test_every_make_target_is_explained_by_make_help() -> None:
    explained = set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.M))
    assert make_targets() - explained == {"setup-test"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_management_command_is_documented(command: str) -> None:
    assert re.search(rf"\b{command}\b", documentation())


def test_documented_management_commands_exist() -> None:
    from django.core.management import get_commands

    named = set(re.findall(r"manage\.py ([a-z_]+)", documentation()))
    assert named <= set(get_commands()) | {"rqcron", "rqworker"}


@pytest.mark.parametrize("name", sorted(settings_from_environment()))
def test_every_setting_from_the_environment_is_in_the_readme(name: str) -> None:
    assert re.search(rf"`{name}`", read("README.md"))


def test_every_system_check_is_documented_and_no_other() -> None:
    raised = {found for path in ROOT.glob("filings/**/*.py") for found in re.findall(CHECK_ID, path.read_text("utf-8"))}
    assert raised
    assert set(re.findall(CHECK_ID, documentation())) == raised


def code_in(text: str) -> list[str]:
    """The code blocks and code words of a Markdown text."""
    return [f"{found} " for found in re.findall(r"```.*?```|`[^`\n]+`", text, re.S)]
