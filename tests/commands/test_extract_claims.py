"""manage.py extract_claims: JSON lines in, JSON lines out, and no database."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.docs.repository import ROOT

TEXT = "Apple and Alibaba have submitted their AI features to China's cyberspace regulator."


def run(lines: str, monkeypatch: pytest.MonkeyPatch, **options: bool) -> list[dict[str, Any]]:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    call_command("extract_claims", stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_article_gives_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"id": "a", "title": "", "date": "2025-02-12", "lang": "en", "text": TEXT},
        {"id": "b", "text": "Nothing."},
    ]
    first, second = run("\n".join(map(json.dumps, lines)) + "\n\n", monkeypatch)
    assert second == {"id": "b", "claims": []}
    assert first["id"] == "a"
    (claim,) = first["claims"]
    assert claim["organization"] == "Apple"
    assert claim["partners"] == ["Alibaba"]
    assert claim["status"] == "submitted"
    assert claim["quote"] == TEXT
    assert "reasons" not in claim


def test_the_reasons_are_told_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = run(json.dumps({"id": 1, "text": TEXT}), monkeypatch, reasons=True)
    assert line["claims"][0]["reasons"]


def test_a_line_that_is_no_article_is_told_of_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="1 of the lines"):
        run(f"nonsense\n{json.dumps({'id': 2, 'text': TEXT})}", monkeypatch)
    assert "line 1" in capsys.readouterr().err


def test_it_runs_without_any_database() -> None:
    line = json.dumps({"id": 1, "title": "苹果", "text": "苹果智能已通过备案。"}, ensure_ascii=False)
    environment = {
        **os.environ,
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "LC_ALL": "C",
    }
    command = [sys.executable, "manage.py", "extract_claims"]
    done = subprocess.run(command, cwd=ROOT, env=environment, input=line.encode(), capture_output=True, check=True)
    assert json.loads(done.stdout)["claims"][0]["organization"] == "Apple"
