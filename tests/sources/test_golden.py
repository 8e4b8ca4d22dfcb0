"""Each reader against its golden pairs: an input file, and beside it what the reader made of it when last reviewed."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import filings.sources
from filings.sources.algorithm import HEADINGS as ALGORITHM_HEADINGS
from tests.sources.build import FOLDER

PAGE = "https://www.cac.gov.cn/2023-09/01/c_1695224377544009.htm"
ARGUMENTS: dict[str, tuple[object, ...]] = {
    "algorithm_list": (ALGORITHM_HEADINGS, frozenset({"个性化推送类", "调度决策类"})),
    "article": (PAGE,),
    "channel_html": (PAGE,),
    "channel_json": (PAGE,),
    "feed": ("https://news.example.org/feed",),
    "notice": (PAGE,),
    "page": (PAGE,),
}
TEXT_READERS = {"period_notice", "remark"}


def readers() -> dict[str, Callable[..., Any]]:
    """Every public reader: `read` goes by the name of its module, `read_<what>` by what it reads."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(filings.sources.__path__, "filings.sources."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if function.__module__ == module.name and (name == "read" or name.startswith("read_")):
                found[module.name.rpartition(".")[2] if name == "read" else name.removeprefix("read_")] = function
    return found


def plain(result: Any) -> Any:
    """What a reader hands back, in what JSON knows: one thing, several, or several by name."""
    if isinstance(result, dict):
        return {name: asdict(one) for name, one in result.items()}
    return [asdict(one) for one in result] if isinstance(result, tuple) else asdict(result)


def inputs(reader: str) -> list[Path]:
    return sorted(path for path in (FOLDER / reader).glob("*.*") if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("reader", readers())
def test_every_reader_has_a_golden_pair(reader: str) -> None:
    assert inputs(reader), f"tests/sources/{reader}/ holds no case: add one to tests/sources/build.py"


@pytest.mark.parametrize("path", [path for reader in readers() for path in inputs(reader)], ids=lambda path: path.name)
def test_reader_gives_what_was_reviewed(path: Path) -> None:
    reader = path.parent.name
    data = path.read_text(encoding="utf-8") if reader in TEXT_READERS else path.read_bytes()
    result = plain(readers()[reader](data, *ARGUMENTS.get(reader, ())))
    text = json.dumps(result, ensure_ascii=False, indent=1, default=str) + "\n"
    expected = path.with_suffix(".expected.json")
    if not expected.exists():
        expected.write_text(text, encoding="utf-8")
        pytest.fail(f"{expected.name} did not exist and was written: read it, and keep it if it is right")
    assert text == expected.read_text(encoding="utf-8")
