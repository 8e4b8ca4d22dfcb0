"""The data files are what their readers expect, and say nothing twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from filings.claims.base import STATUSES
from filings.claims.fold import fold
from filings.claims.lexicon import FOLDER, LANGUAGES, Cue, data_version, read, wordings

FILES = sorted(FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_has_a_version_and_says_what_it_holds(path: Path) -> None:
    assert read(path.stem)["version"] >= 1
    assert path.read_text("utf-8").startswith("# ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_wordings_in_every_language(language: str) -> None:
    assert {entry["status"] for entry in read(f"cues.{language}")["cue"]} == set(STATUSES)


def test_the_wordings_compile() -> None:
    cues = [value for _phrase, value in wordings().gate.phrases if isinstance(value, Cue)]
    assert len(cues) > 200
    assert len(data_version()) == 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_list_says_a_thing_twice(path: Path) -> None:
    for words in lists_in(read(path.stem)):
        assert [word for word, count in Counter(map(fold, words)).items() if count > 1] == []


def lists_in(value: Any) -> list[list[str]]:
    if isinstance(value, dict):
        return [found for inner in value.values() for found in lists_in(inner)]
    if isinstance(value, list) and value and isinstance(value[0], str):
        return [value]
    return [found for inner in value for found in lists_in(inner)] if isinstance(value, list) else []
