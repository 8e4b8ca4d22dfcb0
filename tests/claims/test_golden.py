"""The extraction against golden pairs: articles of one language and phenomenon, and beside them what was reviewed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from filings.claims import Lexicon, extract
from filings.claims.lines import as_json, read_line

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(FOLDER.glob("*.toml"))
SHOWN = (
    "organization",
    "status",
    "role",
    "partners",
    "product",
    "happened_on",
    "quote",
    "hedge",
    "attribution",
    "denies",
)


def extracted(path: Path, lexicon: Lexicon) -> list[dict[str, Any]]:
    """Each article's title with its claims; what is empty in a claim is left out."""
    found = []
    for article in tomllib.loads(path.read_text("utf-8"))["article"]:
        _name, read = read_line(json.dumps(article))
        claims = [as_json(claim) for claim in extract(read, lexicon)]
        shown = [{key: claim[key] for key in SHOWN if claim[key]} for claim in claims]
        found.append({"title": article["title"], "claims": shown})
    return found


def test_every_language_has_cases() -> None:
    assert {path.stem.partition("-")[0] for path in CASES} == {"en", "zh", "ja", "mixed"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_articles_claim_what_was_reviewed(path: Path, lexicon: Lexicon) -> None:
    expected = path.with_suffix(".expected.json")
    found = extracted(path, lexicon)
    if not expected.exists():
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{expected.name} did not exist and has been written: review it")
    assert found == json.loads(expected.read_text("utf-8"))
