"""The extraction on labelled articles and on the one the project began with, where they stand beside the checkout."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from filings.claims import Lexicon, extract
from filings.claims.lines import as_json, read_line
from tests.servers import SHARED

NEWS = SHARED / "news"

pytestmark = pytest.mark.skipif(not NEWS.exists(), reason="the labelled articles are not beside the checkout")


def test_the_labelled_articles_are_read_as_well_as_they_must_be(lexicon: Lexicon, tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    with predictions.open("w", encoding="utf-8") as file:
        for line in (NEWS / "dev.jsonl").read_text("utf-8").splitlines():
            name, article = read_line(line)
            claims = [as_json(claim) for claim in extract(article, lexicon)]
            file.write(json.dumps({"id": name, "claims": claims}, ensure_ascii=False) + "\n")
    command = [sys.executable, str(NEWS / "score.py"), str(NEWS / "dev.jsonl"), str(predictions)]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    figures = {
        name: float(figure)
        for name, figure in re.findall(r"(precision|recall|negatives fired|dates|quotes) ([0-9.]+)", report)
    }
    assert figures.keys() >= {"precision", "recall", "negatives fired", "dates", "quotes"}
    assert figures["precision"] >= 0.95
    assert figures["recall"] >= 0.85
    assert figures["negatives fired"] <= 0.02
    assert figures["dates"] >= 0.95
    assert figures["quotes"] == 1


def test_the_article_it_began_with_claims_one_thing(lexicon: Lexicon) -> None:
    _name, article = read_line((NEWS / "founding_article.json").read_text("utf-8"))
    (claim,) = extract(article, lexicon)
    assert (claim.organization, claim.partners, claim.status, claim.role) == (
        "Apple",
        ("Alibaba",),
        "submitted",
        "event",
    )
    assert claim.happened_on is None
    assert claim.quote == article.whole[claim.start : claim.end]
